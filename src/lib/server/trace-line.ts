import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import Papa from 'papaparse';
import { z } from 'zod';
import { batchOf } from './batches.ts';
import { readingOf } from './batches-reading.ts';
import { warehouse } from './warehouse.ts';

const longestShown = 16_384;
const longestRecord = 50;

/** One record of an original as it stands there. */
export interface OriginalLine {
	readonly batch_id: number;
	readonly file: string;
	readonly line: number;
	/** Null where the file has no such line; and where the original is gone, with `isKept` false. */
	readonly text: string | null;
	readonly isKept: boolean;
	readonly isCut: boolean;
	/** Heading and value, where the file is a table and the record fits its heading. */
	readonly cells: readonly { readonly column: string; readonly value: string }[];
}

/** The end of a chain of streams, each destroyed with the others; what fails is told to whoever reads the end. */
function chained(first: Readable, ...rest: readonly Duplex[]): Readable {
	return rest.reduce<Readable>((from, to) => pipeline(from, to, () => undefined), first);
}

/** Whether the kept original came as gzip, by its first bytes. */
async function cameGzipped(path: string): Promise<boolean> {
	for await (const chunk of chained(createReadStream(path), createZstdDecompress())) {
		const bytes = chunk as Buffer;
		return bytes[0] === 0x1f && bytes[1] === 0x8b;
	}
	return false;
}

/** The kept original as text: unpacked from our zstd, and from gzip where it came so. */
async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
	const own = [createZstdDecompress(), ...((await cameGzipped(path)) ? [createGunzip()] : [])];
	const decoder = new TextDecoder(encoding);
	for await (const chunk of chained(createReadStream(path), ...own))
		yield decoder.decode(chunk as Buffer, { stream: true });
	yield decoder.decode();
}

/** Lines of a text, ended by LF, CR LF or a lone CR, as the importer counts them; overlong ones are cut. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
	let line = '';
	let wasCr = false;
	for await (const chunk of text) {
		let from = 0;
		for (let at = 0; at < chunk.length; at++) {
			const code = chunk.charCodeAt(at);
			if (code === 10 && wasCr && at === from) from = at + 1;
			else if (code === 10 || code === 13) {
				yield (line + chunk.slice(from, at)).slice(0, longestShown + 1);
				line = '';
				from = at + 1;
			}
			wasCr = code === 13;
		}
		line = (line + chunk.slice(from)).slice(0, longestShown + 1);
	}
	if (line !== '') yield line;
}

const isOpen = (text: string): boolean => (text.split('"').length - 1) % 2 === 1;

/** A line of a table with those that a quoted value of it goes on to; and the heading. */
async function findLine(
	text: AsyncIterable<string>,
	wanted: number,
	headingEnds: number | null
): Promise<{ record: string | null; heading: string }> {
	let number = 0;
	let heading = '';
	let record: string | null = null;
	let taken = 0;
	for await (const line of linesOf(text)) {
		number++;
		if (headingEnds !== null && number <= headingEnds)
			heading = isOpen(heading) ? `${heading}\n${line}` : line;
		if (number < wanted) continue;
		record = record === null ? line : `${record}\n${line}`;
		taken++;
		if (headingEnds === null || !isOpen(record) || taken >= longestRecord) break;
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
	const path = join((await warehouse()).dataDir, 'originals', `${row.sha256}.zst`);
	const about = { batch_id: row.batch_id, file: row.file, line: read.data };
	if (!existsSync(path)) return { ...about, text: null, isKept: false, isCut: false, cells: [] };
	const isTable = reading?.format === 'delimited';
	const { record, heading } = await findLine(
		textOf(path, reading?.encoding ?? 'utf-8'),
		read.data,
		isTable ? (reading.headerLines ?? 1) : null
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
