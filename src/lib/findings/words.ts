import type { Estimate } from '#lib/charts/figure.ts';
import {
	formatPercent,
	formatPercentNumber,
	formatPoints,
	formatShare
} from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { hiddenInWords } from './hidden.ts';
import type { Difference } from './compare.ts';

/** "between 38 and 47 %". */
export function between(lo: number, hi: number): string {
	const low = formatPercentNumber(lo);
	const high = formatPercentNumber(hi);
	return low === high
		? message('words.about', { value: formatPercent(lo) })
		: message('words.between', { lo: low, hi: formatPercent(hi) });
}

/** A rate as a tile or a cell prints it: a number, a range where classes are unknown, or why there is none. */
export function rateInWords(rate: Estimate | undefined): string {
	if (!rate) return message('words.none');
	if (rate.isHidden) return rate.words ?? hiddenInWords(null);
	if (rate.words !== null) return rate.words;
	if (rate.range !== null)
		return message('words.range', {
			lo: formatPercentNumber(rate.range[0]),
			hi: formatPercent(rate.range[1])
		});
	return rate.value === null ? message('words.none') : formatShare(rate.value, rate.n);
}

/** The interval of a rate, or nothing where there is none to show. */
export function intervalInWords(rate: Estimate | undefined): string {
	if (!rate || rate.isHidden || rate.words !== null) return '';
	if (rate.range !== null) return message('words.range_reason');
	if (rate.lo === null || rate.hi === null) return '';
	return between(rate.lo, rate.hi);
}

/** "−12 points", or "too small to tell" where the interval of the difference includes zero. */
export function signedInWords(difference: Difference | null): string {
	if (difference === null) return message('words.none');
	if (!difference.isClear) return message('words.too_small');
	return message('words.points', { points: formatPoints(difference.value) });
}
