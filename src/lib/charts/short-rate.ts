import { formatPercent, formatPercentNumber } from '#lib/format/number.ts';
import type { Estimate } from './figure.ts';

/** A rate as a label inside a drawing: 44 %, or 40–57 % where only a range can be given. */
export function shortRate(rate: Estimate): string {
	if (rate.range !== null) {
		return `${formatPercentNumber(rate.range[0])}–${formatPercent(rate.range[1])}`;
	}
	return rate.value === null ? '' : formatPercent(rate.value);
}
