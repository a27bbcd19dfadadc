import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import { scanDelimited } from '../readers/delimited.ts';
import { normaliseJson, scanJson } from '../readers/json.ts';
import { unwrapMultipart } from '../readers/multipart.ts';
import { isCutAsItStands } from '../readers/encodings.ts';
import { normaliseDelimited } from '../readers/normalise-delimited.ts';
import { isGzip, transcode, unpack } from '../readers/receive.ts';
import type { ConvertPlan } from './convert-child.ts';
import type { CutOptions } from './cut-table.ts';
import { asUtf8, cutJson, cutSheet, cutText } from './cut-table.ts';
import type { TableFile } from './map.ts';
import { absentColumns, findTimes, learnFromTable, mapTable } from './map.ts';
import type { TableReading } from './read-table.ts';
import type { Recognition, StatementReading } from './recognise.ts';
import type { StatementTable } from './statement-table.ts';
import { selectStatementRows } from './statement-table.ts';

/** A file that is ready to be converted, with our own count of its records. */
export interface Prepared {
	readonly plan: ConvertPlan;
	readonly records: number;
	readonly blankLines: number;
	/** Lines before the first record where records carry no line of their own. */
	readonly firstLine: number;
	/** Whether a record is named by its line, by its row in a sheet or, where several share a line, by its place. */
	readonly numbering: 'line' | 'row' | 'record';
	/** Bytes that are no character of the file's encoding. */
	readonly unreadable: number;
	/** Whether it is xAPI pages that all name a next one, or that hold the last; null for no pages. */
	readonly page: 'open' | 'last' | null;
}

export interface PrepareOptions extends CutOptions {
	readonly strict: boolean;
	readonly timeZone: string;
}

/** The file unpacked where it is packed, or taken out of a multipart answer; the path of what will be read. */
export async function unpackIfPacked(
	path: string,
	folder: string,
	options: { readonly signal?: AbortSignal; readonly onBytes?: (bytes: number) => void }
): Promise<string> {
	const target = join(folder, 'unpacked');
	if (await isGzip(path)) {
		await unpack(path, target, options);
		return target;
	}
	const signal = options.signal && { signal: options.signal };
	return (await unwrapMultipart(path, target, { ...signal })) ? target : path;
}

async function prepareTable(
	path: string,
	folder: string,
	recognition: Recognition,
	options: PrepareOptions
): Promise<Prepared> {
	const { source, reading } = recognition;
	if (source.format !== 'table' || reading.format !== 'delimited')
		throw new ImportError('wrong_format', message('import.file_no_table'));
	const target = join(folder, 'normalised.csv');
	const counted = reading.isJson
		? await cutJson(path, target, reading, options)
		: reading.sheet === null
			? await cutText(path, folder, target, reading, options)
			: await cutSheet(path, target, reading, reading.sheet, options);
	if (counted.isPlain) {
		const file: TableFile = {
			path: counted.path,
			layout: 'original',
			isTrimmed: counted.isTrimmed
		};
		return tablePlan(folder, recognition, reading, file, counted);
	}
	if (counted.records === 0) {
		throw new ImportError('empty_file', message('import.file_has_header_and_no_rows'));
	}
	await sameCount(target, reading, counted.records);
	return tablePlan(
		folder,
		recognition,
		reading,
		{ path: target, layout: 'normalised', isTrimmed: false },
		counted
	);
}

/** The normalised file is plain, by the same scanner that judges files from outside. */
async function sameCount(path: string, reading: TableReading, records: number): Promise<void> {
	const check = await scanDelimited(path, {
		delimiter: ',',
		fields: reading.header.length + 4,
		headerLines: 0,
		mark: 0
	});
	if (!check.isPlain || check.records !== records) {
		throw new ImportError(
			'counts_differ',
			message('import.file_was_cut_into_records_and', { records, records2: check.records })
		);
	}
}

