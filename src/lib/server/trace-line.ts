import { existsSync } from 'node:fs';
import Papa from 'papaparse';
import { z } from 'zod';
import { findRecord } from '#pipelines/originals/record.ts';
import { findSheetRow } from '#pipelines/originals/sheet.ts';
import { isOpen, linesOf, longestShown, originalOf, textOf } from '#pipelines/originals/text.ts';
import { batchOf, withConnection } from './batches.ts';
import { readingOf } from './batches-reading.ts';
import { warehouse } from './warehouse.ts';

const longestRecord = 50;

/** One record of an original as it stands there. */
export interface OriginalLine {
	readonly batch_id: number;
	readonly file: string;
	/** The number of the line, of the row in a sheet, or of the record where several share a line. */
	readonly line: number;
	readonly numbering: 'line' | 'row' | 'record';
	/** Null where the file has no such line; and where the original is gone, with `isKept` false. */
	readonly text: string | null;
	readonly isKept: boolean;
	readonly isCut: boolean;
	/** Heading and value, where the file is a table and the record fits its heading. */
	readonly cells: readonly { readonly column: string; readonly value: string }[];
}

/** A line of a table, with those that a quoted value of it goes on to unless it is wanted alone; and the heading. */
async function findLine(
	text: AsyncIterable<string>,
	wanted: number,
	headingEnds: number | null,
	isAlone: boolean
): Promise<{ record: string | null; heading: string }> {
	let number = 0;
	let heading = '';
	let record: string | null = null;
	let taken = 0;
	for await (const line of linesOf(text, longestShown)) {
		number++;
		if (headingEnds !== null && number <= headingEnds)
			heading = isOpen(heading) ? `${heading}\n${line}` : line;
		if (number < wanted) continue;
		record = record === null ? line : `${record}\n${line}`;
		taken++;
		if (isAlone || headingEnds === null || !isOpen(record) || taken >= longestRecord) break;
	}
	return { record, heading };
}

function cellsOf(
	heading: string,
	record: string,
	delimiter: string
): { column: string; value: string }[] {
	const [columns = []] = Papa.parse<string[]>(heading, { delimiter }).data;
	const [values = []] = Papa.parse<string[]>(record, { delimiter }).data;
	if (columns.length !== values.length) return [];
	return columns.map((column, index) => ({
		column: column.replace(/^\uFEFF/, ''),
		value: values[index] ?? ''
	}));
}

/**
 * Whether the import refused what begins on this line as a record, not for one of its values. What it then was is not
 * known, and an open quotation mark would take in the records after it.
 */
function isRefusedWhole(batch: number, line: number): Promise<boolean> {
	return withConnection(async (connection) => {
		const reader = await connection.runAndReadAll(
			`select 1 from reject where batch_id = $batch and line = $line
			and (column_name is null or reason = 'unclosed_quote') limit 1`,
			{ batch, line }
		);
		return reader.currentRowCount > 0;
	});
}

const lineNumber = z.coerce.number().int().min(1).max(1e12);

/**
 * One line of a batch's kept original, with its cells where it is a table. For the analyst only. Throws `unknown_batch`;
 * null where the address names no line.
 */
export async function originalLine(batch: string, line: string): Promise<OriginalLine | null> {
	const read = lineNumber.safeParse(line);
	if (!read.success) return null;
	const { row } = await batchOf(batch);
	const reading = readingOf(row.reading);
	const path = originalOf((await warehouse()).dataDir, row.sha256);
	const numbering = reading?.numbering ?? 'line';
	const about = { batch_id: row.batch_id, file: row.file, line: read.data, numbering };
	if (!existsSync(path)) return { ...about, text: null, isKept: false, isCut: false, cells: [] };
	const isTable = reading?.format === 'delimited';
	if (reading?.sheet !== undefined) {
		const at = { sheet: reading.sheet, header: reading.headerLines ?? 1, row: read.data };
		return { ...about, isKept: true, isCut: false, ...(await findSheetRow(path, at)) };
	}
	const text = textOf(path, reading?.encoding ?? 'utf-8');
	const { record, heading } =
		!isTable && numbering === 'record'
			? { record: await findRecord(text, read.data, reading?.isTable), heading: '' }
			: await findLine(
					text,
					read.data,
					isTable ? (reading.headerLines ?? 1) : null,
					await isRefusedWhole(row.batch_id, read.data)
				);
	const isCut = record !== null && record.length > longestShown;
	return {
		...about,
		text: record === null ? null : record.slice(0, longestShown).replace(/^\uFEFF/, ''),
		isKept: true,
		isCut,
		cells:
			isTable && record !== null && !isCut ? cellsOf(heading, record, reading.delimiter ?? ',') : []
	};
}
