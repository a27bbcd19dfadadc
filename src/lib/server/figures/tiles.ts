import { isDrawn, type Estimate } from '#lib/charts/figure.ts';
import type { Tile } from '#lib/charts/tile.ts';
import type { Filters } from '#lib/filters/filters.ts';
import { traceOf, type Question } from '#lib/filters/request.ts';
import { usualRange } from '#lib/findings/control-chart.ts';
import { changeInWords, yearOnYear } from '#lib/findings/mix.ts';
import { dayInWords } from '#lib/findings/time.ts';
import { sureInWords } from '#lib/findings/overview.ts';
import type { Begun } from '#lib/findings/overview.ts';
import { waitInWords, youngOf } from '#lib/findings/young.ts';
import { intervalInWords, rateInWords } from '#lib/findings/words.ts';
import { formatDay, formatPeriod, isWhole, nextPeriod } from '#lib/format/date.ts';
import { formatPercent, formatPoints } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import { headlineDays } from '#queries/headline.ts';
import type { Answer, ResultRow } from '../ask.ts';
import { definitionOf } from '../definitions.ts';
import { gapOf, gapParts } from './gap-parts.ts';
import { begunShare, chosenShare } from './initiation-mix.ts';
import { estimateOf, periodsOf, pick } from './rows.ts';

type Dated = Estimate & { readonly date: string };

/** One number per period that is whole: a young one holds only what was quick, and would look like a change. */
function series(
	answer: Answer,
	grain: 'month' | 'quarter',
	days: number,
	numberOf: (rows: readonly ResultRow[]) => Estimate | undefined
): Dated[] {
	const whole = periodsOf(answer).filter((date) => isWhole(date, grain, answer.as_of, days));
	return whole.flatMap((date) => {
		const estimate = numberOf(pick(answer, { period_start: date }));
		return estimate ? [{ ...estimate, date }] : [];
	});
}

function frame(
	question: Question,
	answer: Answer,
	points: readonly Dated[],
	scope: readonly string[] = [],
	traced: { readonly question?: Question; readonly measure?: string } = {}
) {
	const dataTo =
		answer.as_of === null ? [] : [message('tile.as_of', { date: formatDay(answer.as_of) })];
	return {
		scope: [...scope, ...dataTo].join(' · '),
		id: `tile-${question.metric.replaceAll('_', '-')}`,
		points: points.slice(-12),
		traceHref: traceOf(traced.question ?? question, traced.measure),
		definition: definitionOf(question.metric)
	};
}

const hasNumber = (rate: Estimate | undefined) =>
	rate !== undefined && (isDrawn(rate) || (rate.words !== null && !rate.isHidden));

/** METRICS.md S12: from eight quarters on against what they usually vary between, before that against the year before. */
function changeOf(points: readonly Dated[], grain: 'month' | 'quarter') {
	const usual = grain === 'quarter' ? usualRange(points) : null;
	if (usual) {
		const range = { lo: formatPercent(usual.low), hi: formatPercent(usual.high) };
		const way = usual.isAbove ? 'change.above' : 'change.below';
		return {
			change: message(usual.isSignal ? way : 'change.usual', range),
			isClear: usual.isSignal
		};
	}
	const { change } = yearOnYear(points, grain);
	return { change: changeInWords(change), isClear: change?.isClear ?? false };
}

const countedAs = (filters: Filters): string => message(`tile.counted.${filters.count}`);
const withinDays = message('tile.within', { days: headlineDays });

/** How sure the share of what people began is; else why there is no range. */
function intervalOf(begun: Begun): string {
	const sure = sureInWords(begun);
	return sure === '' ? intervalInWords(begun.share) : sure;
}

/** A rate as a tile prints it; where nothing is old enough to count yet, what is waited for. */
function valueOf(rate: Estimate | undefined, answer: Answer) {
	const young = rate ? null : youngOf(answer);
	return {
		value: young ? message('young.tile') : rateInWords(rate),
		hasNumber: hasNumber(rate),
		interval: young ? waitInWords(young) : intervalInWords(rate)
	};
}

