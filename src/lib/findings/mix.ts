import type { Estimate } from '#lib/charts/figure.ts';
import { formatPeriod, nextPeriod } from '#lib/format/date.ts';
import { formatPercent, pointsOf } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { differ, type Difference } from './compare.ts';

interface Part {
	readonly tone: string;
	readonly share: number;
}

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
	return {
		last,
		change: differ(
			last,
			points.find((point) => point.date === yearBefore)
		)
	};
}

/** A change against the year before in words; without a direction where the interval includes zero. */
export function changeInWords(change: Difference | null): string | null {
	if (change === null) return null;
	if (!change.isClear) return message('change.too_small');
	return message(change.value < 0 ? 'change.down' : 'change.up', {
		points: pointsOf(change.value)
	});
}

/** The finding above the initiation mix: the newest whole period that can be shown, else the newest so far. */
export function mixTitle(
	periods: readonly {
		readonly date: string;
		readonly isWhole: boolean;
		readonly parts: readonly Part[];
	}[],
	grain: 'month' | 'quarter'
): string {
	const shown = periods.filter(({ parts }) => parts.length > 0);
	const last = shown.findLast(({ isWhole }) => isWhole) ?? shown.at(-1);
	if (!last) return message(periods.length > 0 ? 'mix.title.hidden' : 'mix.title.none');
	const shareOf = (tone: string) =>
		formatPercent(last.parts.find((part) => part.tone === tone)?.share ?? 0);
	return message(last.isWhole ? 'mix.title.share' : 'mix.title.so_far', {
		period: formatPeriod(last.date, grain),
		share: shareOf('self_initiated'),
		required: shareOf('assigned_required')
	});
}
