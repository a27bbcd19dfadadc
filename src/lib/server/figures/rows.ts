import type { Estimate } from '#lib/charts/figure.ts';
import { hiddenInWords } from '#lib/findings/hidden.ts';
import { message } from '#lib/messages.ts';
import type { Answer, ResultRow } from '../ask.ts';

/** A row of an answer as a number that charts and sentences can use. Nothing of a hidden cell goes further than this. */
export function estimateOf(row: ResultRow | undefined): Estimate | undefined {
	if (!row) return undefined;
	const none = { value: null, lo: null, hi: null, n: null, range: null, words: null };
	if (row.suppressed) return { ...none, isHidden: true, words: hiddenInWords(row.reason) };
	const base = { ...none, n: row.denominator, isHidden: false };
	const words = wordsOf(row);
	if (words !== null) return { ...base, words };
	const isRange = row.reason === 'range' || row.value === null;
	if (isRange && row.bound_lo !== null && row.bound_hi !== null) {
		return { ...base, range: [row.bound_lo, row.bound_hi] };
	}
	return { ...base, value: row.value, lo: row.lo, hi: row.hi };
}

/**
 * Where 0 % or 100 % would speak for everybody in a small group, a band stands for the number; one that what is unknown makes
 * wider is a range.
 */
function wordsOf(row: ResultRow): string | null {
	if (row.reason !== 'band' || (row.bound_hi ?? 1) - (row.bound_lo ?? 0) > 0.051) return null;
	return message((row.bound_lo ?? 0) > 0 ? 'words.at_least' : 'words.at_most');
}

/** The rows of an answer that have all the given fields. */
export function pick(answer: Answer, fields: Readonly<Record<string, unknown>>): ResultRow[] {
	return answer.rows.filter((row) =>
		Object.entries(fields).every(([key, value]) => (row[key as keyof ResultRow] ?? null) === value)
	);
}

/** The first days of the periods that an answer speaks of, in order. */
export function periodsOf(answer: Answer): string[] {
	const starts = answer.rows.map((row) => row.period_start).filter((start) => start !== null);
	return [...new Set(starts)].toSorted();
}