/** How much of what people chose they finished. */
export function rateTile(
	filters: Filters,
	question: Question,
	overall: Answer,
	byPeriod: Answer
): Tile {
	const rate = gapParts(overall.rows).voluntary;
	const points = series(byPeriod, filters.grain, headlineDays, (rows) => gapParts(rows).voluntary);
	return {
		...frame(question, overall, points, [countedAs(filters), withinDays], { measure: 'voluntary' }),
		id: 'tile-completion-rate',
		label: message('tile.rate', { count: filters.count }),
		...valueOf(rate, overall),
		...changeOf(points, filters.grain)
	};
}

/** The difference between what people finish of their own choice and of what they must. */
export function gapTile(
	filters: Filters,
	question: Question,
	overall: Answer,
	byPeriod: Answer
): Tile {
	const parts = gapParts(overall.rows);
	const difference = gapOf(parts);
	const points = series(byPeriod, filters.grain, headlineDays, (rows) => gapParts(rows).difference);
	return {
		...frame(question, overall, points, [countedAs(filters), withinDays], {
			measure: 'difference'
		}),
		label: message('tile.gap'),
		hasNumber: difference !== null,
		value:
			difference === null
				? valueOf(parts.difference, overall).value
				: message('words.points', { points: formatPoints(difference.value) }),
		interval:
			difference === null
				? valueOf(parts.difference, overall).interval
				: message(difference.isClear ? 'words.between_points' : 'words.between_points_unclear', {
						lo: formatPoints(difference.lo),
						hi: formatPoints(difference.hi)
					}),
		change: null,
		isClear: false
	};
}

/** How much of all learning people began themselves. */
export function chosenTile(
	filters: Filters,
	question: Question,
	overall: Answer,
	byPeriod: Answer
): Tile {
	const begun = begunShare(overall.rows);
	const { share } = begun;
	const points = series(byPeriod, filters.grain, 0, chosenShare);
	return {
		...frame(question, overall, points, [message('voluntary.strict')], {
			question: { ...question, variant: 'self_initiated' }
		}),
		label: message('tile.chosen'),
		value: rateInWords(share),
		hasNumber: hasNumber(share),
		interval: intervalOf(begun),
		change: null,
		isClear: false
	};
}

/** How many people learned of their own accord in the newest quarter that has a number. */
export function reachTile(question: Question, byQuarter: Answer): Tile {
	const points = series(byQuarter, 'quarter', 0, (rows) => estimateOf(rows[0]));
	const last = points.findLast(hasNumber) ?? points.at(-1);
	return {
		...frame(
			question,
			byQuarter,
			points,
			[message('voluntary.strict')],
			last
				? { question: { ...question, from: last.date, to: nextPeriod(last.date, 'quarter') } }
				: {}
		),
		label: last
			? message('tile.reach_in', { period: formatPeriod(last.date, 'quarter') })
			: message('tile.reach'),
		value: rateInWords(last),
		hasNumber: hasNumber(last),
		interval: intervalInWords(last),
		...changeOf(points, 'quarter')
	};
}

/** The likely range of a day, where it is known. */
function daysBetween({ lo, hi }: Estimate): string {
	if (lo === null || hi === null) return '';
	const [first, last] = [Math.round(lo), Math.round(hi)];
	return first === last
		? message('words.day_for_sure', { day: first })
		: message('words.between_days', { lo: first, hi: last });
}

/** The day by which a quarter of what people chose is finished. */
export function timeTile(
	filters: Filters,
	question: Question,
	overall: Answer,
	byPeriod: Answer
): Tile {
	const dayOf = (measure: string) => (rows: readonly ResultRow[]) =>
		estimateOf(rows.find((row) => row.measure === measure));
	const day = dayOf('day_25')(overall.rows);
	const half = dayOf('day_50')(overall.rows);
	return {
		...frame(
			question,
			overall,
			series(byPeriod, filters.grain, headlineDays, dayOf('day_25')),
			[countedAs(filters)],
			{ measure: 'day_25' }
		),
		label: message('tile.time'),
		hasNumber: day?.value != null,
		value:
			day?.value == null
				? day?.isHidden
					? rateInWords(day)
					: message('words.not_reached')
				: dayInWords(day.value),
		interval:
			day?.value == null
				? ''
				: [
						daysBetween(day),
						half?.value == null
							? message('tile.half_never')
							: message('tile.half', { day: dayInWords(half.value) })
					]
						.filter((part) => part !== '')
						.join('; '),
		change: null,
		isClear: false
	};
}
