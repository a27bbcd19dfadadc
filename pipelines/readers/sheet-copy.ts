import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { longestRecord } from './delimited.ts';
import { csvField, rawShown } from './normalise-delimited.ts';
import type { MergedCells, SheetRow } from './xlsx-sheet.ts';
import { readSheet } from './xlsx-sheet.ts';
import type { SheetPart, Workbook } from './xlsx-workbook.ts';

/** Which part of a sheet is a table, and where its clean copy goes. */
export interface SheetTable {
	/** Rows up to and with the header. */
	readonly headerLines: number;
	readonly fields: number;
	readonly outPath: string;
	/** Records after which the copy ends; all where none is named. */
	readonly limit?: number | undefined;
}

/** What a copy counted: records are lines written, blank rows are those between them. */
export interface SheetCounts {
	readonly records: number;
	readonly blankLines: number;
}

/** The values that cells merged over several rows hand down, row by row. */
function handDown(merges: readonly MergedCells[]) {
	const begin = new Map<number, MergedCells[]>();
	for (const merge of merges) begin.set(merge.from, [...(begin.get(merge.from) ?? []), merge]);
	let open: { merge: MergedCells; text: string }[] = [];
	return (row: SheetRow): boolean => {
		open = open.filter(({ merge }) => merge.to >= row.number);
		let filled = false;
		for (const { merge, text } of open) {
			if (text === '' || (row.cells[merge.column] ?? '') !== '') continue;
			while (row.cells.length <= merge.column) row.cells.push('');
			row.cells[merge.column] = text;
			filled = true;
		}
		for (const merge of begin.get(row.number) ?? [])
			open.push({ merge, text: row.cells[merge.column] ?? '' });
		return filled;
	};
}

/** One record of the clean copy: `line,repairs,fault,raw` and its fields, as `normaliseDelimited` writes them. */
function lineOf(row: SheetRow, fields: number, isFilled: boolean): string {
	const repairs = [
		...(row.hasError ? ['cell_error'] : []),
		...(row.hasUnworked ? ['formula_without_value'] : []),
		...(isFilled ? ['merged_cells'] : []),
		...(row.isCut || row.cells.length > fields ? ['cells_beside_table'] : [])
	];
	const cells = Array.from({ length: fields }, (_, index) => csvField(row.cells[index] ?? ''));
	const record = cells.join(',');
	const fault = row.hasLongCell
		? 'cell_too_long'
		: Buffer.byteLength(record) > longestRecord
			? 'record_too_long'
			: null;
	const lead = `${row.number},${repairs.join(' ')}`;
	return fault === null
		? `${lead},,,${record}\n`
		: `${lead},${fault},${csvField(record.slice(0, rawShown))},${','.repeat(fields - 1)}\n`;
}

async function copy(
	sheet: SheetPart,
	workbook: Workbook,
	table: SheetTable,
	merges: readonly MergedCells[],
	onRows: (rows: number) => void
): Promise<{ counts: SheetCounts; found: readonly MergedCells[] }> {
	const out = createWriteStream(table.outPath);
	const fill = handDown(merges);
	let records = 0;
	let blankLines = 0;
	let last = table.headerLines;
	let waiting: string[] = [];
	const flush = async () => {
		const text = waiting.join('');
		waiting = [];
		if (text !== '' && !out.write(text)) await once(out, 'drain');
		onRows(records);
	};
	const part = {
		...sheet.part,
		read: async function* () {
			for await (const chunk of sheet.part.read()) {
				yield chunk;
				if (waiting.length >= 4096) await flush();
			}
		}
	};
	const found = await readSheet(part, workbook, (row) => {
		if (row.number <= table.headerLines) return true;
		blankLines += row.number - last - 1;
		last = row.number;
		records++;
		waiting.push(lineOf(row, table.fields, fill(row)));
		return table.limit === undefined || records < table.limit;
	});
	await flush();
	out.end();
	await once(out, 'close');
	return { counts: { records, blankLines }, found };
}

/**
 * Writes the table of a sheet as clean CSV, one line per row that holds something, led by the number of the row in the
 * sheet. Empty rows after the last are no records and not counted. Cells that are merged over several rows count for
 * each of these rows.
 */
export async function copySheet(
	sheet: SheetPart,
	workbook: Workbook,
	table: SheetTable,
	onRows: (rows: number) => void = () => undefined
): Promise<SheetCounts> {
	const plain = await copy(sheet, workbook, table, [], onRows);
	const merges = plain.found.filter(
		({ from, column }) => from > table.headerLines && column < table.fields
	);
	if (merges.length === 0) return plain.counts;
	return (await copy(sheet, workbook, table, merges, onRows)).counts;
}
