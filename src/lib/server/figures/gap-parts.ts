import type { Estimate } from '#lib/charts/figure.ts';
import { differenceOf, type Difference } from '#lib/findings/compare.ts';
import type { Answer, ResultRow } from '../ask.ts';
import { estimateOf } from './rows.ts';

/** The three rows of a completion gap: both rates and their difference. */
export interface GapParts {
	readonly voluntary?: Estimate | undefined;
	readonly assigned?: Estimate | undefined;
	readonly difference?: Estimate | undefined;
}

/** The parts of one completion gap, from the rows that make it up; standardised, those of one mix of lengths. */
export function gapParts(rows: readonly ResultRow[], way: '' | 'standardised_' = ''): GapParts {
	const part = (measure: string) =>
		estimateOf(rows.find((row) => row.measure === `${way}${measure}`));
	return {
		voluntary: part('voluntary'),
		assigned: part('assigned_required'),
		difference: part('difference')
	};
}

/** The rows of an answer that `gapParts` reads. */
export const gapRows = (
	{ rows }: Pick<Answer, 'rows'>,
	way: '' | 'standardised_' = ''
): readonly ResultRow[] =>
	rows.filter(({ measure }) =>
		['voluntary', 'assigned_required', 'difference'].some((part) => measure === `${way}${part}`)
	);

/** The difference of a gap, or null where a part of it is hidden or unknown. */
export function gapOf(parts: GapParts | undefined): Difference | null {
	const difference = parts?.difference;
	return difference ? differenceOf(difference.value, difference.lo, difference.hi) : null;
}
