import type { Estimate } from '#lib/charts/figure.ts';
import { formatPeriod, nextPeriod } from '#lib/format/date.ts';
import { formatPercent, pointsOf } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { differ, type Difference } from './compare.ts';

interface Dated extends Estimate {
	readonly date: string;
}

/** The newest period that has a number, and its difference to the same period a year before: learning has seasons. */
export function yearOnYear<Point extends Dated>(
	points: readonly Point[],
	grain: 'month' | 'quarter'
): { readonly last: Point | undefined; readonly change: Difference | null } {
	const last = points.findLast((point) => point.value !== null);
	if (!last) return { last, change: null };
	const yearBefore = nextPeriod(last.date, grain, grain === 'month' ? -12 : -4);
	return { last, change: differ(last, points.find((point) => point.date === yearBefore)) };
}

/** A change against the year before in words; without a direction where the interval includes zero. */
export function changeInWords(change: Difference | null): string | null {
	if (change === null) return null;
	if (!change.isClear) return message('change.too_small');
	return message(change.value < 0 ? 'change.down' : 'change.up', {
		points: pointsOf(change.value)
	});
}

/** The finding above the initiation mix. */
export function mixTitle(points: readonly Dated[], grain: 'month' | 'quarter'): string {
	const { last, change } = yearOnYear(points, grain);
	if (!last || last.value === null) return message('mix.title.none');
	const values = { share: formatPercent(last.value), period: formatPeriod(last.date, grain) };
	const words = changeInWords(change);
	return words === null
		? message('mix.title.share', values)
		: message('mix.title.change', { ...values, change: words });
}
