import { isClearChange } from './clear-change.ts';
import type { Cell } from './compute.ts';
import type { HiddenReason } from './hidden-reason.ts';
import type { Unit } from './catalogue.ts';
import { periodStart } from './grain.ts';
import type { Question, Viewer } from './request.ts';
import { isRange, veilBounds } from './unknown-part.ts';

/** One row of the result contract; the names of the asked dimensions stand between `horizon` and `value`. */
export interface ResultRow {
	readonly period_start: string | null;
	readonly variant: string | null;
	readonly measure: string | null;
	readonly horizon: number | null;
	readonly value: number | null;
	readonly numerator: number | null;
	readonly denominator: number | null;
	readonly persons: number | null;
	readonly lo: number | null;
	readonly hi: number | null;
	readonly bound_lo: number | null;
	readonly bound_hi: number | null;
	readonly unknown_share: number | null;
	readonly suppressed: boolean;
	readonly reason: string | null;
	readonly [dimension: string]: string | number | boolean | null;
}

type Numbers = Pick<
	ResultRow,
	| 'value'
	| 'numerator'
	| 'denominator'
	| 'persons'
	| 'lo'
	| 'hi'
	| 'bound_lo'
	| 'bound_hi'
	| 'unknown_share'
>;

const nothing: Numbers = {
	value: null,
	numerator: null,
	denominator: null,
	persons: null,
	lo: null,
	hi: null,
	bound_lo: null,
	bound_hi: null,
	unknown_share: null
};

const homogeneousBelow = 20;
const exactFrom = 100;
const countBase = 5;

/** Into how many parts of one a number of a unit is rounded; shares and points by the number of cases behind them. */
const partsOf: Readonly<Partial<Record<Unit, number>>> = {
	days: 1,
	minutes: 1,
	months: 1,
	ratio: 100,
	per_100: 10,
	score: 10,
	bits: 100
};
/** The same from a hundred cases on, where it is finer. */
const finePartsOf: typeof partsOf = { ratio: 1000, score: 100 };
/** Chances are rounded up, because none is nothing. */
const chanceParts = 1000;
/** Amounts of money, and how many units they are of, keep so many digits: an hour's wage is not told as 0, nor a sum to the penny. */
const digitsTold = 3;

/** METRICS.md §I rule 7: what the counts that a viewer is told are multiples of. */
export const countsTo = (viewer: Viewer): number => (viewer.role === 'analyst' ? 1 : countBase);

/** METRICS.md §I rule 7: counts to base 5 for everybody but the analyst. */
export function roundCount(count: number, viewer: Viewer): number {
	const base = countsTo(viewer);
	return Math.round(count / base) * base;
}

/** Measures of which 0 or 1 says nothing of everybody. */
const differences: ReadonlySet<string> = new Set(['difference', 'standardised_difference', 'more']);

/** Differences of two shares, which have no value where one of these is a band. */
const gaps: ReadonlySet<string> = new Set(['difference', 'standardised_difference']);

/** How wide a band is at least, and in which steps it grows. */
const bandStep = 0.05;
/** A share in whole steps of a band; what is a step but for the arithmetic stays one. */
const inSteps = (share: number, round: (steps: number) => number): number =>
	round(Math.round((share / bandStep) * 1e6) / 1e6) / Math.round(1 / bandStep);

/**
 * METRICS.md §I rule 2: "at most 5 %" or "at least 95 %" where 0 % or 100 % would speak for everybody in a small cell. Where
 * what is unknown could make it more (S10), the band is as much wider, in steps: nobody is known to have, is not nobody. Few
 * people of whom it is unknown make it no wider, or it would tell whether they are there.
 */
function band(cell: Cell): Numbers | null {
	if (cell.persons >= homogeneousBelow || (cell.value !== 0 && cell.value !== 1)) return null;
	if (differences.has(cell.measure ?? '')) return null;
	const [low, high] = cell.isVeiled ? [1, 0] : [cell.bound_lo ?? 1, cell.bound_hi ?? 0];
	const edges =
		cell.value === 0
			? { bound_lo: 0, bound_hi: Math.max(bandStep, inSteps(high, Math.ceil)) }
			: { bound_lo: Math.min(1 - bandStep, inSteps(low, Math.floor)), bound_hi: 1 };
	return { ...nothing, denominator: cell.denominator, persons: cell.persons, ...edges };
}

/** What a rate per hundred is told to be at most where none would speak for everybody in a small cell. */
const rateBand = 100 * bandStep;

/** The same for a rate per hundred people or years of people: nobody who moved says it of each, and there is no other end. */
function bandOfNone(cell: Cell): Numbers | null {
	if (cell.persons >= homogeneousBelow || cell.value !== 0) return null;
	const { denominator, persons } = cell;
	return { ...nothing, denominator, persons, bound_lo: 0, bound_hi: rateBand };
}

const bandsOf: Readonly<Partial<Record<Unit, (cell: Cell) => Numbers | null>>> = {
	share: band,
	per_100: bandOfNone
};

/**
 * METRICS.md §I rule 7, for everybody but the analyst and for every download: counts to base 5, and no number beside them
 * so exact that it gives them back: shares to whole per cents below a hundred cases, else to tenths, means and ratios likewise, days to whole
 * ones, amounts of money to three digits.
 * Rounding a rounded row changes nothing.
 */
