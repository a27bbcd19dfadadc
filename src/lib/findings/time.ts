import type { Estimate } from '#lib/charts/figure.ts';
import { formatCount, formatPercent } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';

/** The finding above the curves of time to complete. */
export function curveTitle(
	points: readonly (Estimate & { readonly day: number })[],
	quarterDay: number | null
): string {
	const last = points.findLast((point) => point.value !== null);
	if (!last || last.value === null)
		return message(
			points.some(({ isHidden }) => isHidden) ? 'curve.title.hidden' : 'curve.title.none'
		);
	const values = { share: formatPercent(last.value), last: formatCount(last.day) };
	return quarterDay === null
		? message('curve.title.never', values)
		: message('curve.title.day', { ...values, day: dayInWords(quarterDay) });
}

/** A number of days, whole from ten on: "3.5 days", "12 days". */
export function dayInWords(days: number): string {
	const rounded = days < 10 ? Math.round(days * 2) / 2 : Math.round(days);
	return message('words.days', { days: rounded });
}
