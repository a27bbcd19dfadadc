import type { TableHead } from '../readers/table-head.ts';
import { bareHeading, normaliseHeader } from '../sources/headers.ts';
import type { Shape, TableSource } from '../sources/source.ts';

/** A source that was held against a file: how well it fits, and what it misses. */
export interface Candidate {
	readonly source: string;
	readonly title: string;
	readonly score: number;
	readonly missing: readonly string[];
}

/** A source held against one row of a table as its header. */
export interface Fit extends Candidate {
	readonly table: TableHead;
	readonly row: number;
	readonly found: readonly string[];
	readonly tableSource: TableSource;
}

/** Below this share of its signature a source is never applied unasked. */
export const leastConfidence = 0.8;

/** The rows among which the header is looked for; a report may print its parameters and a legend above it. */
export const headerRowsTried = 200;

/** The rows among which it is looked for first, because it seldom stands deeper and every source is held against each. */
const usualHeaderRows = 40;

const normalisedRows = new WeakMap<readonly string[], readonly string[]>();
const plainSpellings = new WeakMap<readonly string[], ReadonlySet<string>>();
const namesOfSources = new WeakMap<TableSource, ReadonlySet<string>>();

/** What a function answers about a row or a source; every source is held against every row, so it is worked out once. */
function once<K extends object, T>(known: WeakMap<K, T>, about: K, make: (about: K) => T): T {
	const found = known.get(about) ?? make(about);
	known.set(about, found);
	return found;
}

/** The headings of a row as they are compared. */
const normalised = (row: readonly string[]): readonly string[] =>
	once(normalisedRows, row, (headings) => headings.map(normaliseHeader));

/** The headings of a row that are not blank. */
const plainOf = (row: readonly string[]): ReadonlySet<string> =>
	once(
		plainSpellings,
		row,
		(headings) => new Set(normalised(headings).filter((heading) => heading !== ''))
	);

/** The header of a row as it is compared with a source's spellings. */
function spellings(row: readonly string[], source: TableSource): ReadonlySet<string> {
	const plain = plainOf(row);
	if (!source.prefix && !source.suffix && !source.spoken) return plain;
	return new Set([...plain, ...[...plain].map((heading) => bareHeading(heading, source))]);
}

const shapesOf = ({ shapes }: TableSource, isNeeded: boolean): readonly Shape[] =>
	(shapes ?? []).filter((shape) => (shape.isNeeded ?? false) === isNeeded);

const share = (list: readonly unknown[]) =>
	list.length === 0 ? 1 : list.filter((name) => name !== undefined).length / list.length;

/** As people are shown it, because a third of 0.3 and 0.7 fall short of 0.8 by a hair. */
const hundredths = (score: number): number => Math.round(score * 100) / 100;

/** Whether a row has any heading that a source knows; without one it weighs nothing, unless shapes alone may tell. */
function mayFit(source: TableSource, row: readonly string[]): boolean {
	if (source.required.length === 0 || source.prefix || source.suffix) return true;
	const names = once(
		namesOfSources,
		source,
		({ required, telling }) => new Set([...required, ...telling].flatMap(normalised))
	);
	for (const heading of plainOf(row)) if (names.has(bareHeading(heading, source))) return true;
	return false;
}

/** A source held against one row, before what it misses is spelled out; a file has some thousands of these. */
interface Weight {
	readonly table: TableHead;
	readonly row: number;
	readonly score: number;
	readonly needed: readonly (string | undefined)[];
	readonly telling: readonly (string | undefined)[];
}

function weigh(source: TableSource, table: TableHead, row: number): Weight {
	const header = table.rows[row] ?? [];
	const headings = spellings(header, source);
	const has = (names: readonly string[]) =>
		names[normalised(names).findIndex((name) => headings.has(name))];
	const columns = source.required.map(has);
	const isWhole = columns.every((name) => name !== undefined);
	const shown = () => {
		const following = table.rows.slice(row + 1);
		const below = source.headerRows?.(following) ?? 0;
		return { header, below: following.slice(0, below), rows: following.slice(below) };
	};
	const seen = isWhole && source.shapes ? shown() : null;
	const holds = (shape: Shape) => (seen && shape.holds(seen) ? shape.says : undefined);
	const needed = [...columns, ...shapesOf(source, true).map(holds)];
	const telling = [...source.telling.map(has), ...shapesOf(source, false).map(holds)];
	const isThere = share(needed) === 1;
	const told = telling.length === 0 ? share(needed) : share(telling);
	const score = isThere ? 0.7 + 0.3 * told : 0.5 * share(needed) + 0.2 * told;
	return { table, row, score: hundredths(score), needed, telling };
}

