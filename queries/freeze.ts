import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell } from './compute.ts';
import { closeMargins } from './margins.ts';
import type { Published } from './margins.ts';
import { isLayerExact } from './layers.ts';
import { hideCells } from './protect.ts';
import type { HiddenReason } from './hidden-reason.ts';
import type { Axes } from './lines.ts';
import type { Question } from './request.ts';
import { countSketch, nobody, peopleApart, placeOf, readSketches } from './sketch.ts';
import type { Sketch, Sketches } from './sketch.ts';
import { inOrder, keepTold, personsOf, readTold, toldAt, toldKey, toldPlace } from './told.ts';
import type { Names, Told, ToldTable } from './told.ts';
import { veilBounds } from './unknown-part.ts';

const nothingTold: Told = { no: 0, isUsual: true, sketch: nobody, cells: [] };

type Hides = (cell: Cell) => HiddenReason | null;

export interface ProtectedTable {
	readonly table: readonly Cell[];
	readonly hides: Hides;
	readonly sketches?: Sketches;
}

const numberOf = ({ variant, measure, horizon }: Cell): string =>
	JSON.stringify([variant, measure, horizon]);

/** A place by names, in the order in which its table is known. */
const nameOf = (cell: Cell, names: Names, order: readonly number[]): string =>
	toldPlace(
		cell.period_no,
		order.map((axis) => names[axis]?.get(cell.keys[axis] ?? 0) ?? String(cell.keys[axis]))
	);

/** What a layer of a place says now. */
export interface Now {
	readonly place: string;
	readonly layer: string;
	readonly cells: readonly Cell[];
	readonly sketch: Sketch;
	readonly isDark: boolean;
}

/** The sketches of all layers of a table. */
export const sketchesOf = (
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	table: readonly Cell[]
): Promise<Sketches> => {
	const layers = [...new Set(table.map(({ layer }) => layer))];
	const own = layers.filter((name) => !name.includes('+'));
	return readSketches(connection, question, asOf, own);
};

async function readNow(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	names: Names,
	{ table, hides, sketches }: ProtectedTable
): Promise<Map<string, Now>> {
	const order = inOrder(question.axes);
	const groups = Map.groupBy(table, (cell) => toldAt(nameOf(cell, names, order), cell.layer));
	const { of: sketchOf } = sketches ?? (await sketchesOf(connection, question, asOf, table));
	return new Map(
		[...groups].map(([at, cells]) => {
			const [first] = cells as [Cell, ...Cell[]];
			const sketch = first.layer.includes('+')
				? nobody
				: sketchOf(first.layer, placeOf(first.period_no, first.keys));
			const now: Now = {
				place: nameOf(first, names, order),
				layer: first.layer,
				cells: cells.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1)),
				sketch,
				isDark: cells.some((cell) => hides(cell) !== null)
			};
			return [at, now];
		})
	);
}

/**
 * What cells count, to nine digits: the last ones may depend on the order in which threads added up, which is no change of
 * anybody. What has no value counts nothing.
 */
const countsIn = (cells: readonly Cell[]): string =>
	JSON.stringify(
		cells
			.filter(({ value }) => value !== null)
			.map(({ value, numerator, denominator }) =>
				[value, numerator, denominator].map((n) => n?.toPrecision(9) ?? null)
			)
	);

/** By how many people a number differs from what was told; of patterns and waves only their own numbers tell. */
function changeSince(told: Told, now: Now, question: Question): number {
	const persons = Math.abs((now.cells[0]?.persons ?? 0) - personsOf(told));
	if (question.metric.open_variants === undefined) {
		const apart = peopleApart(told.sketch, now.sketch);
		const isExact = isLayerExact(question.metric, now.layer) || told.cells.length === 0;
		return isExact || persons === 0 ? apart : Math.min(apart, persons);
	}
	if (persons > 0 || told.cells.length === 0) return persons;
	return countsIn(told.cells) === countsIn(now.cells) ? 0 : 1;
}

/** A cell that stands for a place in the closing of lines, as if it had so many people as have changed. */
const changedCell = (cell: Pick<Cell, 'period_no' | 'keys' | 'layer'>, persons: number): Cell =>
	({ ...cell, persons, apart: null, within: null, sums: null }) as Cell;

