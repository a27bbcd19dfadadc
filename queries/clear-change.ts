import type { ResultRow } from './present.ts';

/** METRICS.md D2: a change of fewer points is none to speak of. */
const leastChange = 0.05;

/** Whether a change is at least 5 points and its interval leaves out 0: METRICS.md D2, of the numbers as they are told. */
export const isClearChange = ({ value, lo, hi }: Pick<ResultRow, 'value' | 'lo' | 'hi'>): boolean =>
	value !== null &&
	Math.abs(value) > leastChange - 1e-9 &&
	lo !== null &&
	hi !== null &&
	(lo > 0 || hi < 0);
