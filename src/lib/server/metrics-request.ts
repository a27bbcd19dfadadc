import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import type { AskRequest } from './ask.ts';

/** The forms in which an answer leaves. */
export type Format = 'json' | 'csv' | 'arrow';

const types: Readonly<Record<Format, string>> = {
	json: 'application/json',
	csv: 'text/csv',
	arrow: 'application/vnd.apache.arrow.stream'
};
const known = new Set([
	'from',
	'to',
	'grain',
	'by',
	'where',
	'as_of',
	'variant',
	'horizon',
	'format'
]);

const bad = (text: string) => new ApiError(400, 'bad_request', text);

function whereOf(pairs: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		pairs.map((pair) => {
			const colon = pair.indexOf(':');
			if (colon < 1) throw bad(message('api.bad_where', { pair }));
			return [pair.slice(0, colon), pair.slice(colon + 1)];
		})
	);
}

/**
 * The question in the address of GET /api/metrics/<id> and of /trace/<id>; `ask` checks what it means. Throws
 * `bad_request` for what is no question at all.
 */
export function readQuestion(metric: string, query: URLSearchParams): AskRequest {
	const strange = [...query.keys()].find((key) => !known.has(key));
	if (strange !== undefined) throw bad(message('api.unknown_parameter', { name: strange }));
	const horizon = query.get('horizon');
	if (horizon !== null && !/^\d{1,4}$/.test(horizon)) throw bad(message('api.bad_horizon'));
	const by = (query.get('by') ?? '').split(',').filter((name) => name !== '');
	const where = query.getAll('where').filter((pair) => pair !== '');
	const texts = ['from', 'to', 'grain', 'as_of', 'variant'].flatMap((key) => {
		const value = query.get(key);
		return value === null || value === '' ? [] : [[key, value] as const];
	});
	return {
		metric,
		...Object.fromEntries(texts),
		...(by.length > 0 && { by }),
		...(where.length > 0 && { where: whereOf(where) }),
		...(horizon !== null && { horizon: Number(horizon) })
	} as AskRequest;
}

/** The form that is asked for: `format` in the address, else the first known type of Accept, else JSON. */
export function formatOf(query: URLSearchParams, accept: string | null): Format {
	const asked = query.get('format');
	if (asked !== null && asked !== '') {
		if (asked === 'json' || asked === 'csv' || asked === 'arrow') return asked;
		throw bad(message('api.bad_format', { format: asked }));
	}
	const wanted = (accept ?? '').split(',').map((type) => (type.split(';')[0] ?? '').trim());
	const formats: readonly Format[] = ['json', 'csv', 'arrow'];
	for (const type of wanted) {
		const format = formats.find((name) => types[name] === type);
		if (format) return format;
	}
	return 'json';
}

/** The media type of a form. */
export const typeOf = (format: Format): string =>
	format === 'csv' ? `${types.csv}; charset=utf-8` : types[format];
