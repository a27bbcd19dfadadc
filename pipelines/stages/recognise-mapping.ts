import { message } from '#queries/messages.ts';
import { fitOfMapping } from '../mapping-fit.ts';
import type { Mapping } from '../mapping.ts';
import { mappedHeadings } from '../mapping.ts';
import type { TableHead } from '../readers/table-head.ts';
import type { TableSource } from '../sources/source.ts';
import { itemMark } from '../sources/source.ts';
import { isNative } from '../suggest-mapping.ts';
import type { Fit } from './fit.ts';
import { bestFits, headerRowsTried, leastConfidence } from './fit.ts';
import type { TableReading } from './read-table.ts';
import type { RecogniseOptions } from './recognise.ts';

/** Records by which a column is told to be an item. */
const rowsHeld = 50;

/** The rows of a table before a mapping put other headings into it. */
const ownRows = new WeakMap<TableHead, TableHead['rows']>();

/** The rows of a table as they stand in the file. */
export const ownRowsOf = (table: TableHead): TableHead['rows'] => ownRows.get(table) ?? table.rows;

/** The table with the headings that a mapping names replaced by those that the source knows. */
export function withHeadings(table: TableHead, mapping: Mapping): TableHead {
	const rows = table.rows.map((row, index) =>
		index < headerRowsTried ? mappedHeadings(row, mapping) : row
	);
	const renamed = { ...table, rows };
	ownRows.set(renamed, table.rows);
	return renamed;
}

/** The saved mapping that was made for files with these headings, if it fits as well as any source does. */
export function mappingFor(
	tables: readonly TableHead[],
	saved: readonly Mapping[],
	sources: readonly TableSource[]
): Pick<RecogniseOptions, 'mapping' | 'unasked'> | null {
	if (saved.length === 0) return null;
	const rows = tables.flatMap((table) =>
		table.rows
			.slice(0, headerRowsTried)
			.map((row, place) => ({ row, following: table.rows.slice(place + 1, place + 1 + rowsHeld) }))
	);
	const [best] = saved
		.map((mapping) => ({
			mapping,
			score: Math.max(0, ...rows.map(({ row, following }) => fitOfMapping(mapping, row, following)))
		}))
		.toSorted((left, right) => right.score - left.score);
	if (!best || best.score < leastConfidence) return null;
	const known = bestFits(tables, sources)[0]?.score ?? 0;
	if (best.score < known) return null;
	const { sheet: _ofThatFile, ...reading } = best.mapping.reading ?? {};
	return { mapping: { ...best.mapping, reading }, unasked: Math.round(best.score * 100) / 100 };
}

/** By which mapping a table is read, which of its columns as what, and what is the same for every row. */
export function reasonsOfMapping(
	{ name, fixed = {} }: Mapping,
	{ headings, header }: Pick<TableReading, 'headings' | 'header'>,
	{ tableSource }: Fit
): readonly string[] {
	const read = headings.flatMap((heading, place) => {
		const slot = header[place] ?? '';
		return slot === '' || slot.startsWith(itemMark) || !isNative(tableSource, slot)
			? []
			: [message('import.column_read_as', { heading: heading.trim(), slot })];
	});
	const same = Object.entries(fixed).map(
		([field, value]) => `${tableSource.columns[field]?.headers[0] ?? field}: ${value}`
	);
	return [
		...(name === undefined ? [] : [message('import.read_by_mapping', { name })]),
		...(read.length === 0 ? [] : [read.join(', ')]),
		...(same.length === 0 ? [] : [message('import.same_for_every_row', { list: same.join(', ') })])
	];
}
