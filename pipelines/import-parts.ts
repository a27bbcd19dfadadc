import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '#queries/messages.ts';
import { withAllPages } from './batch-models.ts';
import type { BatchReport } from './batches.ts';
import { cancelledAfter, finishImport } from './finish.ts';
import type { ImportErrorCode } from './import-error.ts';
import { ImportError } from './import-error.ts';
import type { ImportedFile, ImportOptions } from './import.ts';
import { importFile, mappingsOf } from './import.ts';
import type { UnpackedFile } from './readers/packed.ts';
import { lookAtZip, unpackZip } from './readers/packed.ts';
import { isZip } from './readers/zip.ts';
import type { RecogniseOptions } from './stages/recognise.ts';
import { recognise } from './stages/recognise.ts';
import type { Warning } from './stages/warn.ts';
import { requireRoom } from './warehouse/disk.ts';
import type { Warehouse } from './warehouse/open.ts';

/** One part of a file that was not imported, and why. */
export interface PartError {
	readonly file: string;
	readonly code: ImportErrorCode;
	readonly message: string;
	readonly details: Readonly<Record<string, unknown>>;
}

/** What became of a file: a batch for each part that is an export, an error for each that is not. */
export interface ImportedParts {
	readonly batches: readonly BatchReport[];
	readonly errors: readonly PartError[];
}

/** A part of a file as `importFile` takes it. */
interface Part {
	readonly file: ImportedFile;
	readonly sheet?: string;
	/** What its owner should know of the file that it is a part of. */
	readonly warnings?: readonly Warning[];
}

/** A sheet of a workbook that holds something. */
export interface SheetFit {
	readonly name: string;
	readonly isHidden: boolean;
	/** Whether it is imported where no sheet is named: what is an export and visible, or hidden where no other is. */
	readonly isImported: boolean;
	readonly isExport: boolean;
}

/** What the sheets of a workbook are, in their order; none for any other file. */
export async function sheetFits(
	file: ImportedFile,
	options: RecogniseOptions
): Promise<readonly SheetFit[]> {
	const { look } = file;
	if (look?.kind !== 'workbook') return [];
	const found: Omit<SheetFit, 'isImported'>[] = [];
	for (const { name, isHidden } of look.sheets.filter(({ rows }) => rows.length > 0)) {
		const own = { ...options, fileName: file.name, look, sheet: name };
		const isExport = await recognise(file.path, own).then(
			() => true,
			(cause: unknown) => {
				if (cause instanceof ImportError) return false;
				throw cause;
			}
		);
		found.push({ name, isHidden, isExport });
	}
	const isAnyVisible = found.some(({ isHidden, isExport }) => !isHidden && isExport);
	return found.map((sheet) => ({
		...sheet,
		isImported: sheet.isExport && !(isAnyVisible && sheet.isHidden)
	}));
}

/** What a workbook holds beside the sheets that are imported, and why they are not. */
function warnOfSheets(fits: readonly SheetFit[]): Warning[] {
	const list = fits
		.filter(({ isImported }) => !isImported)
		.map(({ name, isExport }) =>
			isExport
				? message('import.sheet_is_hidden', { sheet: name })
				: message('import.sheet_is_no_export', { sheet: name })
		);
	if (list.length === 0) return [];
	return [
		{
			code: 'sheets_left_out',
			message: message('import.sheets_were_left_out', { list: list.join('; ') })
		}
	];
}

async function sheetsOf(file: ImportedFile, options: ImportOptions): Promise<Part[]> {
	const asked = options.sheet ?? options.mapping?.reading?.sheet;
	if (asked !== undefined) return [{ file, sheet: asked }];
	const fits = await sheetFits(file, options);
	const [first, ...others] = fits.filter(({ isImported }) => isImported);
	if (first === undefined) return [{ file }];
	const warnings = warnOfSheets(fits);
	if (others.length === 0) return [{ file, sheet: first.name, warnings }];
	return [first, ...others].map(({ name }, place) => ({
		file: { ...file, name: `${file.name}/${name}` },
		sheet: name,
		...(place === 0 && { warnings })
	}));
}

