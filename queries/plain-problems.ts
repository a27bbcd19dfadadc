import type { z } from 'zod';
import { message } from './messages.ts';

type Issue = z.core.$ZodIssue;

function missingOr(issue: Issue, name: string): string {
	if (issue.code !== 'invalid_type') return message('api.not_understood', { name });
	return issue.input === undefined && /undefined/.test(issue.message)
		? message('api.missing', { name })
		: message('api.not_this_kind', { name, kind: issue.expected });
}

function sentenceOf(issue: Issue, nameOf: (field: string) => string): string {
	if (issue.code === 'custom') return issue.message;
	// One of several values is called as all of them are.
	const path = typeof issue.path.at(-1) === 'number' ? issue.path.slice(0, -1) : issue.path;
	const name = path.length === 0 ? message('api.request') : nameOf(path.join('.'));
	if (issue.code === 'unrecognized_keys')
		return message('api.not_known', { name: issue.keys.join(', ') });
	if (issue.code === 'invalid_format' && issue.format === 'date')
		return message('api.not_a_day', { name });
	if (issue.code === 'invalid_value')
		return message('api.not_one_of', { name, known: issue.values.join(', ') });
	if (issue.code === 'too_big' && issue.origin === 'array')
		return message('api.too_many', { name, limit: Number(issue.maximum) });
	if (issue.code === 'too_small' || issue.code === 'too_big') {
		const [end, limit] =
			issue.code === 'too_small' ? ['small', issue.minimum] : ['large', issue.maximum];
		return message('api.out_of_range', { name, end: String(end), limit: Number(limit) });
	}
	return missingOr(issue, name);
}

/** What is wrong with a request, a mapping or a change of a rule, one plain sentence per problem; `nameOf` says what its author calls a field. */
export const plainProblems = (
	error: z.ZodError,
	nameOf: (field: string) => string = (field) => field
): string => [...new Set(error.issues.map((issue) => sentenceOf(issue, nameOf)))].join(' ');
