import { listValue } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Dimension } from './catalogue.ts';
import { variantOf } from './compute.ts';
import type { Cell } from './compute.ts';
import type { Question } from './request.ts';
import { countOf, peopleApart, readSketch, writeSketch } from './sketch.ts';
import type { Sketch } from './sketch.ts';

/** A layer of a place as it was told once: who stood behind it, and what it said; nothing where it was hidden. */
export interface Told {
	readonly no: number;
	readonly isUsual: boolean;
	readonly sketch: Sketch;
	readonly cells: readonly Cell[];
}

/** What is told now of a layer of a place. */
export type Telling = Pick<Told, 'sketch' | 'cells'> & {
	readonly place: string;
	readonly layer: string;
	/** The sketch is a number of people only. */
	readonly isCounted?: boolean;
};

/** The people of a state of which their number is known. */
export const personsOf = ({ cells, sketch }: Told): number => cells[0]?.persons ?? countOf(sketch);

export type Names = readonly ReadonlyMap<number, string>[];

/** What was told of one table: by place and layer, the states in their order. */
export type ToldTable = ReadonlyMap<string, readonly Told[]>;

/** A layer of a place. */
export const toldAt = (place: string, layer: string): string => JSON.stringify([place, layer]);

/** The name of a place: its period and the names of its breakdown, which outlive a build of the models as ids do not. */
export const toldPlace = (period: number, values: readonly string[]): string =>
	JSON.stringify([period, ...values]);

/** The order of axes in which a table is known, whichever order was asked for. */
export const inOrder = (axes: readonly Dimension[]): readonly number[] =>
	axes
		.map((_axis, place) => place)
		.toSorted((a, b) => ((axes[a] ?? '') < (axes[b] ?? '') ? -1 : 1));

/** What a table is known by, for a measure or for all of a family: neither its state nor its horizon, which are held against each other. */
export function toldKey(
	question: Pick<Question, 'metric' | 'variants' | 'from' | 'to'>,
	grain: Question['grain'],
	axes: readonly Dimension[],
	family?: string
): string {
	const { metric, from, to } = question;
	const of = family === undefined ? [metric.id, variantOf(question)] : [`of ${family}`, null];
	return JSON.stringify([...of, grain, axes.toSorted(), from, to]);
}

/** What was told of tables, by their keys. */
export async function readTold(
	connection: DuckDBConnection,
	keys: readonly string[]
): Promise<ReadonlyMap<string, ToldTable>> {
	if (keys.length === 0) return new Map();
	const reader = await connection.runAndReadAll(
		'select * from told_cell where question in (select unnest($keys)) order by told_no, rowid',
		{ keys: listValue(keys) }
	);
	const tables = new Map<string, Map<string, Told[]>>(keys.map((key) => [key, new Map()]));
	for (const row of reader.getRowObjectsJS()) {
		const table = tables.get(row['question'] as string);
		const at = toldAt(row['place'] as string, row['layer'] as string);
		const list = table?.get(at) ?? [];
		table?.set(at, list);
		list.push({
			no: row['told_no'] as number,
			isUsual: row['is_newest_state'] as boolean,
			sketch: readSketch(row['sketch'] as string),
			cells: JSON.parse(row['cells'] as string) as Cell[]
		});
	}
	return tables;
}

/** What cells say, to nine digits: the last ones may depend on the order in which threads added up. */
const saidBy = (cells: readonly Cell[]): string =>
	JSON.stringify(
		cells.map(({ value, numerator, denominator, persons, lo, hi }) =>
			[value, numerator, denominator, persons, lo, hi].map((n) => n?.toPrecision(9) ?? null)
		)
	);

/** Whether a state says no less than what is told now. */
function isSame(state: Told, { sketch, cells, isCounted }: Telling): boolean {
	if (isCounted === true) return personsOf(state) === countOf(sketch);
	if (peopleApart(state.sketch, sketch) > 0) return false;
	return cells.length === 0 || saidBy(state.cells) === saidBy(cells);
}

/**
 * Keeps what is told of a table, as far as it is not the last that was told; of other states and horizons, of which as many
 * can be asked for as one likes, what was not told yet.
 */
export async function keepTold(
	connection: DuckDBConnection,
	key: string,
	isUsual: boolean,
	told: ToldTable,
	tellings: readonly Telling[]
): Promise<void> {
	const fresh = tellings.filter((telling) => {
		const states = told.get(toldAt(telling.place, telling.layer)) ?? [];
		const own = states.filter((state) => state.isUsual === isUsual);
		return !(isUsual ? own.slice(-1) : own).some((state) => isSame(state, telling));
	});
	if (fresh.length === 0) return;
	const no = 1 + Math.max(0, ...[...told.values()].flat().map((state) => state.no));
	const appender = await connection.createAppender('told_cell');
	for (const { place, layer, sketch, cells } of fresh) {
		appender.appendVarchar(key);
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
