import type { DuckDBConnection } from '@duckdb/node-api';
import { coarserTables } from './coarser.ts';
import { computeCells, questionKey } from './compute.ts';
import type { Cell } from './compute.ts';
import { readAsOf } from './envelope.ts';
import { freeze, sketchesOf } from './freeze.ts';
import type { ProtectedTable } from './freeze.ts';
import type { Groups } from './bands-and-systems.ts';
import { isLayerExact } from './layers.ts';
import { cutToPeriod, tellsPatterns, tellsPeriod } from './periods.ts';
import { hideCells } from './protect.ts';
import type { Total } from './closing.ts';
import type { Question, Viewer } from './request.ts';
import { peopleTogether, placeOf, rollUp } from './sketch.ts';
import type { Sketches } from './sketch.ts';
import { tableMemory } from './table-memory.ts';
import type { Remember } from './table-memory.ts';
import { hidesTogether } from './together.ts';
import { unknownCell, veilBounds } from './unknown-part.ts';

/** A question's surroundings. */
export interface Asked {
	readonly connection: DuckDBConnection;
	readonly asOf: string;
	readonly names: readonly ReadonlyMap<number, string>[];
	readonly groups: Groups;
	/** The tables that are known already. */
	readonly remember: Remember<PartedTable>;
}

/** A question's table over all its axes, and what hides its cells. */
async function protectedTable(
	{ connection, asOf, groups }: Asked,
	question: Question
): Promise<ProtectedTable> {
	const table = await computeCells(connection, question, asOf);
	const axes = { grain: question.grain, dimensions: question.axes, groups };
	return { table, hides: hideCells(table, axes, question.metric) };
}

/** A table for others than analysts, who may hold answers against each other. */
type PartedTable = Required<ProtectedTable>;

/** What the cells of a table add up to in coarser tables, whose people are known from its own. */
async function totalsAbove(
	asked: Asked,
	question: Question,
	sketches: Sketches
): Promise<readonly Total[]> {
	const totals: Total[] = [];
	for (const { question: coarser, holds, without, isSum } of coarserTables(
		question,
		asked.groups
	)) {
		const known = isSum ? () => rollUp(sketches, holds) : undefined;
		totals.push({ holds, isHidden: darkPlaces(await parted(asked, coarser, known)), without });
	}
	return totals;
}

/** The memory of tables for one question. */
export const openTables = tableMemory<PartedTable>();

/**
 * The same for others, who may hold answers against each other: with the people of hidden cells counted once, and with what
 * coarser tables hide. The people of a table that a finer one adds up to are known from there. Tables with fewer axes stand
 * above many others, and so are remembered.
 */
function parted(asked: Asked, question: Question, known?: () => Sketches): Promise<PartedTable> {
	const name = JSON.stringify([questionKey(question, asked.asOf), question.from, question.to]);
	return asked.remember(name, () => partedAnew(asked, question, known?.()));
}

async function partedAnew(
	asked: Asked,
	question: Question,
	known?: Sketches
): Promise<PartedTable> {
	const { connection, asOf, groups } = asked;
	const table = await computeCells(connection, question, asOf);
	const isKnown = table.every(({ layer }) => layer.includes('+') || known?.has(layer) === true);
	const sketches = known && isKnown ? known : await sketchesOf(connection, question, asOf, table);
	const totals = await totalsAbove(asked, question, sketches);
	const axes = { grain: question.grain, dimensions: question.axes, groups };
	const hides = hideCells(table, axes, question.metric, {
		totals,
		peopleIn: (layer, places) =>
			layer.startsWith('? ') || !isLayerExact(question.metric, layer)
				? Infinity
				: peopleTogether(
						places.map(({ period, keys }) => sketches.of(layer, placeOf(period, keys)))
					)
	});
	return { table, hides, sketches };
}

/** The same, less the places that measures of the same people hide; an earlier state tells nothing that the newest hides. */
async function besideOthers(asked: Asked, question: Question): Promise<ProtectedTable> {
	const { connection, asOf, groups } = asked;
	const { table, hides, sketches } = await parted(asked, question);
	const axes = { grain: question.grain, dimensions: question.axes, groups };
	const beside = await hidesTogether(connection, question, asOf, axes);
	return { table, sketches, hides: (cell) => hides(cell) ?? beside?.(cell) ?? null };
}

