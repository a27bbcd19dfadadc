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

function toNumbers(told: Numbers): Numbers {
	const { value, numerator, denominator, persons, lo, hi, bound_lo, bound_hi, unknown_share } =
		told;
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

/** One value of each cell that a table is put in order by. */
interface Respect {
	readonly of: (cell: Cell) => unknown;
	readonly compare: (a: Cell, b: Cell) => number;
	readonly compareValues: (a: never, b: never) => number;
}

function respect<Value>(
	of: (cell: Cell) => Value,
	compareValues: (a: Value, b: Value) => number
): Respect {
	const compare = (a: Cell, b: Cell): number => {
		const [one, other] = [of(a), of(b)];
		return one === other ? 0 : compareValues(one, other);
	};
	return { of, compare, compareValues };
}

const isInOrder = (cells: readonly Cell[], respects: readonly Respect[]): boolean =>
	cells.every((cell, index) => {
		const before = cells[index - 1];
		if (!before) return true;
		for (const { compare } of respects) {
			const order = compare(before, cell);
			if (order !== 0) return order < 0;
		}
		return true;
	});

/** Of each cell, the place of its value among those of the table, and how many there are. */
interface Digit {
	readonly size: number;
	readonly places: Uint32Array;
}

/** Neighbours often have the same value, which then is not looked up again. */
function digitOf(cells: readonly Cell[], { of, compareValues }: Respect): Digit {
	const numbers = new Map<unknown, number>();
	const places = new Uint32Array(cells.length);
	let last: unknown;
	let number = -1;
	for (const [index, cell] of cells.entries()) {
		const value = of(cell);
		if (number === -1 || value !== last) {
			number = numbers.get(value) ?? numbers.size;
			numbers.set(value, number);
			last = value;
		}
		places[index] = number;
	}
	const sorted = new Uint32Array(numbers.size);
	const values = [...numbers.keys()] as never[];
	for (const [place, value] of values.toSorted(compareValues).entries())
		sorted[numbers.get(value) ?? 0] = place;
	return { size: numbers.size, places: places.map((first) => sorted[first] ?? 0) };
}

/** Places of cells put in order by one digit; those with the same stay as they were. */
function byDigit(order: Uint32Array, { size, places }: Digit): Uint32Array {
	const starts = new Uint32Array(size + 1);
	for (const place of places) starts[place + 1] = (starts[place + 1] ?? 0) + 1;
	for (let place = 1; place <= size; place++)
		starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
	const sorted = new Uint32Array(order.length);
	for (const index of order) {
		const place = places[index] ?? 0;
		const next = starts[place] ?? 0;
		sorted[next] = index;
		starts[place] = next + 1;
	}
	return sorted;
}

/**
 * Cells by period, breakdown, variant in the order of the metric, measure and horizon. Kept ones stand so already. A table can
 * have a hundred thousand, so that others are dealt out digit by digit, the last first, instead of compared.
 */
function inOrder(cells: readonly Cell[], { metric, by, axes }: Question): readonly Cell[] {
	const order = (name: string | null): number => metric.variants.indexOf(name ?? '');
	const byNumber = (a: number, b: number): number => a - b;
	const respects = [
		respect(({ period_no }) => period_no, byNumber),
		...by.map((dimension) => {
			const axis = axes.indexOf(dimension);
			return respect(({ keys }) => keys[axis] ?? 0, byNumber);
		}),
		respect(
			({ variant }) => variant,
			(a, b) => order(a) - order(b) || byText(a, b)
		),
		respect(({ measure }) => measure, byText),
		respect(({ horizon }) => horizon ?? 0, byNumber)
	];
	if (isInOrder(cells, respects)) return cells;
	const sorted = respects
		.map((one) => digitOf(cells, one))
		.filter(({ size }) => size > 1)
		.reduceRight(byDigit, Uint32Array.from(cells.keys()));
	const result: Cell[] = [];
	for (const index of sorted) {
		const cell = cells[index];
		if (cell) result.push(cell);
	}
	return result;
}

type WritableRow = { -readonly [Name in keyof ResultRow]: ResultRow[Name] };

/** A row with nothing in it, its columns in their order: copying it is the quickest way to a row of an answer that can have many. */
const emptyRow = ({ by, metric }: Question): WritableRow => ({
	period_start: null,
	variant: null,
	measure: null,
	horizon: null,
	...Object.fromEntries(by.map((dimension) => [dimension, null])),
	...nothing,
	suppressed: false,
	reason: null,
	...(metric.marked.length > 0 && { is_clear_change: null })
});

/** Turns protected cells into rows of the result contract, in a fixed order, and counts what stays dark by rule. */
export function present(
	table: Table,
	question: Question,
	viewer: Viewer
): { rows: ResultRow[]; hidden: { rule: string; cells: number }[] } {
	const ledger = new Map<string, number>();
	const axes = question.by.map((dimension) => {
		const axis = question.axes.indexOf(dimension);
		return { dimension, axis, names: table.names[axis] };
	});
	const veiled = veilBounds(table.cells, (cell) => table.hides(cell) !== null);
	const { marked, measures, unit: ofMetric, is_told_whole: isToldWhole } = question.metric;
	const starts = new Map<number, string | null>();
	const empty = emptyRow(question);
	const rows: ResultRow[] = [];
	for (const cell of inOrder(veiled, question)) {
		const unit = measures[cell.measure ?? ''] ?? ofMetric;
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
		if (dark !== null && isToldWhole && cell.variant !== null) continue;
		const shown: Numbers = dark === null ? (banded ?? cell) : nothing;
		const numbers = viewer.role === 'analyst' ? shown : roundRow(toNumbers(shown), unit);
		const start = starts.get(cell.period_no) ?? periodStart(question.grain, cell.period_no);
		starts.set(cell.period_no, start);
		const row = { ...empty };
		row.period_start = start;
		row.variant = cell.variant;
		row.measure = cell.measure;
		row.horizon = cell.horizon;
		for (const { dimension, axis, names } of axes)
			row[dimension] = names?.get(cell.keys[axis] ?? 0) ?? null;
		row.value = numbers.value;
		row.numerator = numbers.numerator;
		row.denominator = numbers.denominator;
		row.persons = numbers.persons;
		row.lo = numbers.lo;
		row.hi = numbers.hi;
		row.bound_lo = numbers.bound_lo;
		row.bound_hi = numbers.bound_hi;
		row.unknown_share = numbers.unknown_share;
		row.suppressed = dark !== null;
		row.reason =
			reason ??
			cell.reason ??
			missingReason(cell) ??
			(isRange(cell) ? 'range' : null) ??
			(cell.isFrozen ? 'frozen' : null);
		if (marked.length > 0 && dark === null && marked.includes(cell.measure ?? ''))
			row['is_clear_change'] = isClearChange(numbers);
		rows.push(row);
	}
	return {
		rows,
		hidden: [...ledger]
			.map(([rule, count]) => ({ rule, cells: count }))
			.toSorted((a, b) => byText(a.rule, b.rule))
	};
}
