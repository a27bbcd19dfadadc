import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { scanDelimited } from '../readers/delimited.ts';
import type { Encoding } from '../readers/encodings.ts';
import { isCutAsItStands } from '../readers/encodings.ts';
import type { JsonTableCounts } from '../readers/json-table.ts';
import { copyAnswer } from '../readers/json-answer.ts';
import { normaliseDelimited } from '../readers/normalise-delimited.ts';
import { copySheet } from '../readers/packed.ts';
import { transcode } from '../readers/receive.ts';
import type { TableReading } from './read-table.ts';

/** How a table is cut into records. */
export interface CutOptions {
	/** Rows of a workbook after which its reading ends, for a preview. */
	readonly limit?: number;
	readonly signal?: AbortSignal;
	readonly onProgress?: (bytes: number, total: number, rows: number) => void;
}

/** The file as UTF-8, where it is in an encoding that neither our scanner nor DuckDB reads. */
export async function asUtf8(
	path: string,
	folder: string,
	encoding: Encoding,
	mark: number,
	signal?: AbortSignal
) {
	if (isCutAsItStands(encoding)) return { path, encoding, mark, unreadable: 0 };
	const target = join(folder, 'transcoded');
	const unreadable = await transcode(path, target, encoding, { ...(signal && { signal }) });
	return { path: target, encoding: 'utf-8' as const, mark: 0, unreadable };
}

/** The records of a table, counted: in a text that DuckDB may read as it stands, or in the clean copy beside it. */
type Cut = {
	readonly records: number;
	readonly blankLines: number;
	/** Bytes that are no character of the file's encoding. */
	readonly unreadable: number;
} & (
	| { readonly isPlain: true; readonly path: string; readonly isTrimmed: boolean }
	| { readonly isPlain: false }
);

/** Scans a text and, where it is damaged or unusual, writes a clean copy of it to `target`. */
export async function cutText(
	path: string,
	folder: string,
	target: string,
	reading: TableReading,
	options: CutOptions
): Promise<Cut> {
	const bytes = await asUtf8(path, folder, reading.encoding, reading.mark, options.signal);
	const dialect = {
		delimiter: reading.delimiter,
		fields: reading.header.length,
		headerLines: reading.headerLines,
		mark: bytes.mark,
		blanksLead: reading.blanksLead
	};
	const { size } = await stat(bytes.path);
	let done = 0;
	const signal = options.signal && { signal: options.signal };
	const scan = await scanDelimited(bytes.path, dialect, {
		...signal,
		onChunk: (chunk, rows) => {
			done += chunk.length;
			options.onProgress?.(done, size, rows);
		}
	});
	const isPlain = scan.isPlain && !scan.mayBeBlank && scan.records > 0;
	const { unreadable } = bytes;
	if (isPlain && reading.items === null)
		return { ...scan, unreadable, isPlain: true, path: bytes.path };
	const counted = await normaliseDelimited(bytes.path, target, dialect, bytes.encoding, {
		...signal,
		onRows: (rows) => options.onProgress?.(size, size, rows)
	});
	return { ...counted, unreadable, isPlain: false };
}

/** Writes the table of a sheet as a clean copy to `target`. */
export async function cutSheet(
	path: string,
	target: string,
	{ headerLines, header }: TableReading,
	sheet: string,
	options: CutOptions
): Promise<Cut> {
	const { size } = await stat(path);
	const plan = {
		path,
		sheet,
		headerLines,
		fields: header.length,
		outPath: target,
		limit: options.limit
	};
	const counted = await copySheet(plan, {
		...(options.signal && { signal: options.signal }),
		onProgress: (rows) => options.onProgress?.(size, size, rows)
	});
	return { ...counted, unreadable: 0, isPlain: false };
}

/** Writes the records of a JSON file as a clean copy to `target`. */
export async function cutJson(
	path: string,
	target: string,
	{ header, encoding, mark }: TableReading,
	{ limit, signal, onProgress }: CutOptions
): Promise<Cut & Pick<JsonTableCounts, 'page'>> {
	const { size } = await stat(path);
	const plan = { path, target, header, text: { encoding, mark }, limit };
	const counted = await copyAnswer(plan, {
		...(signal && { signal }),
		onProgress: (rows) => onProgress?.(size, size, rows)
	});
	return { ...counted, unreadable: 0, isPlain: false };
}
