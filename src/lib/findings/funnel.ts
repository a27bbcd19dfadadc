import type { FunnelLimit, FunnelUnit } from '#lib/charts/funnel-plot.ts';

/** The whole that units are held against. */
export interface Spreading {
	readonly rate: number;
	/** How many cases weigh as one, because a person brings several (1 = all independent). */
	readonly designEffect: number;
}

/** How many standard errors lie between the middle of a normal law and either end of 95 % and of 99.8 % of it. */
const inner = 1.959963984540054;
const outer = 3.0902323061678132;

function within(spreading: Spreading, cases: number, z: number): readonly [number, number] {
	const { rate, designEffect } = spreading;
	const half = z * Math.sqrt((rate * (1 - rate) * designEffect) / cases);
	return [Math.max(0, rate - half), Math.min(1, rate + half)];
}

/** METRICS.md S11: the limits of 95 % and 99.8 % around the overall rate for a unit of so many cases. */
export const limitOf = (spreading: Spreading, n: number): FunnelLimit => ({
	n,
	inner: within(spreading, n, inner),
	outer: within(spreading, n, outer)
});

/** The limits for drawing: closer where they bend more. */
export function funnelLimits(spreading: Spreading, largest: number): FunnelLimit[] {
	const steps = 60;
	return Array.from({ length: steps }, (_, index) =>
		limitOf(spreading, Math.max(1, largest * ((index + 1) / steps) ** 2))
	);
}

/** Where a unit stands: within the 95 % limits, beyond them, or beyond the 99.8 % limits. */
export function placeIn(spreading: Spreading, rate: number, cases: number): FunnelUnit['place'] {
	const { inner: near, outer: far } = limitOf(spreading, cases);
	if (rate > far[1]) return 'far_above';
	if (rate < far[0]) return 'far_below';
	if (rate > near[1]) return 'above';
	return rate < near[0] ? 'below' : 'within';
}
