import type { Estimate, Figure, Mark, Tone } from '#lib/charts/figure.ts';
import type { InitiationMixData, MixPeriod } from '#lib/charts/initiation-mix.ts';
import type { Filters } from '#lib/filters/filters.ts';
import type { Question } from '#lib/filters/request.ts';
import { mixTitle } from '#lib/findings/mix.ts';
import type { Begun } from '#lib/findings/overview.ts';
import { hiddenInWords } from '#lib/findings/hidden.ts';
import { rateInWords } from '#lib/findings/words.ts';
import { formatPeriod, isWhole } from '#lib/format/date.ts';
import { formatCount, formatShareCell } from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { Answer, ResultRow } from '../ask.ts';
import { figureOf } from './head.ts';
import { estimateOf, periodsOf, pick } from './rows.ts';

const tones: readonly Tone[] = [
	'self_initiated',
	'prompted',
	'assigned_other',
	'assigned_required',
	'unknown'
];

/** The share of the enrolments that people began themselves; its ends are those of what is possible, as some are unknown. */
export function chosenShare(rows: readonly ResultRow[]): Estimate | undefined {
	const row = rows.find((found) => found.variant === 'self_initiated');
	const estimate = estimateOf(row);
	if (!row || !estimate || estimate.value === null) return estimate;
	return { ...estimate, lo: row.bound_lo, hi: row.bound_hi };
}

/** The same share with its likely range beside what the unknown could make of it. */
export function begunShare(rows: readonly ResultRow[]): Begun {
	const row = rows.find((found) => found.variant === 'self_initiated');
	const share = estimateOf(row);
	if (!row || row.value === null || share?.value == null)
		return { share, likely: null, ceiling: null };
	return {
		share,
		likely: row.lo === null || row.hi === null ? null : [row.lo, row.hi],
		ceiling: row.bound_hi !== null && row.bound_hi > row.value ? row.bound_hi : null
	};
}

/** How learning came about, by period. */
export function initiationMix(
	filters: Filters,
	question: Question,
	answer: Answer,
	marks: readonly Mark[]
): Figure<InitiationMixData> {
	const stacked = tones.filter((tone) => !(tone in answer.untold));
	const dates = periodsOf(answer);
	const rowsAt = new Map(dates.map((date) => [date, pick(answer, { period_start: date })]));
	const at = (date: string) => rowsAt.get(date) ?? [];
	const periods = dates.map((date): MixPeriod => {
		const rows = at(date);
		const isHidden = rows.some((row) => row.suppressed || row.reason === 'band');
		return {
			date,
			isHidden,
			parts: isHidden ? [] : stacked.map((tone) => ({ tone, share: shareOf(rows, tone) })),
			chosen: (isHidden ? undefined : chosenShare(rows)) ?? {
				value: null,
				lo: null,
				hi: null,
				n: null,
				isHidden,
				range: null,
				words: isHidden ? hiddenInWords(ruleOf(rows)) : null
			}
		};
	});
	const labels = Object.fromEntries(
		stacked.map((tone) => [tone, message(`class.${tone}`)])
	) as Record<Tone, string>;
	const cases = dates.flatMap((date) => casesOf(at(date)) ?? []);
	return figureOf({
		id: 'initiation-mix',
		title: mixTitle(
			periods.map((period) => ({
				...period,
				isWhole: isWhole(period.date, filters.grain, answer.as_of, 0)
			})),
			filters.grain
		),
		measure: message('mix.measure', { grain: message(`filter.grain.${filters.grain}`) }),
		filters,
		question,
		answer,
		hasDrawing: periods.some((period) => !period.isHidden),
		n: { count: cases.reduce((sum, count) => sum + count, 0), of: 'enrolments' },
		table: {
			columns: [
				{ label: message('table.period'), isNumber: false },
				...stacked.map((tone) => ({ label: labels[tone], isNumber: true })),
				{ label: message('table.ceiling', { label: labels.self_initiated }), isNumber: true },
				{ label: message('table.enrolments'), isNumber: true }
			],
			rows: periods.map((period) => {
				const name = formatPeriod(period.date, filters.grain);
				if (period.isHidden)
					return [name, rateInWords(period.chosen), ...stacked.map(() => ''), ''];
				return [
					name,
					...period.parts.map((part) => formatShareCell(part.share, casesOf(at(period.date)))),
					period.chosen.hi === null
						? ''
						: formatShareCell(period.chosen.hi, casesOf(at(period.date))),
					formatCount(casesOf(at(period.date)) ?? 0)
				];
			})
		},
		shown: { grain: filters.grain, labels, periods, marks }
	});
}

/** By which rule a period is hidden: the first part that is tells. */
function ruleOf(rows: readonly ResultRow[]): string | null {
	return rows.find((row) => row.suppressed)?.reason ?? 'band';
}

function shareOf(rows: readonly ResultRow[], tone: Tone): number {
	return rows.find((row) => row.variant === tone)?.value ?? 0;
}

function casesOf(rows: readonly ResultRow[]): number | null {
	return rows.find((row) => row.denominator !== null)?.denominator ?? null;
}
