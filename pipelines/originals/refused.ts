import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import Papa from 'papaparse';
import type { BatchRow, RejectRow } from '../batches.ts';
import { longestRecord } from '../readers/delimited.ts';
import { recordPlace } from '../record-place.ts';
import { readingOf } from './reading.ts';
import type { KeptReading } from './reading.ts';
import { findRecords } from './record.ts';
import { findSheetRow } from './sheet.ts';
import { isOpen, linesOf, originalOf, textOf } from './text.ts';

/** A file of the refused records of a batch, in UTF-8. */
export interface RefusedFile {
	readonly name: string;
	readonly text: AsyncGenerator<string>;
}

/** Lines that a record with a quotation mark left open may go on over, before it is taken for damaged. */
const mostLines = 50;

/** Refused as a record and not for one of its values: what was meant by its quotation marks is not known. */
const isRefusedWhole = ({ column, reason }: RejectRow): boolean =>
	column === null || reason === 'unclosed_quote';

/** The heading of a table with all that stands above it, and each refused record as it stands, over all of its lines. */
async function* tableRecords(
	text: AsyncIterable<string>,
	headerLines: number,
	refused: ReadonlyMap<number, RejectRow>
): AsyncGenerator<string> {
	let number = 0;
	let record: string | null = null;
	let taken = 0;
	for await (const line of linesOf(text, longestRecord)) {
		number++;
		if (number <= headerLines) {
			yield `${number === 1 ? line.replace(/^\uFEFF/, '') : line}\n`;
			continue;
		}
		const begun = record === null ? refused.get(number) : undefined;
		if (record === null && begun === undefined) continue;
		record = record === null ? line : `${record}\n${line}`;
		taken++;
		const isAlone = begun !== undefined && isRefusedWhole(begun);
		if (!isAlone && isOpen(record) && taken < mostLines) continue;
		yield `${record}\n`;
		record = null;
		taken = 0;
	}
	if (record !== null) yield `${record}\n`;
}

/** The refused rows of a sheet under its heading, as CSV. */
async function* sheetRecords(
	kept: string,
	{ sheet = '', headerLines = 1 }: KeptReading,
	refused: ReadonlyMap<number, RejectRow>
): AsyncGenerator<string> {
	const [row = headerLines] = refused.keys();
	const { cells } = await findSheetRow(kept, { sheet, header: headerLines, row });
	yield `${Papa.unparse([cells.map(({ column }) => column)])}\n`;
	for (const { raw } of refused.values()) if (raw !== null) yield `${raw}\n`;
}

/** The refused lines of a file of JSON. */
async function* lineRecords(
	text: AsyncIterable<string>,
	refused: ReadonlyMap<number, RejectRow>
): AsyncGenerator<string> {
	let number = 0;
	for await (const line of linesOf(text, longestRecord))
		if (refused.has(++number)) yield `${line}\n`;
}

async function* ended(records: AsyncGenerator<string>): AsyncGenerator<string> {
	for await (const record of records) yield `${record}\n`;
}

/**
 * The refused records of a batch as a file of the same report: heading and records as they stand in the kept original, to
 * be corrected and imported again. A workbook becomes CSV, JSON one record a line. Null where nothing was refused or the
 * original is gone; a record of more than a megabyte is cut.
 */
export function refusedFile(
	dataDir: string,
	batch: BatchRow,
	rejects: readonly RejectRow[]
): RefusedFile | null {
	const reading = readingOf(batch.reading);
	const path = originalOf(dataDir, batch.sha256);
	if (rejects.length === 0 || reading === null || !existsSync(path)) return null;
	const refused = new Map(
		rejects.toReversed().map((reject) => [recordPlace(reject.line).line, reject])
	);
	const inOrder = new Map([...refused].toSorted(([a], [b]) => a - b));
	const ending = extname(batch.file).replace('.gz', '');
	const name = `refused-${batch.batch_id}-${batch.file.slice(0, batch.file.length - extname(batch.file).length)}`;
	if (reading.sheet !== undefined)
		return { name: `${name}.csv`, text: sheetRecords(path, reading, inOrder) };
	const text = textOf(path, reading.encoding);
	if (reading.format === 'delimited')
		return {
			name: `${name}${ending === '' ? '.csv' : ending}`,
			text: tableRecords(text, reading.headerLines ?? 1, inOrder)
		};
	return {
		name: `${name}.ndjson`,
		text:
			reading.numbering === 'record'
				? ended(findRecords(text, new Set(inOrder.keys()), reading.isTable))
				: lineRecords(text, inOrder)
	};
}