/** The period and ids of a place that no longer stands in the table; a value that no longer exists gets a number of its own. */
function placeBefore(
	name: string,
	names: Names,
	order: readonly number[]
): Pick<Cell, 'period_no' | 'keys'> {
	const [period, ...values] = JSON.parse(name) as [number, ...string[]];
	const idOf = (axis: number): number => {
		const value = values[order.indexOf(axis)];
		return [...(names[axis] ?? [])].find(([, known]) => known === value)?.[0] ?? -1;
	};
	return { period_no: period, keys: order.map((_axis, place) => idOf(place)) };
}

const isFew = (change: number, k: number): boolean => change > 0 && change < k;

/** By how many people a place differs from what was told of it, or from nobody: the least of all states, 0 if not from the last. */
function leastChange(states: readonly Told[], now: Now, question: Question): number {
	const changes = states.map((state) => changeSince(state, now, question));
	if (changes.at(-1) === 0) return 0;
	return Math.min(...changes.filter((change) => change > 0));
}

/**
 * Places that tell nothing, but of which the totals around them do: hidden ones, new ones and those that are gone, if they
 * differ by 1 to k − 1 people from what stood there when the table was told.
 */
function silentChanges(
	told: ToldTable,
	now: ReadonlyMap<string, Now>,
	{ names, question }: Pick<Request, 'names' | 'question'>
): readonly Cell[] {
	if (told.size === 0 || question.metric.open_variants !== undefined) return [];
	const k = question.metric.smallest_group;
	const here = [...now].flatMap(([at, place]): Cell[] => {
		const [first] = place.cells;
		const states = told.get(at) ?? [];
		if (!first || place.layer.includes('+') || (!place.isDark && states.length > 0)) return [];
		const before = states.length > 0 ? states : [nothingTold];
		const change = leastChange(before, place, question);
		return isFew(change, k) ? [changedCell(first, change)] : [];
	});
	const gone = [...told].flatMap(([at, states]): Cell[] => {
		const newest = states.at(-1);
		if (now.has(at) || !newest) return [];
		const [place, layer] = JSON.parse(at) as [string, string];
		if (layer.includes('+')) return [];
		const change = peopleApart(newest.sketch, nobody);
		if (!isFew(change, k)) return [];
		const before = placeBefore(place, names, inOrder(question.axes));
		return [changedCell({ ...before, layer }, change)];
	});
	return [...here, ...gone];
}

/**
 * Which layers of which places must stay as they were told: those that would differ by 1 to k − 1 people from any earlier
 * state, and, as with hidden cells, neighbours until a total that changed does not give the difference away, nor that of
 * places that are not told. Of another state (as_of) all that differ at all: cut off within a month, it would tell of days
 * beside the months of the newest one.
 */
function frozenPlaces(
	told: ToldTable,
	now: ReadonlyMap<string, Now>,
	{
		axes,
		names,
		question,
		isOtherState
	}: Pick<Request, 'axes' | 'names' | 'question' | 'isOtherState'>
): ReadonlySet<string> {
	const changed = [...now].flatMap(([at, place]): [string, Cell][] => {
		const states = told.get(at) ?? [];
		const first = place.cells[0];
		if (!first || states.length === 0 || place.isDark || place.layer.includes('+')) return [];
		const change = leastChange(states, place, question);
		if (change === 0) return [];
		return [[at, changedCell(first, isOtherState ? 0 : change)]];
	});
	const silent = isOtherState ? [] : silentChanges(told, now, { names, question });
	const metric = { ...question.metric, nested: {} };
	const hides = hideCells([...changed.map(([, cell]) => cell), ...silent], axes, metric);
	return new Set(changed.filter(([, cell]) => hides(cell) !== null).map(([at]) => at));
}

/** Whether the bounds of any place were told with 1 to k − 1 people of unknown class more or fewer. */
function boundsChanged(
	told: ToldTable,
	now: ReadonlyMap<string, Now>,
	{ metric }: Question
): boolean {
	const unknown = (cells: readonly Cell[]): number | undefined =>
		cells.find(({ unknown_part: part }) => part)?.unknown_part?.persons;
	return [...now].some(([at, { cells }]) => {
		const persons = unknown(cells);
		return (told.get(at) ?? []).some((state) => {
			const before = unknown(state.cells);
			if (before === undefined || persons === undefined) return false;
			return isFew(Math.abs(persons - before), metric.smallest_group);
		});
	});
}

