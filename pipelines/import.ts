import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '#queries/messages.ts';
import { withModels } from './batch-models.ts';
import type { BatchReport, RejectRow } from './batches.ts';
import { forgetOriginalIfUnused, hasFileOfSize } from './batches.ts';
import { holdOriginal } from './beside-imports.ts';
import { passFaultPoint } from './fault-points.ts';
import { finishImport } from './finish.ts';
import { cancelledImport, ImportError } from './import-error.ts';
import type { Mapping } from './mapping.ts';
import type { Progress } from './progress.ts';
import type { Encoding } from './readers/encodings.ts';
import { progressMeter } from './progress.ts';
import { originalOf } from './originals/text.ts';
import type { ZipLook } from './readers/packed.ts';
import type { Received } from './readers/receive.ts';
import { receive } from './readers/receive.ts';
import type { Run } from './stages/convert-file.ts';
import { convertFile } from './stages/convert-file.ts';
import { earlierOrders } from './stages/earlier-order.ts';
import { organisationZone } from './stages/organisation-day.ts';
import { keepBatch } from './stages/keep.ts';
import { unpackIfPacked } from './stages/prepare.ts';
import { recognise, sheetOf } from './stages/recognise.ts';
import { savedMappings } from './saved-mappings.ts';
import { findTwin, twinOf } from './twin.ts';
import { requireRoom } from './warehouse/disk.ts';
import type { Warning } from './stages/warn.ts';
import type { Warehouse } from './warehouse/open.ts';
import { warehouseMemory } from './warehouse/memory.ts';
import { isDiskFull } from './warehouse/transaction.ts';
import { isOutOfMemoryError } from './warehouse/warehouse-error.ts';

export type { Progress } from './progress.ts';
export type { BatchReport } from './batches.ts';

export interface ImportOptions {
	/** A source that the person chose; recognised where none is named. */
	readonly source?: string | undefined;
	/** Headings of the file's own, and what its source calls them. */
	readonly mapping?: Mapping | undefined;
	/** Mappings to be tried where neither source nor mapping is named; those of the data folder where none are given. */
	readonly saved?: readonly Mapping[] | undefined;
	/** The sheet of a workbook; the one that fits best where none is named. */
	readonly sheet?: string | undefined;
	/** The encoding of a text; guessed where none is named. */
	readonly encoding?: Encoding | undefined;
	/** Zone of stamps that state none; UTC where none is named. */
	readonly timeZone?: string | undefined;
	/** The year of the first row, for dates that state none. */
	readonly year?: number | undefined;
	/** The order of day and month in a file whose values leave it open; what its values prove holds all the same. */
	readonly dateOrder?: 'dmy' | 'mdy' | undefined;
	/** Count and judge everything, keep nothing. */
	readonly dryRun?: boolean;
	/** Refuse every xAPI statement that breaks a rule, instead of mending what can be mended. */
	readonly strict?: boolean;
	/** What is known of the file already that its owner should know, kept with the batch. */
	readonly warnings?: readonly Warning[] | undefined;
	readonly importedBy: string;
	/** Share of refused records above which the file is not imported; 1 takes it whatever comes. */
	readonly badRowLimit?: number;
	/** Hears all refused records of a file that is not imported because they are too many. */
	readonly onRefused?: (file: string, rejects: readonly RejectRow[]) => void;
	/** Leaves the models to the last of several files. */
	readonly isOneOfMany?: boolean;
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: Progress) => void;
	/** When the import happened; the machine's clock where none is given. */
	readonly now?: () => Date;
}

/** The share of refused records above which every way in stops and asks (TRUST.md, decision 8). */
export const usualBadRowLimit = 0.05;

/** A file as the person knows it and where its bytes lie. */
export interface ImportedFile {
	readonly path: string;
	readonly name: string;
	/** What the archive is, where somebody looked at it before. */
	readonly look?: ZipLook;
}

const isZone = (zone: string): boolean =>
	zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone);

async function sizeOf(file: ImportedFile): Promise<number> {
	const found = await stat(file.path).catch(() => null);
	if (found?.isFile()) return found.size;
	throw new ImportError(
		'not_readable',
		message('import.file_cannot_be_read_nothing_was', { name: file.name })
	);
}

