import { isDrawn, type Estimate, type Figure, type Mark } from '#lib/charts/figure.ts';
import type { RateOverTimeData, RatePoint } from '#lib/charts/rate-over-time.ts';
import type { Filters } from '#lib/filters/filters.ts';
import type { Question } from '#lib/filters/request.ts';
import { gapTitle } from '#lib/findings/gap.ts';
import { youngOf } from '#lib/findings/young.ts';
import { signedInWords, intervalInWords, rateInWords } from '#lib/findings/words.ts';
import { formatPeriod, isWhole } from '#lib/format/date.ts';
import { formatCount, formatShareCell } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { headlineDays } from '#queries/headline.ts';
import type { Answer } from '../ask.ts';
import { gapOf, gapParts, gapRows } from './gap-parts.ts';
import { figureOf } from './head.ts';
import { periodsOf, pick } from './rows.ts';

const nothing: Estimate = {
	value: null,
	lo: null,
	hi: null,
	n: null,
	isHidden: false,
	range: null,
	words: null
};

/** What people chose against what they were assigned, by the period in which they enrolled. */
export function voluntaryAgainstAssigned(
	filters: Filters,
	question: Question,
	byPeriod: Answer,
	overall: Answer,
	marks: readonly Mark[]
): Figure<RateOverTimeData> {
	const dates = periodsOf(byPeriod);
	const parts = dates.map((date) => gapParts(pick(byPeriod, { period_start: date })));
	const pointsOf = (part: 'voluntary' | 'assigned') =>
		dates.map((date, row): RatePoint => ({
			...nothing,
			...parts[row]?.[part],
			date,
			row,
			isPartial: isPartial(date)
		}));
	const isPartial = (date: string) => !isWhole(date, filters.grain, byPeriod.as_of, headlineDays);
	const whole = gapParts(overall.rows);
	const labels = {
		voluntary: message(`voluntary.${filters.count}`),
		assigned: message('assigned.required')
	};
	return figureOf({
		id: 'voluntary-over-time',
		title: gapTitle(whole, youngOf(overall)),
		measure: message('rate.measure', { grain: message(`filter.grain.${filters.grain}`) }),
		filters,
		question,
		answer: byPeriod,
		drawn: gapRows(byPeriod),
		hiddenBecause: youngEnd(byPeriod, isPartial, filters.grain),
		hasDrawing: parts.some(({ voluntary, assigned }) =>
			[voluntary, assigned].some((rate) => rate && isDrawn(rate))
		),
		n: { count: (whole.voluntary?.n ?? 0) + (whole.assigned?.n ?? 0), of: 'enrolments' },
		table: {
			columns: [
				{ label: message('table.period'), isNumber: false },
				{ label: labels.voluntary, isNumber: true },
				{ label: message('table.likely'), isNumber: true },
				{ label: message('table.enrolments'), isNumber: true },
				{ label: labels.assigned, isNumber: true },
				{ label: message('table.likely'), isNumber: true },
				{ label: message('table.enrolments'), isNumber: true },
				{ label: message('table.difference'), isNumber: true }
			],
			rows: dates.map((date, row) => {
				const { voluntary, assigned } = parts[row] ?? {};
				return [
					isPartial(date)
						? message('table.still_maturing', { period: formatPeriod(date, filters.grain) })
						: formatPeriod(date, filters.grain),
					...cells(voluntary),
					...cells(assigned),
					signedInWords(gapOf(parts[row]))
				];
			})
		},
		shown: {
			grain: filters.grain,
			series: [
				{ tone: 'self_initiated', label: labels.voluntary, points: pointsOf('voluntary') },
				{ tone: 'assigned_required', label: labels.assigned, points: pointsOf('assigned') }
			],
			marks
		}
	});
}

/** A newest period of which only few have had their time yet, where it hides the one before; null where there is none. */
function youngEnd(
	answer: Answer,
	isPartial: (date: string) => boolean,
	grain: Filters['grain']
): string | null {
	const dark = gapRows(answer).filter(({ suppressed }) => suppressed);
	const young = dark.findLast(
		({ period_start, reason }) =>
			reason === 'too_few' && period_start !== null && isPartial(period_start)
	);
	const isBeside = dark.some(
		({ period_start, reason, measure }) =>
			reason === 'complementary' && measure === young?.measure && period_start !== null
	);
	return young?.period_start == null || !isBeside
		? null
		: message('note.young_end', { period: formatPeriod(young.period_start, grain) });
}

/** A rate as three cells of a table: the rate, its interval, its cases. */
export function cells(estimate: Estimate | undefined): [string, string, string] {
	return [
		estimate?.value == null ? rateInWords(estimate) : formatShareCell(estimate.value, estimate.n),
		intervalInWords(estimate),
		estimate?.n == null ? '' : formatCount(estimate.n)
	];
}
