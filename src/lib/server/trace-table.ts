import type { Table } from '#lib/charts/figure.ts';
import { hiddenInWords } from '#lib/findings/hidden.ts';
import { between, rateInWords } from '#lib/findings/words.ts';
import { formatPeriod } from '#lib/format/date.ts';
import {
	formatCount,
	formatDecimal,
	formatMinutes,
	formatPercent,
	formatPercentNumber,
	formatPoints
} from '#lib/format/number.ts';
import { message } from '#lib/messages.ts';
import type { Metric } from '#queries/catalogue.ts';
import { pointsInWords } from '#queries/readiness.ts';
import { measureInWords, variantInWords } from '#queries/vocabulary.ts';
import { dimensionInWords } from '#lib/trace/words.ts';
import type { Answer, ResultRow } from './ask.ts';
import { estimateOf } from './figures/rows.ts';

export { measureInWords, variantInWords } from '#queries/vocabulary.ts';

const rowsShown = 60;

/** Whether a number is the difference of two shares, which is told in points whatever its measure's unit. */
const isDifference = ({ measure }: ResultRow, unit: string): boolean =>
	unit === 'points' ||
	(unit === 'share' && (measure === 'difference' || measure === 'standardised_difference'));

/** A number of a unit that is neither a share nor points nor days. */
function amountInWords(value: number, unit: string): string {
	switch (unit) {
		case 'minutes':
			return formatMinutes(value);
		case 'count':
		case 'money':
			return formatCount(value);
		case 'months':
		case 'bits':
		case 'per_100':
			return message(`amount.${unit}`, { value: formatDecimal(value) });
		default:
			return value > 0 && value < 0.005 ? message('amount.small') : formatDecimal(value);
	}
}

/** A value with its unit; a hidden one says only that it is hidden. */
export function valueInWords(row: ResultRow, unit: string, people?: number): string {
	if (row.suppressed) return hiddenInWords(row.reason, people);
	if (row.value === null && row.reason === 'immature') return message('trace.answer.immature');
	if (isDifference(row, unit))
		return row.value === null
			? message('words.none')
			: message('trace.answer.points', { points: formatPoints(row.value) });
	if (unit === 'share') return rateInWords(estimateOf(row));
	if (row.reason === 'band' && row.bound_hi !== null)
		return message('amount.at_most', { most: amountInWords(row.bound_hi, unit) });
	if (row.value !== null && (row.measure === 'answer' || row.measure === 'declared'))
		return pointsInWords(row.value);
	if (unit !== 'days')
		return row.value === null ? message('words.none') : amountInWords(row.value, unit);
	return row.value === null
		? message('trace.answer.not_reached')
		: message('trace.answer.days', { days: Math.round(row.value) });
}

/** Where a value likely lies; nothing where that is not known or not shown. */
export function likelyInWords(row: ResultRow, unit: string): string {
	if (row.suppressed || row.reason === 'band') return '';
	if (row.reason === 'range') return message('words.range_reason');
	if (row.lo === null || row.hi === null) return '';
	if (isDifference(row, unit))
		return message('trace.answer.between_points', {
			lo: formatPoints(row.lo),
			hi: formatPoints(row.hi)
		});
	if (unit === 'share') return between(row.lo, row.hi);
	if (unit !== 'days')
		return message('amount.between', {
			lo: amountInWords(row.lo, unit),
			hi: amountInWords(row.hi, unit)
		});
	return message('trace.answer.between_days', { lo: Math.round(row.lo), hi: Math.round(row.hi) });
}

/** What a value could be at most and at least, were all unknown cases of one kind. */
function boundsInWords(row: ResultRow, unit: string): string {
	if (
		unit === 'days' ||
		isDifference(row, unit) ||
		row.bound_lo === null ||
		row.bound_hi === null ||
		row.reason === 'band'
	)
		return '';
	if (unit !== 'share')
		return message('trace.answer.interval_text', {
			lo: amountInWords(row.bound_lo, unit),
			hi: amountInWords(row.bound_hi, unit)
		});
	return message('trace.answer.interval_text', {
		lo: formatPercentNumber(row.bound_lo),
		hi: formatPercent(row.bound_hi)
	});
}

/** The name of the period that begins on a day. */
function periodInWords(start: string | null, grain: 'month' | 'quarter' | 'year' | null): string {
	if (start === null) return '';
	return grain === 'year' ? start.slice(0, 4) : formatPeriod(start, grain ?? 'month');
}

const count = (value: number | null): string => (value === null ? '' : formatCount(value));

