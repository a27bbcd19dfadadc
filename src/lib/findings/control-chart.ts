import type { Estimate } from '#lib/charts/figure.ts';

const fewestQuarters = 8;
/** The mean distance of two neighbouring values of a normal law with a spread of one. */
const meanMovingRange = 1.128;
/** Quarters that are all alike have limits of no width, and a mean that may differ from them by its last digit. */
const rounding = 1e-9;

type Point = Pick<Estimate, 'value' | 'n'>;

/** Between what the quarters usually vary, and whether the newest lies outside. */
export interface UsualRange {
	readonly low: number;
	readonly high: number;
	readonly isSignal: boolean;
	readonly isAbove: boolean;
}

/**
 * METRICS.md S12: Laney's p′-chart of the quarters that are told. Its limits allow for quarters that vary more than their
 * numbers of cases would make them. Null for fewer than eight quarters, or where the newest is not told.
 */
export function usualRange(points: readonly Point[]): UsualRange | null {
	const isTold = ({ value, n }: Point): boolean => value !== null && n !== null && n > 0;
	const newest = points.at(-1);
	const told = points.flatMap(({ value, n }) =>
		value !== null && n !== null && n > 0 ? [{ value, n }] : []
	);
	const last = told.at(-1);
	if (!last || !newest || !isTold(newest) || told.length < fewestQuarters) return null;
	const sum = (of: (one: { value: number; n: number }) => number): number =>
		told.reduce((total, one) => total + of(one), 0);
	const centre = sum(({ value, n }) => value * n) / sum(({ n }) => n);
	const spreadOf = (n: number): number => Math.sqrt((centre * (1 - centre)) / n);
	if (centre <= 0 || centre >= 1) return null;
	const scores = told.map(({ value, n }) => (value - centre) / spreadOf(n));
	const ranges = scores.slice(1).map((score, index) => Math.abs(score - (scores[index] ?? 0)));
	const sigma = ranges.reduce((total, one) => total + one, 0) / ranges.length / meanMovingRange;
	const half = 3 * sigma * spreadOf(last.n);
	return {
		low: Math.max(0, centre - half),
		high: Math.min(1, centre + half),
		isSignal: Math.abs(last.value - centre) > half + rounding,
		isAbove: last.value > centre
	};
}
