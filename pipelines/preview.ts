import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { message } from '#queries/messages.ts';
import type { ImportedFile } from './import.ts';
import { ImportError } from './import-error.ts';
import { fittingSheets } from './import-parts.ts';
import type { Mapping } from './mapping.ts';
import { lookAtZip, unpackZip } from './readers/packed.ts';
import { isGzip } from './readers/receive.ts';
import { isZip } from './readers/zip.ts';
import { recordPlace } from './record-place.ts';
import { quote } from './sources/columns.ts';
import { convertStatements } from './stages/convert-statements.ts';
import { leastResemblance } from './stages/fit.ts';
import type { MappedColumn } from './stages/map.ts';
import { mappedColumns } from './stages/map.ts';
import { prepare } from './stages/prepare.ts';
import type { Candidate, Recognition } from './stages/recognise.ts';
import { recognise } from './stages/recognise.ts';
import type { Warning } from './stages/warn.ts';
import { warnOfReading } from './stages/warn.ts';

/** One file of an archive: the export that it is, or why it is none. */
export interface PreviewPart {
	readonly name: string;
	readonly source: string | null;
	readonly refusal: string | null;
}

/** What a file would become, seen from its beginning. */
export interface Preview {
	readonly source: { readonly id: string; readonly title: string } | null;
	readonly confidence: number;
	readonly reasons: readonly string[];
	readonly runnerUp: Candidate | null;
	readonly closest: readonly Candidate[];
	readonly reading: {
		readonly format: 'delimited' | 'json';
		readonly encoding: string;
		readonly compression: 'gzip' | null;
		readonly delimiter: string | null;
		/** The sheet of a workbook that was read. */
		readonly sheet: string | null;
		readonly headerLine: number | null;
		readonly dateOrder: string | null;
		/** What shows the order of day and month, or that there are no dates. */
		readonly dates: string | null;
		readonly timeZone: string;
		readonly evidence: readonly string[];
	} | null;
	readonly columns: readonly (MappedColumn & { readonly example: string | null })[];
	readonly head: readonly (readonly string[])[];
	/** The first records as they would be stored, or why they would be refused. */
	readonly rows: readonly {
		readonly line: number;
		/** The column that the row comes from, from 1, where a record becomes a row for each of its items. */
		readonly column?: number;
		readonly values: Readonly<Record<string, string | null>>;
		readonly reason: string | null;
	}[];
	/** The first rows that would be refused, wherever they stand among the first records. */
	readonly refused: readonly {
		readonly line: number;
		readonly column: string | null;
		readonly value: string | null;
		readonly reason: string;
	}[];
	/** How many of the first records were tried, and how many of them were refused for what. */
	readonly looked: {
		readonly rows: number;
		readonly refused: readonly { readonly reason: string; readonly count: number }[];
	};
	/** The name of the saved mapping by which the file was read. */
	readonly mapping: string | null;
	/** The sheets of a workbook, and which of them are exports and imported where none is chosen. */
	readonly sheets: readonly { readonly name: string; readonly isImported: boolean }[];
	/** What a zip archive holds; the rest tells of the first file of it that is an export. */
	readonly parts: readonly PreviewPart[];
	readonly warnings: readonly Warning[];
	/** Why the file cannot be imported as it stands. */
	readonly refusal: { readonly code: string; readonly message: string } | null;
}

const bytesPreviewed = 256 * 1024;
const rowsShown = 20;
const rowsTried = 1000;
const refusedShown = 10;

/** The beginning of the file, unpacked, cut at its last whole line. */
export async function copyBeginning(path: string, target: string): Promise<void> {
	const packed = await isGzip(path);
	if (packed) {
		await pipeline(
			createReadStream(path, { end: bytesPreviewed }),
			createGunzip({ finishFlush: 2 }),
			createWriteStream(target)
		).catch(() => undefined);
	} else
		await pipeline(createReadStream(path, { end: bytesPreviewed - 1 }), createWriteStream(target));
	const file = await open(target, 'r+');
	try {
		const { size } = await file.stat();
		if (!packed && size < bytesPreviewed) return;
		const bytes = Buffer.alloc(size);
		await file.read(bytes, 0, size, 0);
		const end = bytes.lastIndexOf(10);
		if (end > 0) await file.truncate(end + 1);
	} finally {
		await file.close();
	}
}

