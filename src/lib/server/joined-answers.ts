import type { Answer } from './ask.ts';

/** Answers to several questions about one metric as one: their rows after each other, with the columns of the finest. */
export function joined(answers: readonly Answer[]): Answer {
	const [first, ...others] = answers;
	if (!first) throw new Error('There is no answer to join.');
	if (others.length === 0) return first;
	const none = Object.fromEntries(first.dimensions.map((name) => [name, null]));
	const rules = new Map<string, number>();
	for (const { rule, cells } of answers.flatMap(({ hidden }) => hidden))
		rules.set(rule, (rules.get(rule) ?? 0) + cells);
	return {
		...first,
		maturing: null,
		missing: [...new Set(answers.flatMap(({ missing }) => missing))],
		inferred: [...new Set(answers.flatMap(({ inferred }) => inferred))],
		unmatched_accounts:
			answers.find((answer) => answer.unmatched_accounts !== null)?.unmatched_accounts ?? null,
		notes: [...new Set(answers.flatMap(({ notes }) => notes))],
		said: [...new Set(answers.flatMap(({ said }) => said))],
		rows: answers.flatMap(({ rows }) => rows.map((row) => ({ ...none, ...row }))),
		hidden: [...rules].map(([rule, cells]) => ({ rule, cells }))
	};
}
