import { message } from '#lib/messages.ts';
import type { MessageKey } from '#lib/messages.ts';

/** The smallest group of most measures; a page about another one says its own. */
export const usualSmallestGroup = 5;

const rules = [
	'too_few',
	'dominance',
	'complementary',
	'nested',
	'period',
	'frozen',
	'band'
] as const;

/** A rule of protection by its code in the answer; one that is not known is said as that of a neighbour, never as a small group. */
const ruleOf = (code: string | null): (typeof rules)[number] =>
	rules.find((rule) => rule === code) ?? 'complementary';

/** What stands in place of a hidden number: by which rule it is hidden, in a few words. */
export function hiddenInWords(code: string | null, people = usualSmallestGroup): string {
	return message(`hidden.${ruleOf(code)}`, { people });
}

/** The same as a sentence about the number that a page is about. */
export function hiddenSentence(code: string | null, people = usualSmallestGroup): string {
	return message('hidden.sentence', {
		why: message(`hidden.why.${ruleOf(code)}`, { people, count: 1 })
	});
}

/** How many values are hidden and by which rules; null where none is. */
export function hiddenNote(
	codes: readonly (string | null)[],
	people = usualSmallestGroup
): string | null {
	if (codes.length === 0) return null;
	const groups = Map.groupBy(codes, ruleOf);
	const reasons = rules.flatMap((rule) => {
		const count = groups.get(rule)?.length ?? 0;
		if (count === 0) return [];
		const why = message(`hidden.why.${rule}` satisfies MessageKey, { people, count });
		return [groups.size === 1 ? why : message('hidden.part', { count, why })];
	});
	return message('note.hidden', { count: codes.length, reasons: reasons.join('; ') });
}
