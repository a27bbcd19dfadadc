import { z } from 'zod';
import { dimensionNames } from '#queries/catalogue.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import type { AskRequest } from './ask.ts';
import { plainProblems } from './plain-problems.ts';

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

/** The words that `ask` would refuse, told here as sentences. */
const day = z.iso.date().optional();
const form = z.object({
	from: day,
	to: day,
	as_of: day,
	grain: z.enum(['month', 'quarter', 'year']).optional(),
	by: z.array(z.enum(dimensionNames)).optional(),
	where: z.partialRecord(z.enum(dimensionNames), z.string()).optional(),
	horizon: z.number().max(3650).optional()
});

const bad = (text: string) => new ApiError(400, 'bad_request', text);

function whereOf(pairs: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		pairs.map((pair) => {
			const end = pair.search(/[:=]/);
			if (end < 1) throw bad(message('api.bad_where', { pair }));
			return [pair.slice(0, end), pair.slice(end + 1)];
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
	const question = {
		metric,
		...Object.fromEntries(texts),
		...(by.length > 0 && { by }),
		...(where.length > 0 && { where: whereOf(where) }),
		...(horizon !== null && { horizon: Number(horizon) })
	};
	const read = form.safeParse(question);
	if (!read.success) throw bad(plainProblems(read.error));
	return question as AskRequest;
}

/** One download, several questions: each variant that the address names, and the whole beside its parts where it says `total`. */
export function readQuestions(metric: string, query: URLSearchParams): AskRequest[] {
	const rest = new URLSearchParams(query);
	const variants = query.getAll('variant').filter((name) => name !== '');
	rest.delete('total');
	rest.delete('notes');
	const question = readQuestion(metric, rest);
	const each =
		variants.length > 1
			? [...new Set(variants)].map((variant) => ({ ...question, variant }))
			: [question];
	if (!query.has('total')) return each;
	return each.flatMap((one) => [one, wholeOf(one)]);
}

function wholeOf({ by: _parts, ...question }: AskRequest): AskRequest {
	return question;
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