/** The first records converted in a private engine, a staged row each. */
async function convertBeginning(
	path: string,
	folder: string,
	recognition: Recognition,
	timeZone: string
): Promise<Pick<Preview, 'rows' | 'refused' | 'looked'>> {
	const limit = recognition.source.format === 'table' ? rowsTried : rowsShown;
	const prepared = await prepare(path, folder, recognition, {
		strict: false,
		timeZone,
		limit
	});
	const instance = await DuckDBInstance.create(':memory:', {
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false'
	});
	const connection = await instance.connect();
	try {
		await connection.run("set TimeZone = 'UTC'");
		const { plan } = prepared;
		const from =
			plan.kind === 'table'
				? `(select *, row_number() over () - 1 as place from (${plan.select}))`
				: `(select *, file_row_number as place from read_parquet([${(await convertStatements(connection, plan)).files.map(quote).join(', ')}], file_row_number = true, union_by_name = true))`;
		const counted = await connection.runAndReadAll(
			`select reject_reason as reason, count(*)::integer as count from ${from} group by all order by count desc, reason`
		);
		const counts = counted.getRowObjectsJS().map(({ reason, count }) => ({
			reason: reason === null ? null : String(reason),
			count: Number(count)
		}));
		const looked = {
			rows: counts.reduce((sum, { count }) => sum + count, 0),
			refused: counts.flatMap(({ reason, count }) => (reason === null ? [] : [{ reason, count }]))
		};
		const reader = await connection.runAndReadAll(
			`select coalesce(line, ${prepared.firstLine} + place)::double as line, columns(* exclude (line, place, raw, repairs))::varchar from ${from}
			order by line & ${2 ** 40 - 1}, line limit ${rowsShown}`
		);
		const rows = reader.getRowObjectsJS().map((row) => {
			const {
				line,
				reject_reason,
				reject_column: _column,
				reject_value: _value,
				...values
			} = row as Record<string, string | null>;
			const place = recordPlace(Number(line));
			return {
				line: place.line,
				...(place.column !== null && { column: place.column }),
				reason: reject_reason ?? null,
				values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
			};
		});
		const damaged = await connection.runAndReadAll(
			`select (coalesce(line, ${prepared.firstLine} + place) & ${2 ** 40 - 1})::double as line, reject_column as column, reject_value as value, reject_reason as reason
			from ${from} where reject_reason is not null order by 1 limit ${refusedShown}`
		);
		const refused = damaged.getRowObjectsJS() as unknown as Preview['refused'];
		return { rows, refused, looked };
	} finally {
		connection.closeSync();
		instance.closeSync();
	}
}

const nothing: Omit<Preview, 'refusal' | 'closest'> = {
	source: null,
	confidence: 0,
	reasons: [],
	runnerUp: null,
	reading: null,
	columns: [],
	head: [],
	rows: [],
	refused: [],
	looked: { rows: 0, refused: [] },
	mapping: null,
	sheets: [],
	parts: [],
	warnings: []
};

/** What a person said of the file that is looked at. */
export interface PreviewOptions {
	readonly source?: string | undefined;
	readonly sheet?: string | undefined;
	readonly timeZone?: string | undefined;
	readonly mapping?: Mapping | undefined;
	/** Mappings to be tried where neither source nor mapping is named. */
	readonly saved?: readonly Mapping[] | undefined;
}

const packedFiles = 20;