/** A fault in the words of the person who imports. */
function explain(cause: unknown, signal: AbortSignal | undefined): unknown {
	if (signal?.aborted) return cancelledImport(cause);
	if (isDiskFull(cause))
		return new ImportError(
			'disk_full',
			message('import.disk_full_nothing_was_imported_free'),
			{},
			{ cause }
		);
	if (isOutOfMemoryError(cause))
		return new ImportError(
			'out_of_memory',
			message('import.out_of_memory_nothing_was_imported', { memory: warehouseMemory() }),
			{},
			{ cause }
		);
	return cause;
}

/** The mappings that are saved in the data folder of a warehouse. */
export const mappingsOf = ({ dataDir }: Warehouse): readonly Mapping[] =>
	savedMappings(dataDir).map(({ mapping }) => mapping);

/** The file's rows in the warehouse, or nothing. */
async function keepFile(
	warehouse: Warehouse,
	file: ImportedFile,
	options: ImportOptions
): Promise<BatchReport> {
	if (options.timeZone !== undefined && !isZone(options.timeZone)) {
		throw new ImportError(
			'unknown_time_zone',
			message('import.there_no_time_zone_called_nothing', { time_zone: options.timeZone })
		);
	}
	const size = await sizeOf(file);
	requireRoom(warehouse.dataDir, size);
	const folder = join(warehouse.stagingDir, randomUUID());
	const run: Run = {
		file,
		options,
		folder,
		meter: progressMeter(options.onProgress),
		signal: options.signal && { signal: options.signal }
	};
	const onBytes = (bytes: number) => {
		run.meter({
			stage: 'receive',
			done: bytes / Math.max(size, bytes),
			bytesDone: bytes,
			bytesTotal: size
		});
	};
	await mkdir(join(folder, 'temp'), { recursive: true, mode: 0o700 });
	let receiving: Promise<Received> | null = null;
	const holds: (() => void)[] = [];
	const receiveFile = () =>
		receive(file.path, join(warehouse.dataDir, 'originals'), { ...run.signal }).then((received) => {
			holds.push(holdOriginal(warehouse.dataDir, received.sha256));
			return received;
		});
	try {
		const path = await unpackIfPacked(file.path, folder, { ...run.signal, onBytes });
		if (path !== file.path) requireRoom(warehouse.dataDir, (await stat(path)).size);
		const recognition = await recognise(path, {
			...options,
			saved: options.saved ?? mappingsOf(warehouse),
			earlier: await earlierOrders(warehouse),
			ownZone: await organisationZone(warehouse),
			fileName: file.name,
			look: file.look
		});
		passFaultPoint('recognise');
		receiving = receiveFile();
		receiving.catch(() => undefined);
		passFaultPoint('receive');
		if (await hasFileOfSize(warehouse, size)) {
			const { sha256 } = await receiving;
			const asked = { sha256, name: file.name, sheet: sheetOf(recognition) };
			const twin = await findTwin(warehouse, twinOf(asked, options, warehouse.dataDir));
			if (twin) return twin;
		}
		const converted = await convertFile(warehouse, run, path, recognition);
		const first = await receiving;
		// Another import of the same file that came to nothing may have removed it before this one held it.
		const isKept = existsSync(originalOf(warehouse.dataDir, first.sha256));
		const received = isKept ? first : await receiveFile();
		if ((await sizeOf(file)) !== received.bytes) {
			throw new ImportError('file_changed', message('import.file_changed_while_was_read_nothing'));
		}
		run.meter({ stage: 'load', done: 0, rowsTotal: converted.prepared.records });
		const report = await keepBatch(warehouse, run, received, converted);
		passFaultPoint('committed');
		return report;
	} catch (cause) {
		throw explain(cause, options.signal);
	} finally {
		const received = await receiving?.catch(() => null);
		for (const letGo of holds) letGo();
		if (received) await forgetOriginalIfUnused(warehouse, received.sha256);
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * The one way in: a file becomes rows of the warehouse, or nothing happened. The same file twice changes nothing. Throws
 * `ImportError`, whose message says what happened, what was kept and what to do.
 */
export async function importFile(
	warehouse: Warehouse,
	file: ImportedFile,
	options: ImportOptions
): Promise<BatchReport> {
	const report = await keepFile(warehouse, file, options);
	if (options.isOneOfMany || options.dryRun) return report;
	await finishImport(warehouse, [report], options);
	return warehouse.read((connection) => withModels(connection, report));
}