/** A count, or an amount of what the metric counts; its measures count cases. */
export function countInWords(
	value: number,
	{ measure }: Pick<ResultRow, 'measure'>,
	unit: Metric['counted_in']
): string {
	if (measure !== null || unit === undefined) return formatCount(value);
	return unit === 'minutes'
		? formatMinutes(value)
		: message('trace.answer.days', { days: Math.round(value) });
}

/**
 * The rows as they come, but in each place the metric's own number before what stands beside it, and measures in the order in
 * which the metric states them: what matters first.
 */
function inStatedOrder(
	{ rows, dimensions }: Answer,
	measures: Metric['measures']
): readonly ResultRow[] {
	const stated = Object.keys(measures);
	const placeOf = ({ measure }: ResultRow): number =>
		measure === null ? -1 : stated.indexOf(measure);
	const at = (row: ResultRow): string =>
		JSON.stringify([row.period_start, dimensions.map((name) => row[name])]);
	const isOwn = (group: readonly ResultRow[]): boolean =>
		group.some(({ measure }) => measure === null);
	const ordered = (place: readonly ResultRow[]): readonly ResultRow[] =>
		[...Map.groupBy(place, ({ variant }) => variant).values()]
			.map((group) => group.toSorted((a, b) => placeOf(a) - placeOf(b)))
			.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
			.flat();
	return [...Map.groupBy(rows, at).values()].flatMap(ordered);
}

/** An answer as a table for people: only the columns that say something. */
export function tableOf(
	answer: Answer,
	metric: Pick<Metric, 'id' | 'measures' | 'smallest_group' | 'default_grain' | 'counted_in'>,
	grain: 'month' | 'quarter' | 'year' | null
): Table & { readonly all: number } {
	const { measures, smallest_group: people, default_grain: usual, counted_in: unit } = metric;
	const rows = inStatedOrder(answer, measures).slice(0, rowsShown);
	const isOneOfSeveral = rows.some(({ measure }) => measure !== null);
	const unitOf = (row: ResultRow) => measures[row.measure ?? ''] ?? answer.unit;
	const text = (name: string) => ({
		label: name,
		isNumber: false
	});
	const number = (name: string) => ({ label: name, isNumber: true });
	const columns = [
		{
			...text(message('trace.answer.period')),
			cell: (row: ResultRow) => periodInWords(row.period_start, grain ?? usual ?? null)
		},
		...answer.dimensions.map((name) => ({
			...text(dimensionInWords(name)),
			cell: (row: ResultRow) => String(row[name] ?? '')
		})),
		{
			...text(message('trace.answer.variant')),
			cell: ({ variant }: ResultRow) => (variant === null ? '' : variantInWords(metric, variant))
		},
		{
			...text(message('trace.answer.measure')),
			cell: ({ measure }: ResultRow) => {
				if (measure === null) return isOneOfSeveral ? message('measure.itself') : '';
				return measureInWords(metric, measure);
			}
		},
		{ ...number(message('trace.answer.horizon')), cell: (row: ResultRow) => count(row.horizon) },
		{
			...number(message('trace.answer.value')),
			cell: (row: ResultRow) => valueInWords(row, unitOf(row), people)
		},
		{
			...text(message('trace.answer.interval')),
			cell: (row: ResultRow) => likelyInWords(row, unitOf(row))
		},
		{
			...text(message('trace.answer.change')),
			cell: ({ is_clear_change: isClear }: ResultRow) => {
				if (typeof isClear !== 'boolean') return '';
				return message(isClear ? 'trace.answer.change.clear' : 'trace.answer.change.unclear');
			}
		},
		{
			...text(message('trace.answer.bounds')),
			cell: (row: ResultRow) => boundsInWords(row, unitOf(row))
		},
		{
			...number(message('trace.answer.numerator')),
			cell: (row: ResultRow) =>
				row.numerator === null ? '' : countInWords(Math.round(row.numerator), row, unit)
		},
		{
			...number(message('trace.answer.denominator')),
			cell: (row: ResultRow) =>
				row.denominator === null ? '' : countInWords(row.denominator, row, unit)
		},
		{ ...number(message('trace.answer.persons')), cell: (row: ResultRow) => count(row.persons) },
		{
			...number(message('trace.answer.unknown')),
			cell: (row: ResultRow) => (row.unknown_share === null ? '' : formatPercent(row.unknown_share))
		}
	];
	const filled = columns.filter(({ cell }) => rows.some((row) => cell(row) !== ''));
	return {
		columns: filled.map(({ label, isNumber }) => ({ label, isNumber })),
		rows: rows.map((row) => filled.map(({ cell }) => cell(row))),
		all: answer.rows.length
	};
}
