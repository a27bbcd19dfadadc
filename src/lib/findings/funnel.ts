import type { FunnelLimit, FunnelUnit } from '#lib/charts/funnel-plot.ts';

/** The whole that units are held against. */
export interface Spreading {
	readonly rate: number;
	/** How many cases weigh as one, because a person brings several (1 = all independent). */
	readonly designEffect: number;
}

const inner = 1.959964;
const outer = 3.090232;

function limit(spreading: Spreading, cases: number, z: number): readonly [number, number] {
	const { rate, designEffect } = spreading;
	const half = z * Math.sqrt((rate * (1 - rate) * designEffect) / cases);
	return [Math.max(0, rate - half), Math.min(1, rate + half)];
}

/** Limits of 95 % and 99.8 % around the overall rate, for drawing: closer where they bend more. */
export function funnelLimits(spreading: Spreading, largest: number): FunnelLimit[] {
	const steps = 60;
	return Array.from({ length: steps }, (_, index) => {
		const n = Math.max(1, largest * ((index + 1) / steps) ** 2);
		return { n, inner: limit(spreading, n, inner), outer: limit(spreading, n, outer) };
	});
}

/** Where a unit stands: within the 95 % limits, beyond them, or beyond the 99.8 % limits. */
export function placeIn(spreading: Spreading, rate: number, cases: number): FunnelUnit['place'] {
	const far = limit(spreading, cases, outer);
	const near = limit(spreading, cases, inner);
	if (rate > far[1]) return 'far_above';
	if (rate < far[0]) return 'far_below';
	if (rate > near[1]) return 'above';
	return rate < near[0] ? 'below' : 'within';
}