async function previewText(
	file: ImportedFile,
	folder: string,
	options: PreviewOptions
): Promise<Preview> {
	const beginning = file.look ? file.path : join(folder, 'beginning');
	if (!file.look) await copyBeginning(file.path, beginning);
	const recognition = await recognise(beginning, {
		...options,
		fileName: file.name,
		look: file.look
	});
	const { source, reading } = recognition;
	const table =
		source.format === 'table' && reading.format === 'delimited' ? { source, reading } : null;
	const timeZone = options.timeZone ?? options.mapping?.reading?.timeZone ?? 'UTC';
	const imported = file.look ? await fittingSheets(file, options) : [];
	return {
		source: { id: source.id, title: source.title },
		confidence: recognition.confidence,
		reasons: recognition.reasons,
		runnerUp:
			recognition.closest.find(
				(one) => one.source !== source.id && one.score >= leastResemblance
			) ?? null,
		closest: recognition.closest,
		reading: {
			format: reading.format,
			encoding: reading.encoding,
			compression: (await isGzip(file.path)) ? 'gzip' : null,
			delimiter: table?.reading.delimiter ?? null,
			sheet: table?.reading.sheet ?? null,
			headerLine: table?.reading.headerLines ?? null,
			dateOrder: table
				? table.reading.dates.isAmbiguous
					? 'ambiguous'
					: table.reading.dates.hasDates
						? table.reading.dates.dateOrder
						: null
				: null,
			dates: table?.reading.dates.evidence ?? null,
			timeZone,
			evidence: recognition.reasons
		},
		columns: table
			? mappedColumns(table.source, table.reading).map((column, index) => ({
					...column,
					example: table.reading.rows.find((row) => (row[index] ?? '') !== '')?.[index] ?? null
				}))
			: [],
		head: table ? [table.reading.headings, ...table.reading.rows.slice(0, rowsShown)] : [],
		...(await convertBeginning(beginning, folder, recognition, timeZone)),
		mapping: recognition.mapping ?? null,
		sheets:
			file.look?.kind === 'workbook'
				? file.look.sheets.map(({ name }) => ({ name, isImported: imported.includes(name) }))
				: [],
		parts: [],
		warnings: warnOfReading(recognition, options.timeZone),
		refusal: null
	};
}

/** The beginning of the first export of an archive, with what all its files are. */
async function previewArchive(
	file: ImportedFile,
	folder: string,
	options: PreviewOptions
): Promise<Preview> {
	const inner = join(folder, 'archive');
	await mkdir(inner);
	const most = { files: packedFiles, bytes: bytesPreviewed };
	const parts: PreviewPart[] = [];
	let shown: Preview | null = null;
	for (const entry of await unpackZip(file.path, inner, { most })) {
		const preview = await previewAs({ path: entry.path, name: entry.name }, options, true);
		if (preview.refusal === null) shown ??= preview;
		parts.push({
			name: entry.name,
			source: preview.source?.title ?? null,
			refusal: preview.refusal?.message ?? null
		});
	}
	if (shown !== null) return { ...shown, parts };
	const why =
		parts.length === 0
			? message('import.archive_holds_no_files_nothing_was')
			: message('import.none_files_in_archive_export_known');
	return { ...nothing, closest: [], parts, refusal: { code: 'unknown_source', message: why } };
}

async function previewAs(
	file: ImportedFile,
	options: PreviewOptions,
	isInArchive: boolean
): Promise<Preview> {
	const folder = await mkdtemp(join(tmpdir(), 'autonometer-preview-'));
	try {
		if (!(await isZip(file.path))) return await previewText(file, folder, options);
		const look = await lookAtZip(file.path);
		return look.kind === 'archive' && !isInArchive
			? await previewArchive(file, folder, options)
			: await previewText({ ...file, look }, folder, options);
	} catch (cause) {
		if (!(cause instanceof ImportError)) throw cause;
		const closest = (cause.details['closest'] ?? []) as readonly Candidate[];
		return { ...nothing, closest, refusal: { code: cause.code, message: cause.message } };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Recognises a file from its beginning and shows its first records as they would be stored. Imports nothing. A file that
 * cannot be imported is answered with its refusal, not thrown.
 */
export const previewFile = (file: ImportedFile, options: PreviewOptions = {}): Promise<Preview> =>
	previewAs(file, options, false);
