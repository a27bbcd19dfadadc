import type { Estimate } from '#lib/charts/figure.ts';

/** A difference with its interval, and whether that interval leaves out zero. */
export interface Difference {
	readonly value: number;
	readonly lo: number;
	readonly hi: number;
	readonly isClear: boolean;
}

/** A difference whose interval is known; null where a part is missing. */
export function differenceOf(
	value: number | null,
	lo: number | null,
	hi: number | null
): Difference | null {
	if (value === null || lo === null || hi === null) return null;
	return { value, lo, hi, isClear: lo > 0 || hi < 0 };
}

/** The difference a − b of two independent rates from their own intervals (toolbox S2, Newcombe's hybrid). */
export function differ(a: Estimate | undefined, b: Estimate | undefined): Difference | null {
	if (!a || !b || a.range || b.range) return null;
	if (a.value === null || a.lo === null || a.hi === null) return null;
	if (b.value === null || b.lo === null || b.hi === null) return null;
	const value = a.value - b.value;
	return differenceOf(
		value,
		value - Math.hypot(a.value - a.lo, b.hi - b.value),
		value + Math.hypot(a.hi - a.value, b.value - b.lo)
	);
}

/** The number of independent cases that a Wilson interval of this width stands for; null where there is none. */
export function effectiveCases(rate: number, lo: number, hi: number): number | null {
	const z = 1.959964;
	const width = hi - lo;
	if (!(width > 0 && width < 1) || rate <= 0 || rate >= 1) return null;
	const widthAt = (n: number) =>
		(2 * z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
	let few = 1e-3;
	let many = 1e12;
	for (let round = 0; round < 200; round += 1) {
		const middle = Math.sqrt(few * many);
		if (widthAt(middle) > width) few = middle;
		else many = middle;
	}
	return Math.sqrt(few * many);
}