/** What of a source's columns and shapes was not found. */
function missingOf(
	found: readonly (string | undefined)[],
	names: readonly (readonly string[])[],
	shapes: readonly Shape[]
): readonly string[] {
	const all = [...names.map(([first]) => first ?? ''), ...shapes.map(({ says }) => says)];
	return all.filter((_, index) => found[index] === undefined);
}

/** Values are looked at only under all needed headings, so that until then only headings can be said to be missing. */
function fitOf(source: TableSource, { table, row, score, needed, telling }: Weight): Fit {
	const areLookedAt = source.required.every((_, index) => needed[index] !== undefined);
	const shapes = (isNeeded: boolean) => (areLookedAt ? shapesOf(source, isNeeded) : []);
	return {
		source: source.id,
		title: source.title,
		score,
		missing: [
			...new Set([
				...missingOf(needed, source.required, shapes(true)),
				...missingOf(telling, source.telling, shapes(false))
			])
		],
		table,
		row,
		found: [...needed, ...telling].flatMap((name) => name ?? []),
		tableSource: source
	};
}

/** Best first; of two that fit as well, the one that needs more. */
const better = (a: Fit, b: Fit): number =>
	b.score - a.score || b.found.length - a.found.length || a.row - b.row;

/** The best place for a header for each of the sources among these rows of each table, best source first. */
function fitsAmong(
	tables: readonly TableHead[],
	candidates: readonly TableSource[],
	isTried: (table: TableHead, row: number) => boolean
): readonly Fit[] {
	const places = tables.flatMap((table) =>
		table.rows
			.slice(0, headerRowsTried)
			.flatMap((_, row) => (isTried(table, row) ? [{ table, row }] : []))
	);
	const heaviest = (source: TableSource): Fit[] => {
		let best: Weight | undefined;
		for (const [index, { table, row }] of places.entries()) {
			if (index > 0 && !mayFit(source, table.rows[row] ?? [])) continue;
			const found = weigh(source, table, row);
			const isBetter =
				best === undefined ||
				found.score > best.score ||
				(found.score === best.score && row < best.row);
			if (isBetter) best = found;
		}
		return best === undefined ? [] : [fitOf(source, best)];
	};
	return candidates.flatMap(heaviest).toSorted(better);
}

/**
 * The best place for a header for each of the sources, over all delimiters and the first rows, best source first; on the
 * one line that a person named, where somebody did. Deep rows are tried where nothing fits above them.
 */
export function bestFits(
	tables: readonly TableHead[],
	candidates: readonly TableSource[],
	headerLine: number | null = null
): readonly Fit[] {
	if (headerLine !== null)
		return fitsAmong(tables, candidates, ({ lines }, row) => lines[row] === headerLine);
	const usual = fitsAmong(tables, candidates, (_, row) => row < usualHeaderRows);
	const isFound = (usual[0]?.score ?? 0) >= leastConfidence;
	const isDeep = tables.some(({ rows }) => rows.length > usualHeaderRows);
	return isFound || !isDeep ? usual : fitsAmong(tables, candidates, () => true);
}

/*
 * Measured on the headings of all sources: with this score and two headings no table that shares a single heading with a
 * source resembles it, 2 of 190 that share two usual ones such as Department and Name do, and an export of which two
 * headings are misspelt resembles its own source in 95 cases of 100.
 */
const leastResemblance = 0.35;
const fewestFound = 2;

/** Whether a file that is not this export looks like it; any table has a heading in common with some source. */
export const resembles = ({ score, found }: Fit): boolean =>
	score >= leastResemblance && new Set(found.map(normaliseHeader)).size >= fewestFound;

/** Whether the file, read as this source, has what the source cannot do without. */
export const fitsAsAsked = ({ score }: Fit): boolean => score >= 0.7;
