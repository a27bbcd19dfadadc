import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { message } from '#queries/messages.ts';
import type { ImportedFile } from './import.ts';
import { canBeMapped, ImportError } from './import-error.ts';
import type { SheetFit } from './import-parts.ts';
import { sheetFits, warnOfPaths } from './import-parts.ts';
import type { Mapping } from './mapping.ts';
import { bytesPreviewed, copyBeginning } from './preview-beginning.ts';
import { knownFile } from './preview-repeats.ts';
import type { TriedRows } from './preview-rows.ts';
import { tryRows } from './preview-rows.ts';
import type { Encoding } from './readers/encodings.ts';
import { lookAtZip, unpackZip } from './readers/packed.ts';
import { isGzip } from './readers/receive.ts';
import { isZip } from './readers/zip.ts';
import type { MappedColumn } from './stages/map.ts';
import { mappedColumns } from './stages/map.ts';
import { earlierOrders } from './stages/earlier-order.ts';
import { organisationZone } from './stages/organisation-day.ts';
import type { Candidate, Recognition } from './stages/recognise.ts';
import { recognise, sheetOf } from './stages/recognise.ts';
import type { Warning } from './stages/warn.ts';
import { warnOfReading } from './stages/warn.ts';
import type { Warehouse } from './warehouse/open.ts';

/** One file of an archive, or one sheet of a workbook: the export that it is and what its rows would become, or why it is left out. */
export interface PreviewPart {
	readonly name: string;
	readonly source: string | null;
	readonly looked: TriedRows['looked'];
	readonly refusal: string | null;
}

/** What a file would become, seen from its beginning. */
export interface Preview extends TriedRows {
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
		/** What shows the decimal sign. */
		readonly decimals: string | null;
		/** What shows the unit of plain lengths of time. */
		readonly durations: string | null;
		readonly timeZone: string;
		readonly evidence: readonly string[];
	} | null;
	readonly columns: readonly (MappedColumn & { readonly example: string | null })[];
	readonly head: readonly (readonly string[])[];
	/** A date of which nothing tells whether day or month comes first, so that a person has to say it; null where that is known. */
	readonly openDate: string | null;
	/** The name of the saved mapping by which the file was read. */
	readonly mapping: string | null;
	/** The sheets of a workbook, and which of them are exports and imported where none is chosen. */
	readonly sheets: readonly { readonly name: string; readonly isImported: boolean }[];
	/** What an archive or a workbook holds where it is more than one thing; the rest tells of the first that is an export. */
	readonly parts: readonly PreviewPart[];
	readonly warnings: readonly Warning[];
	/** Why the file cannot be imported as it stands. */
	readonly refusal: {
		readonly code: string;
		readonly message: string;
		/** Whether it is a table that a mapping could make an export of. */
		readonly canMap: boolean;
	} | null;
}

const rowsShown = 20;

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
	looked: { rows: 0, isWhole: false, refused: [], duplicates: { inFile: 0, inWarehouse: 0 } },
	openDate: null,
	mapping: null,
	sheets: [],
	parts: [],
	warnings: []
};

/** What a person said of the file that is looked at. */
export interface PreviewOptions {
	readonly source?: string | undefined;
	readonly sheet?: string | undefined;
	/** The encoding of a text; guessed where none is named. */
	readonly encoding?: Encoding | undefined;
	readonly timeZone?: string | undefined;
	/** The order of day and month where the values leave it open. */
	readonly dateOrder?: 'dmy' | 'mdy' | undefined;
	readonly mapping?: Mapping | undefined;
	/** Mappings to be tried where neither source nor mapping is named. */
	readonly saved?: readonly Mapping[] | undefined;
	/** The warehouse that may hold the file or some of its rows already. */
	readonly warehouse?: Warehouse | undefined;
}

const packedFiles = 20;

/** A date whose order a person has to be asked for. */
const openDateOf = ({ reading }: Recognition): string | null =>
	reading.format === 'delimited' ? reading.dates.openCell : null;

