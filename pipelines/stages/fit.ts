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

/** The rows among which the header is looked for. */
export const headerRowsTried = 40;
const normalisedRows = new WeakMap<readonly string[], readonly string[]>();

/** The headings of a row as they are compared; rows are asked for by every source, so the answer is kept. */
function normalised(row: readonly string[]): readonly string[] {
	const known = normalisedRows.get(row);
	if (known) return known;
	const plain = row.map(normaliseHeader);
	normalisedRows.set(row, plain);
	return plain;
}

/** The header of a row as it is compared with a source's spellings. */
function spellings(row: readonly string[], source: TableSource): Set<string> {
	const plain = normalised(row).filter((heading) => heading !== '');
	return new Set([...plain, ...plain.map((heading) => bareHeading(heading, source))]);
}

const shapesOf = ({ shapes }: TableSource, isNeeded: boolean): readonly Shape[] =>
	(shapes ?? []).filter((shape) => (shape.isNeeded ?? false) === isNeeded);

const share = (list: readonly unknown[]) =>
	list.length === 0 ? 1 : list.filter((name) => name !== undefined).length / list.length;

function fit(source: TableSource, table: TableHead, row: number): Fit {
	const header = table.rows[row] ?? [];
	const headings = spellings(header, source);
	const has = (names: readonly string[]) => {
		const plain = normalised(names);
		return names[plain.findIndex((name) => headings.has(name))];
	};
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
	const missingOf = (
		found: readonly (string | undefined)[],
		names: readonly (readonly string[])[],
		shapes: readonly Shape[]
	) => {
		const all = [...names.map(([first]) => first ?? ''), ...shapes.map(({ says }) => says)];
		return all.filter((_, index) => found[index] === undefined);
	};
	const isThere = share(needed) === 1;
	const told = telling.length === 0 ? share(needed) : share(telling);
	const score = isThere ? 0.7 + 0.3 * told : 0.5 * share(needed) + 0.2 * told;
	return {
		source: source.id,
		title: source.title,
		score,
		missing: [
			...new Set([
				...missingOf(needed, source.required, shapesOf(source, true)),
				...missingOf(telling, source.telling, shapesOf(source, false))
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

/**
 * The best place for a header for each of the sources, over all delimiters and the first rows, best source first; on the
 * one line that a person named, where somebody did.
 */
export function bestFits(
	tables: readonly TableHead[],
	candidates: readonly TableSource[],
	headerLine: number | null = null
): readonly Fit[] {
	return candidates
		.flatMap((source) => {
			const fits = tables.flatMap((table) =>
				table.rows
					.slice(0, headerRowsTried)
					.flatMap((_, row) =>
						headerLine === null || table.lines[row] === headerLine ? [fit(source, table, row)] : []
					)
			);
			return fits.toSorted((a, b) => b.score - a.score || a.row - b.row).slice(0, 1);
		})
		.toSorted(better);
}

/** Below this a source resembles a file no more than any table resembles another. */
export const leastResemblance = 0.25;

/** Whether the file, read as this source, has what the source cannot do without. */
export const fitsAsAsked = ({ score }: Fit): boolean => score >= 0.7;