/** The parts, the first of them with what is to be told of all. */
const withWarnings = ([first, ...others]: Part[], warnings: readonly Warning[]): Part[] =>
	first === undefined
		? []
		: [{ ...first, warnings: [...warnings, ...(first.warnings ?? [])] }, ...others];

/** A file cut into what is imported on its own: the sheets of a workbook that are exports, the files of an archive. */
async function partsOf(
	warehouse: Warehouse,
	file: ImportedFile,
	folder: string,
	options: ImportOptions
): Promise<Part[]> {
	if (!(await isZip(file.path))) return [{ file }];
	const signal = options.signal && { signal: options.signal };
	const look = await lookAtZip(file.path, { ...signal });
	if (look.kind === 'workbook') return sheetsOf({ ...file, look }, options);
	requireRoom(warehouse.dataDir, look.bytes);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const entries = await unpackZip(file.path, folder, { ...signal });
	if (entries.length === 0)
		throw new ImportError('empty_file', message('import.archive_holds_no_files_nothing_was'));
	const parts: Part[] = [];
	for (const entry of entries) {
		const inner = { path: entry.path, name: `${file.name}/${entry.name}` };
		const packed = (await isZip(inner.path)) ? await lookAtZip(inner.path).catch(() => null) : null;
		if (packed?.kind === 'workbook')
			parts.push(
				...withWarnings(await sheetsOf({ ...inner, look: packed }, options), warnOfPaths([entry]))
			);
		else parts.push({ file: inner, warnings: warnOfPaths([entry]) });
	}
	return parts;
}

/** That an archive names paths outside of itself, to which nothing is written. */
export function warnOfPaths(entries: readonly UnpackedFile[]): Warning[] {
	const paths = entries.flatMap(({ statedAs }) => statedAs ?? []);
	if (paths.length === 0) return [];
	const values = { count: paths.length, list: paths.map((path) => `"${path}"`).join(', ') };
	return [
		{ code: 'path_ignored', message: message('import.paths_in_archive_were_ignored', values) }
	];
}

const errorOf = (file: string, { code, message, details }: ImportError): PartError => ({
	file,
	code,
	message,
	details
});

/**
 * Imports a file with all that it holds: each sheet of a workbook that is an export, and each file of a zip archive, as a
 * batch of its own, named `file/part` where there are several. What is no export is told and keeps none of the others
 * back. Throws only what stops the whole, such as `cancelled`.
 */
export async function importParts(
	warehouse: Warehouse,
	file: ImportedFile,
	given: ImportOptions
): Promise<ImportedParts> {
	const options = { ...given, saved: given.saved ?? mappingsOf(warehouse) };
	const folder = join(warehouse.stagingDir, randomUUID());
	const batches: BatchReport[] = [];
	const errors: PartError[] = [];
	try {
		for (const part of await partsOf(warehouse, file, folder, options)) {
			try {
				const { sheet, warnings } = part;
				const own = { ...options, sheet, warnings, isOneOfMany: true };
				batches.push(await importFile(warehouse, part.file, own));
			} catch (cause) {
				if (!(cause instanceof ImportError)) throw cause;
				if (cause.code === 'cancelled') throw cancelledAfter(batches, cause);
				errors.push(errorOf(part.file.name, cause));
			}
		}
	} catch (cause) {
		if (!(cause instanceof ImportError) || cause.code === 'cancelled') throw cause;
		errors.push(errorOf(file.name, cause));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	if (!options.isOneOfMany && !options.dryRun) await finishImport(warehouse, batches, options);
	const told = await warehouse.read((connection) =>
		Promise.all(batches.map((report) => withAllPages(connection, report)))
	);
	return { batches: told, errors };
}