async function previewText(
	file: ImportedFile,
	folder: string,
	options: PreviewOptions,
	fits: readonly SheetFit[] = []
): Promise<Preview> {
	const beginning = file.look ? file.path : join(folder, 'beginning');
	const isWhole = file.look ? true : await copyBeginning(file.path, beginning);
	const recognition = await recognise(beginning, {
		...options,
		earlier: options.warehouse && (await earlierOrders(options.warehouse)),
		ownZone: options.warehouse && (await organisationZone(options.warehouse)),
		fileName: file.name,
		look: file.look
	});
	const { source, reading } = recognition;
	const table =
		source.format === 'table' && reading.format === 'delimited' ? { source, reading } : null;
	const timeZone = options.timeZone ?? options.mapping?.reading?.timeZone ?? 'UTC';
	const known =
		options.warehouse &&
		(await knownFile(options.warehouse, file, {
			sheet: sheetOf(recognition),
			encoding: options.encoding ?? null,
			asked: options.mapping ?? null
		}));
	return {
		source: { id: source.id, title: source.title },
		confidence: recognition.confidence,
		reasons: recognition.reasons,
		runnerUp: recognition.closest.find((one) => one.source !== source.id) ?? null,
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
			decimals: table?.reading.numbers.evidence ?? null,
			durations: table?.reading.durations.evidence ?? null,
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
		...(await tryRows(beginning, folder, recognition, {
			timeZone,
			isWhole,
			warehouse: options.warehouse,
			isKnownFile: Boolean(known)
		})),
		openDate: known ? null : openDateOf(recognition),
		mapping: recognition.mapping ?? null,
		sheets:
			file.look?.kind === 'workbook'
				? file.look.sheets.map(({ name }) => ({
						name,
						isImported: fits.some((fit) => fit.name === name && fit.isImported)
					}))
				: [],
		parts: [],
		warnings: [...(known?.warnings ?? []), ...warnOfReading(recognition, options.timeZone)],
		refusal: null
	};
}

const partOf = (name: string, { source, looked, refusal }: Preview): PreviewPart => ({
	name,
	source: source?.title ?? null,
	looked,
	refusal: refusal?.message ?? null
});

/** The beginning of the sheet that was asked for, or of the first that is an export with what all sheets are. */
async function previewWorkbook(
	file: ImportedFile,
	folder: string,
	options: PreviewOptions
): Promise<Preview> {
	const fits = await sheetFits(file, options);
	const asked = options.sheet ?? options.mapping?.reading?.sheet;
	const parts: PreviewPart[] = [];
	let shown: Preview | null = null;
	let openDate: Preview['openDate'] = null;
	for (const { name, isImported, isExport } of asked === undefined ? fits : []) {
		if (!isImported) {
			const why = isExport
				? message('import.hidden_sheet_stays_out')
				: message('import.unknown_sheet_stays_out');
			parts.push({ name, source: null, looked: nothing.looked, refusal: why });
			continue;
		}
		const own = await mkdtemp(join(folder, 'sheet-'));
		const preview = await previewText(file, own, { ...options, sheet: name }, fits);
		shown ??= preview;
		openDate ??= preview.openDate;
		parts.push(partOf(name, preview));
	}
	if (shown === null) return previewText(file, folder, options, fits);
	return { ...shown, openDate, parts: parts.length > 1 ? parts : [] };
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
	let openDate: Preview['openDate'] = null;
	const entries = await unpackZip(file.path, inner, { most });
	for (const entry of entries) {
		const preview = await previewAs({ path: entry.path, name: entry.name }, options, true);
		if (preview.refusal === null) shown ??= preview;
		openDate ??= preview.openDate;
		if (preview.parts.length === 0) parts.push(partOf(entry.name, preview));
		else
			parts.push(...preview.parts.map((part) => ({ ...part, name: `${entry.name}/${part.name}` })));
	}
	if (shown !== null) {
		const warnings = [...warnOfPaths(entries), ...shown.warnings];
		return { ...shown, openDate, parts, warnings };
	}
	const why =
		parts.length === 0
			? message('import.archive_holds_no_files_nothing_was')
			: message('import.none_files_in_archive_export_known');
	return {
		...nothing,
		closest: [],
		parts,
		refusal: { code: 'unknown_source', message: why, canMap: false }
	};
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
			: await previewWorkbook({ ...file, look }, folder, options);
	} catch (cause) {
		if (!(cause instanceof ImportError)) throw cause;
		const closest = (cause.details['closest'] ?? []) as readonly Candidate[];
		const { code, message: why } = cause;
		return { ...nothing, closest, refusal: { code, message: why, canMap: canBeMapped(cause) } };
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
