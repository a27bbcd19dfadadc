import type { Filters } from './filters.ts';

type Dimension = 'org_unit' | 'item' | 'source' | 'length_band';

/** A question in the form that pages, downloads and the trace of a number share. */
export interface Question {
	readonly metric: string;
	readonly from?: string;
	readonly to?: string;
	readonly grain?: 'month' | 'quarter' | 'year';
	readonly by?: Dimension[];
	readonly where?: { [dimension in Dimension]?: string };
	readonly variant?: string;
	readonly horizon?: number;
}

/** What a page asks about one metric under its filters. */
export function questionOf(
	metric: string,
	filters: Filters,
	more: Omit<Question, 'metric' | 'from' | 'to' | 'where'> = {}
): Question {
	return {
		metric,
		...(filters.from === '' ? {} : { from: filters.from }),
		...(filters.to === '' ? {} : { to: filters.to }),
		...(filters.unit === '' ? {} : { where: { org_unit: filters.unit } }),
		...more
	};
}

/** The address that leads from one number to its rows: of a question with several measures, the one that it is. */
export function traceOf(question: Question, measure?: string): string {
	const address = addressOf(question);
	if (measure === undefined) return `/trace/${address}`;
	return `/trace/${address}${address.includes('?') ? '&' : '?'}measure=${measure}`;
}

/** A question as the end of an address: its metric, and its query where it has one. */
export function addressOf(question: Question): string {
	const query = writeQuestion(question);
	return query === '' ? question.metric : `${question.metric}?${query}`;
}

/** The query of GET /api/metrics/<id> and of /trace/<id> that asks the same. */
export function writeQuestion(question: Question): string {
	const query = new URLSearchParams();
	for (const key of ['from', 'to', 'grain', 'variant', 'horizon'] as const) {
		const value = question[key];
		if (value !== undefined) query.set(key, String(value));
	}
	if (question.by && question.by.length > 0) query.set('by', question.by.join(','));
	for (const [dimension, value] of Object.entries(question.where ?? {})) {
		query.append('where', `${dimension}:${value}`);
	}
	return query.toString();
}
