import type { DuckDBConnection } from '@duckdb/node-api';
import { questionKey } from './compute.ts';
import type { Cell } from './compute.ts';
import { hideCells } from './protect.ts';
import type { Axes, HiddenReason } from './protect.ts';
import type { Question } from './request.ts';
import { nobody, peopleApart, placeOf, readSketch, readSketches, writeSketch } from './sketch.ts';
import type { Sketch } from './sketch.ts';

/** A layer of a place as it was told once: who stood behind it, and what it said; nothing where it was hidden. */
interface Told {
	readonly no: number;
	readonly isUsual: boolean;
	readonly sketch: Sketch;
	readonly cells: readonly Cell[];
}

const nothingTold: Told = { no: 0, isUsual: true, sketch: nobody, cells: [] };

type Names = readonly ReadonlyMap<number, string>[];
type Hides = (cell: Cell) => HiddenReason | null;

export interface ProtectedTable {
	readonly table: readonly Cell[];
	readonly hides: Hides;
}

const id = (place: string, layer: string): string => JSON.stringify([place, layer]);
const numberOf = ({ variant, measure, horizon }: Cell): string =>
	JSON.stringify([variant, measure, horizon]);

/** A place by names, which outlive a build of the models as ids do not. */
const nameOf = (cell: Cell, names: Names): string =>
	JSON.stringify([
		cell.period_no,
		...cell.keys.map((key, axis) => names[axis]?.get(key) ?? String(key))
	]);

async function readTold(
	connection: DuckDBConnection,
	question: string
): Promise<Map<string, Told[]>> {
	const reader = await connection.runAndReadAll(
		'select * from told_cell where question = $question order by told_no',
		{ question }
	);
	const told = new Map<string, Told[]>();
	for (const row of reader.getRowObjectsJS()) {
		const at = id(row['place'] as string, row['layer'] as string);
		const list = told.get(at) ?? [];
		told.set(at, list);
		list.push({
			no: row['told_no'] as number,
			isUsual: row['is_newest_state'] as boolean,
			sketch: readSketch(row['sketch'] as string),
			cells: JSON.parse(row['cells'] as string) as Cell[]
		});
	}
	return told;
}

/** What cells say, to nine digits: the last ones may depend on the order in which threads added up. */
const saidBy = (cells: readonly Cell[]): string =>
	JSON.stringify(
		cells.map(({ value, numerator, denominator, persons, lo, hi }) =>
			[value, numerator, denominator, persons, lo, hi].map((n) => n?.toPrecision(9) ?? null)
		)
	);

/** What a layer of a place says now. */
interface Now {
	readonly place: string;
	readonly layer: string;
	readonly cells: readonly Cell[];
	readonly sketch: Sketch;
	readonly isDark: boolean;
}

async function readNow(
	connection: DuckDBConnection,
	question: Question,
	asOf: string,
	names: Names,
	{ table, hides }: ProtectedTable
): Promise<Map<string, Now>> {
	const groups = Map.groupBy(table, (cell) => id(nameOf(cell, names), cell.layer));
	const layers = [...new Set(table.map(({ layer }) => layer))].filter(
		(name) => !name.includes('+')
	);
	const sketchOf = await readSketches(connection, question, asOf, layers);
	return new Map(
		[...groups].map(([at, cells]) => {
			const [first] = cells as [Cell, ...Cell[]];
			const sketch = first.layer.includes('+')
				? nobody
				: sketchOf(first.layer, placeOf(first.period_no, first.keys));
			const now: Now = {
				place: nameOf(first, names),
				layer: first.layer,
				cells: cells.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1)),
				sketch,
				isDark: cells.some((cell) => hides(cell) !== null)
			};
			return [at, now];
		})
	);
}

/** By how many people a number differs from what was told; of patterns and waves only their own numbers tell. */
function changeSince(told: Told, now: Now, question: Question): number {
	if (question.metric.open_variants === undefined) return peopleApart(told.sketch, now.sketch);
	const before = told.cells[0]?.persons ?? 0;
	const persons = Math.abs((now.cells[0]?.persons ?? 0) - before);
	if (persons > 0) return persons;
	const numbers = (cells: readonly Cell[]): string =>
		JSON.stringify(
			cells.map(({ value, numerator, denominator }) => [value, numerator, denominator])
		);
	return numbers(told.cells) === numbers(now.cells) ? 0 : 1;
}