function tablePlan(
	folder: string,
	recognition: Recognition,
	reading: TableReading,
	file: TableFile,
	counted: Pick<Prepared, 'records' | 'blankLines' | 'unreadable'> & Partial<Pick<Prepared, 'page'>>
): Prepared {
	const { records, blankLines, unreadable, page = null } = counted;
	if (recognition.source.format !== 'table')
		throw new ImportError('wrong_format', message('import.file_no_table'));
	return {
		plan: {
			kind: 'table',
			entity: recognition.source.entity,
			learn: learnFromTable(recognition.source, reading, file),
			isCodeLearned: recognition.source.learns !== undefined,
			select: mapTable(recognition.source, reading, file),
			times: findTimes(reading, file),
			absent: absentColumns(recognition.source, reading),
			outDir: folder,
			tempDir: join(folder, 'temp')
		},
		records,
		blankLines,
		unreadable,
		firstLine: reading.headerLines + 1,
		numbering: reading.isJson ? 'record' : reading.sheet === null ? 'line' : 'row',
		page
	};
}

/** Statements in a table: the table is cut by our own rules, and the converter takes the statements out of it. */
async function prepareStatementTable(
	path: string,
	folder: string,
	reading: StatementReading,
	table: StatementTable,
	options: PrepareOptions
): Promise<Prepared> {
	const bytes = await asUtf8(path, folder, reading.encoding, reading.mark, options.signal);
	const target = join(folder, 'normalised.csv');
	const { size } = await stat(bytes.path);
	const dialect = {
		delimiter: table.delimiter,
		fields: table.header.length,
		headerLines: table.headerLines,
		mark: bytes.mark
	};
	const counted = await normaliseDelimited(bytes.path, target, dialect, bytes.encoding, {
		...(options.signal && { signal: options.signal }),
		onRows: (rows) => options.onProgress?.(size, size, rows)
	});
	if (counted.records === 0) throw noStatements();
	return {
		plan: {
			kind: 'statements',
			path: join(folder, 'statements.tsv'),
			layout: 'normalised',
			select: selectStatementRows(target, table),
			strict: options.strict,
			timeZone: options.timeZone,
			outDir: folder,
			tempDir: join(folder, 'temp')
		},
		records: counted.records,
		blankLines: counted.blankLines,
		unreadable: bytes.unreadable,
		firstLine: table.headerLines + 1,
		numbering: 'line',
		page: null
	};
}

const noStatements = () =>
	new ImportError('empty_file', message('import.file_holds_no_statements_nothing_was'));

async function prepareStatements(
	path: string,
	folder: string,
	reading: StatementReading,
	options: PrepareOptions
): Promise<Prepared> {
	const { encoding, mark, table, isAsked } = reading;
	if (table) return prepareStatementTable(path, folder, reading, table, options);
	const isRead = isAsked ? encoding === 'utf-8' : isCutAsItStands(encoding);
	const readable = mark > 0 || !isRead ? join(folder, 'transcoded') : path;
	const signal = options.signal && { signal: options.signal };
	const unreadable =
		readable === path ? 0 : await transcode(path, readable, encoding, { ...signal });
	const { size } = await stat(readable);
	const onBytes = (bytes: number) => options.onProgress?.(bytes, size, 0);
	const scan = await scanJson(readable, { ...signal, onBytes });
	if (scan.records === 0) throw noStatements();
	const target = join(folder, 'normalised.tsv');
	const numbering = scan.sharesLines ? 'record' : 'line';
	if (scan.layout === 'normalised') await normaliseJson(readable, target, { ...signal, numbering });
	return {
		plan: {
			kind: 'statements',
			path: scan.layout === 'normalised' ? target : readable,
			layout: scan.layout,
			strict: options.strict,
			timeZone: options.timeZone,
			outDir: folder,
			tempDir: join(folder, 'temp')
		},
		records: scan.records,
		blankLines: scan.blankLines,
		unreadable,
		firstLine: 1,
		numbering,
		page: scan.page
	};
}

/**
 * Counts the records of an unpacked file by our own scanner and, where the file is damaged or unusual, writes a clean copy
 * of it beside. Throws `empty_file` for a header without rows.
 */
export const prepare = (
	path: string,
	folder: string,
	recognition: Recognition,
	options: PrepareOptions
): Promise<Prepared> =>
	recognition.reading.format === 'json'
		? prepareStatements(path, folder, recognition.reading, options)
		: prepareTable(path, folder, recognition, options);