/** Whether a table hides the place of a cell of another one. */
function darkPlaces({ table, hides }: ProtectedTable): Total['isHidden'] {
	const nameOf = ({ layer, period_no, keys }: Parameters<Total['isHidden']>[0]): string =>
		JSON.stringify([layer, period_no, keys]);
	const dark = new Set(table.filter((cell) => hides(cell) !== null).map(nameOf));
	return (cell) => dark.has(nameOf(cell));
}

/**
 * The same for others than analysts, after what they were told before. Another state or horizon than the usual one comes after
 * it and is held against it, because other people may count; nothing is told there that the usual one hides.
 */
async function frozenTable(asked: Asked, question: Question): Promise<ProtectedTable> {
	const { connection, asOf, names, groups } = asked;
	const newest = (await readAsOf(connection, question.metric)) ?? asOf;
	const isUsual = asOf === newest && question.horizon === null;
	const isDarkUsually = isUsual
		? () => false
		: darkPlaces(
				await frozenTable({ ...asked, asOf: newest }, { ...question, asOf: null, horizon: null })
			);
	const axes = { grain: question.grain, dimensions: question.axes, groups };
	const isOtherState = asOf !== newest;
	const {
		table: cells,
		hides,
		...known
	} = await (isOtherState ? parted(asked, question) : besideOthers(asked, question));
	const isDark = !tellsPatterns(question);
	const table: ProtectedTable = {
		...known,
		table: cells,
		hides: (cell) => {
			const reason = hides(cell);
			if (reason !== null) return reason;
			if (isDarkUsually(cell)) return 'frozen';
			return isDark && cell.variant !== null ? 'period' : null;
		}
	};
	const told = veilBounds(table.table, (cell) => !isUsual || table.hides(cell) !== null);
	const telling = { question, asOf, names, axes, isUsual, isOtherState };
	return freeze(connection, telling, { ...table, table: told });
}

/** Where quarters wait, by layer and breakdown: what a period of them told anew would give their new state away. */
function stalePlaces({ table, hides }: ProtectedTable): (cell: Cell) => boolean {
	const nameOf = (layer: string, { keys }: Cell): string => JSON.stringify([layer, keys]);
	const stale = new Set(
		table
			.filter((cell) => cell.isFrozen === true || hides(cell) === 'frozen')
			.map((cell) => nameOf(cell.layer, cell))
	);
	return (cell) => cell.layer.split('+').some((layer) => stale.has(nameOf(layer, cell)));
}

/**
 * The same where they ask for a period: told by grain, it is cut out of the table of all time, after that was protected; as
 * one number, it is hidden where its ends would single people out.
 */
async function frozenPeriod(asked: Asked, question: Question): Promise<ProtectedTable> {
	const always = { ...question, from: null, to: null };
	if (question.grain !== null) {
		const whole = await frozenTable(asked, always);
		return { ...whole, table: cutToPeriod(whole.table, question) };
	}
	const quarters = await frozenTable(asked, { ...always, grain: 'quarter' });
	const parts = quarters.table.flatMap(unknownCell);
	const isSafe = tellsPeriod([...quarters.table, ...parts], quarters.hides, question);
	const isStale = stalePlaces({
		...quarters,
		table: cutToPeriod(quarters.table, { ...question, grain: 'quarter' })
	});
	const { table, hides } = await frozenTable(asked, question);
	return {
		table: veilBounds(table, (cell) => !isSafe(cell)),
		hides: (cell) =>
			hides(cell) ?? (isSafe(cell) ? null : 'period') ?? (isStale(cell) ? 'frozen' : null)
	};
}

/** The way to a protected table: analysts, who see every row, get it as it is. */
export function tableFor(viewer: Viewer, question: Question): typeof protectedTable {
	if (viewer.role === 'analyst') return protectedTable;
	return question.from === null && question.to === null ? frozenTable : frozenPeriod;
}