/** A cell that stands for a place in the closing of lines, as if it had so many people as have changed. */
const changedCell = (cell: Pick<Cell, 'period_no' | 'keys' | 'layer'>, persons: number): Cell =>
	({ ...cell, persons, apart: null, within: null, sums: null }) as Cell;

/** The period and ids of a place that no longer stands in the table; a value that no longer exists gets a number of its own. */
function placeBefore(name: string, names: Names): Pick<Cell, 'period_no' | 'keys'> {
	const [period, ...values] = JSON.parse(name) as [number, ...string[]];
	const idOf = (value: string, axis: number): number =>
		[...(names[axis] ?? [])].find(([, known]) => known === value)?.[0] ?? -1;
	return { period_no: period, keys: values.map(idOf) };
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
	told: ReadonlyMap<string, readonly Told[]>,
	now: ReadonlyMap<string, Now>,
	{ names, question }: Pick<Telling, 'names' | 'question'>
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
		return isFew(change, k) ? [changedCell({ ...placeBefore(place, names), layer }, change)] : [];
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
	told: ReadonlyMap<string, readonly Told[]>,
	now: ReadonlyMap<string, Now>,
	{
		axes,
		names,
		question,
		isOtherState
	}: Pick<Telling, 'axes' | 'names' | 'question' | 'isOtherState'>
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

async function tell(
	connection: DuckDBConnection,
	question: string,
	isUsual: boolean,
	told: ReadonlyMap<string, readonly Told[]>,
	places: readonly Now[]
): Promise<void> {
	const fresh = places.filter(({ place, layer, sketch, cells }) => {
		const newest = told.get(id(place, layer))?.at(-1);
		return !(
			newest?.isUsual === isUsual &&
			writeSketch(newest.sketch) === writeSketch(sketch) &&
			saidBy(newest.cells) === saidBy(cells)
		);
	});
	if (fresh.length === 0) return;
	const no = 1 + Math.max(0, ...[...told.values()].flat().map((state) => state.no));
	const appender = await connection.createAppender('told_cell');
	for (const { place, layer, sketch, cells } of fresh) {
		appender.appendVarchar(question);
		appender.appendVarchar(place);
		appender.appendVarchar(layer);
		appender.appendInteger(no);
		appender.appendBoolean(isUsual);
		appender.appendVarchar(writeSketch(sketch));
		appender.appendVarchar(JSON.stringify(cells));
		appender.endRow();
	}
	appender.closeSync();
}

/** A table about to be told, and what it is. */
interface Telling {
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
 * against every state told before. Asked for another state (`as_of`) or horizon, such a number is hidden instead. Keeps what
 * is told now.
 */
export async function freeze(
	connection: DuckDBConnection,
	{ question, asOf, names, axes, isUsual, isOtherState }: Telling,
	now: ProtectedTable
): Promise<ProtectedTable> {
	const table = questionKey({ ...question, horizon: null }, '');
	const key = JSON.stringify([table, question.from, question.to]);
	const told = await readTold(connection, key);
	const places = await readNow(connection, question, asOf, names, now);
	const frozen = frozenPlaces(told, places, { axes, names, question, isOtherState });
	const isFrozen = ({ place, layer, isDark }: Now): boolean =>
		!isDark && layer.split('+').some((part) => frozen.has(id(place, part)));
	const shown = [...places.values()].filter((place) => !place.isDark && !isFrozen(place));
	const isSilent = isUsual && question.metric.open_variants === undefined;
	const silent = isSilent
		? [...places.values()]
				.filter(({ isDark, layer }) => isDark && !layer.includes('+'))
				.map((place) => ({ ...place, cells: [] }))
		: [];
	await tell(connection, key, isUsual, told, [...shown, ...silent]);
	const withheld = new Set<Cell>();
	const cells = [...places].flatMap(([at, place]): readonly Cell[] => {
		const [first] = place.cells;
		if (!isFrozen(place) || !first) return place.cells;
		const before = isUsual
			? told.get(at)?.findLast((state) => state.isUsual && state.cells.length > 0)
			: undefined;
		if (before) {
			const { period_no, keys } = first;
			return before.cells.map((cell) => ({ ...cell, period_no, keys, isFrozen: true }));
		}
		for (const cell of place.cells) withheld.add(cell);
		return place.cells;
	});
	return {
		table: cells,
		hides: (cell) => now.hides(cell) ?? (withheld.has(cell) ? 'frozen' : null)
	};
}