export function roundRow<Row extends Numbers>(row: Row, unit: Unit): Row {
	const isMany = (row.denominator ?? row.persons ?? 0) >= exactFrom;
	const sharesPerUnit = isMany ? 1000 : 100;
	const to = (value: number | null, parts: number): number | null =>
		value === null ? null : Math.round(value * parts) / parts + 0;
	const share = (value: number | null): number | null => to(value, sharesPerUnit);
	const roundUp = (value: number | null): number | null =>
		value === null ? null : Math.ceil(Math.round(value * chanceParts * 1e6) / 1e6) / chanceParts;
	const value = (value: number | null): number | null => {
		if (value === null || (unit === 'number' && Number.isInteger(value))) return value;
		if (unit === 'number' || unit === 'money') return Number(value.toPrecision(digitsTold));
		if (unit === 'count') return Math.round(value / countBase) * countBase;
		if (unit === 'probability') return roundUp(value);
		return to(value, (isMany ? finePartsOf[unit] : undefined) ?? partsOf[unit] ?? sharesPerUnit);
	};
	const count = (value: number | null): number | null =>
		value === null ? null : Math.round(value / countBase) * countBase;
	return {
		...row,
		value: value(row.value),
		numerator: count(row.numerator),
		denominator: count(row.denominator) || null,
		persons: count(row.persons),
		lo: value(row.lo),
		hi: value(row.hi),
		bound_lo: value(row.bound_lo),
		bound_hi: value(row.bound_hi),
		unknown_share: share(row.unknown_share)
	};
}

function toNumbers(cell: Cell): Numbers {
	const { value, numerator, denominator, persons, lo, hi, bound_lo, bound_hi, unknown_share } =
		cell;
	return { value, numerator, denominator, persons, lo, hi, bound_lo, bound_hi, unknown_share };
}

/** Why a shown cell has no value: a curve that the data cannot follow so far, or a day that is never reached. */
function missingReason(cell: Cell): string | null {
	if (cell.value !== null) return null;
	return cell.measure === 'cif' || cell.measure === 'if_nobody_withdrew'
		? 'immature'
		: 'not_reached';
}

interface Table {
	readonly cells: readonly Cell[];
	readonly names: readonly ReadonlyMap<number, string>[];
	readonly hides: (cell: Cell) => HiddenReason | null;
}

const byText = (a: string | null, b: string | null): number => {
	if (a === b) return 0;
	return (a ?? '') < (b ?? '') ? -1 : 1;
};

/** Turns protected cells into rows of the result contract, in a fixed order, and counts what stays dark by rule. */
export function present(
	table: Table,
	question: Question,
	viewer: Viewer
): { rows: ResultRow[]; hidden: { rule: string; cells: number }[] } {
	const ledger = new Map<string, number>();
	const order = (name: string | null): number => question.metric.variants.indexOf(name ?? '');
	const axes = question.by.map((dimension) => question.axes.indexOf(dimension));
	const cells = veilBounds(table.cells, (cell) => table.hides(cell) !== null).toSorted(
		(a, b) =>
			a.period_no - b.period_no ||
			axes.reduce((found, axis) => found || (a.keys[axis] ?? 0) - (b.keys[axis] ?? 0), 0) ||
			order(a.variant) - order(b.variant) ||
			byText(a.variant, b.variant) ||
			byText(a.measure, b.measure) ||
			(a.horizon ?? 0) - (b.horizon ?? 0)
	);
	const { marked } = question.metric;
	const rows = cells.flatMap((cell): ResultRow[] => {
		const unit = question.metric.measures[cell.measure ?? ''] ?? question.metric.unit;
		const dark = table.hides(cell);
		const banded = dark === null ? (bandsOf[unit]?.(cell) ?? null) : null;
		const reason =
			dark ??
			(banded || (gaps.has(cell.measure ?? '') && cell.value === null && !cell.reason)
				? 'band'
				: null);
		const rule =
			reason ??
			(cell.reason === 'band' ? 'band' : null) ??
			(cell.isFrozen ? 'frozen' : null) ??
			(cell.isVeiled ? 'bounds' : null);
		if (rule !== null) ledger.set(rule, (ledger.get(rule) ?? 0) + 1);
		if (dark !== null && question.metric.is_told_whole && cell.variant !== null) return [];
		const shown = dark === null ? (banded ?? toNumbers(cell)) : nothing;
		const numbers = viewer.role === 'analyst' ? shown : roundRow(shown, unit);
		return [
			{
				period_start: periodStart(question.grain, cell.period_no),
				variant: cell.variant,
				measure: cell.measure,
				horizon: cell.horizon,
				...Object.fromEntries(
					question.by.map((dimension, index) => {
						const axis = axes[index] ?? 0;
						return [dimension, table.names[axis]?.get(cell.keys[axis] ?? 0) ?? null];
					})
				),
				...numbers,
				suppressed: dark !== null,
				reason:
					reason ??
					cell.reason ??
					missingReason(cell) ??
					(isRange(cell) ? 'range' : null) ??
					(cell.isFrozen ? 'frozen' : null),
				...(marked.length > 0 && {
					is_clear_change:
						dark === null && marked.includes(cell.measure ?? '') ? isClearChange(numbers) : null
				})
			}
		];
	});
	return {
		rows,
		hidden: [...ledger]
			.map(([rule, count]) => ({ rule, cells: count }))
			.toSorted((a, b) => byText(a.rule, b.rule))
	};
}