const withWideBounds = (places: ReadonlyMap<string, Now>): ReadonlyMap<string, Now> =>
	new Map(
		[...places].map(([at, place]) => [at, { ...place, cells: veilBounds(place.cells, () => true) }])
	);

/** A table about to be told, and what it is. */
interface Request {
	readonly question: Question;
	readonly asOf: string;
	readonly names: Names;
	readonly axes: Axes;
	/** The newest state, with the usual horizon: what an earlier one is held against. */
	readonly isUsual: boolean;
	/** An earlier state of the data, asked for by as_of. */
	readonly isOtherState: boolean;
}

/**
 * METRICS.md §I rule 5: what was told stays as it was told until the people behind it changed by none or by at least k,
 * against every state told before, in this table or in one whose parts add up to the same. Asked for another state (`as_of`)
 * or horizon, such a number is hidden instead. Keeps what is told now.
 */
export async function freeze(
	connection: DuckDBConnection,
	{ question, asOf, names, axes, isUsual, isOtherState }: Request,
	now: ProtectedTable
): Promise<ProtectedTable> {
	const key = toldKey(question, question.grain, question.axes);
	const told = (await readTold(connection, [key])).get(key) ?? new Map<string, Told[]>();
	const found = await readNow(connection, question, asOf, names, now);
	const places = boundsChanged(told, found, question) ? withWideBounds(found) : found;
	const frozen = frozenPlaces(told, places, { axes, names, question, isOtherState });
	const isFrozen = ({ place, layer, isDark }: Now): boolean =>
		!isDark && layer.split('+').some((part) => frozen.has(toldAt(place, part)));
	const toldBefore = (at: string): Told | undefined =>
		isUsual
			? told.get(at)?.findLast((state) => state.isUsual && state.cells.length > 0)
			: undefined;
	const withheld = new Set<Cell>();
	const cells = [...places].flatMap(([at, place]): readonly Cell[] => {
		const [first] = place.cells;
		if (!isFrozen(place) || !first) return place.cells;
		const before = toldBefore(at);
		if (before) {
			const { period_no, keys } = first;
			return before.cells.map((cell) => ({ ...cell, period_no, keys, isFrozen: true }));
		}
		for (const cell of place.cells) withheld.add(cell);
		return place.cells;
	});
	const hides: Hides = (cell) => now.hides(cell) ?? (withheld.has(cell) ? 'frozen' : null);
	const isCounted = question.metric.open_variants !== undefined;
	const published = [...places].flatMap(([at, place]): Published[] => {
		const [first] = place.cells;
		if (!first || place.layer.includes('+')) return [];
		const states = told.get(at) ?? [];
		const isNew = states.every((state) => changeSince(state, place, question) > 0);
		const before = isFrozen(place) ? toldBefore(at) : place;
		const sketch =
			before && (isCounted ? countSketch(before.cells[0]?.persons ?? 0) : before.sketch);
		const isOpen = !place.isDark && before !== undefined;
		const people = (isOpen && before.sketch) || nobody;
		return [{ layer: place.layer, first, sketch: (isOpen && sketch) || null, people, isNew }];
	});
	const about = { question, names, axes, isUsual };
	const closes = await closeMargins(
		connection,
		about,
		published,
		cells,
		(cell) => hides(cell) !== null
	);
	const isTold = ({ cells: own }: Now): boolean => !own.some((cell) => closes(cell) !== null);
	const shown = [...places.values()].filter(
		(place) => !place.isDark && !isFrozen(place) && isTold(place)
	);
	const isSilent = isUsual && question.metric.open_variants === undefined;
	const silent = isSilent
		? [...places.values()]
				.filter(({ isDark, layer }) => isDark && !layer.includes('+'))
				.map((place) => ({ ...place, cells: [] }))
		: [];
	await keepTold(connection, key, isUsual, told, [...shown, ...silent]);
	return { table: cells, hides: (cell) => hides(cell) ?? closes(cell) };
}
