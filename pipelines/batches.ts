import type { DuckDBConnection } from '@duckdb/node-api';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { message } from '#queries/messages.ts';
import { gone, isHeld } from './beside-imports.ts';
import { passFaultPoint } from './fault-points.ts';
import { identify } from './stages/identify.ts';
import { markRepeats, repeatingTables } from './stages/duplicates.ts';
import { batchTables } from './stages/load-entities.ts';
import { model, raiseDataVersion, takeBackDataVersion } from './stages/model.ts';
import { hasLastPage } from './stages/page-order.ts';
import { scoreWords, surveysOf } from './stages/score-words.ts';
import { readTones } from './stages/tone.ts';
import { readNumbers } from './warehouse/numbers.ts';
import type { Warehouse } from './warehouse/open.ts';

const warningShape = z.array(z.object({ code: z.string(), message: z.string() }));

const batchShape = z
	.object({
		batch_id: z.number(),
		source: z.string(),
		system: z.string(),
		file: z.string(),
		sha256: z.string(),
		confidence: z.number(),
		rows_read: z.number(),
		rows_loaded: z.number(),
		rows_repaired: z.number(),
		rows_duplicate: z.number(),
		rows_rejected: z.number(),
		rows_blank: z.number(),
		data_from: z.string().nullable(),
		data_to: z.string().nullable(),
		imported_at: z.string(),
		imported_by: z.string(),
		undone_at: z.string().nullable(),
		undone_by: z.string().nullable(),
		reading: z.string(),
		warnings: z.string().transform((text) => warningShape.parse(JSON.parse(text))),
		has_last_page: z.boolean()
	})
	.transform(({ has_last_page, warnings, ...batch }) => ({
		...batch,
		warnings: warnings.filter(({ code }) => code !== 'more_pages' || !has_last_page)
	}));

/** One imported file with its counts: rows_read = rows_loaded + rows_duplicate + rows_rejected. */
export type BatchRow = z.infer<typeof batchShape>;

/** One refused record. `line` is the line of the file on which it begins. */
export interface RejectRow {
	readonly line: number;
	readonly column: string | null;
	readonly value: string | null;
	readonly reason: string;
	readonly raw: string | null;
}

/** What an import says about its file. */
export interface BatchReport {
	readonly batch_id: number | null;
	readonly file: string;
	readonly sha256: string;
	readonly source: string;
	readonly confidence: number;
	readonly rows_read: number;
	readonly rows_loaded: number;
	readonly rows_repaired: number;
	readonly rows_duplicate: number;
	readonly rows_rejected: number;
	readonly rejects: readonly Omit<RejectRow, 'raw'>[];
	readonly repairs: readonly {
		readonly code: string;
		readonly count: number;
		readonly first_line: number;
	}[];
	readonly warnings: readonly { readonly code: string; readonly message: string }[];
	/** What changed since an earlier file of the same report; null for a file that continues none, and in a dry run. */
	readonly snapshot: Snapshot | null;
}

/** A file as the next snapshot of an earlier one, record by record. */
export interface Snapshot {
	readonly earlier_batch_id: number;
	readonly new_rows: number;
	readonly changed_rows: number;
	readonly vanished_rows: number;
	readonly same_rows: number;
	/** Vanished records that were open, and count as withdrawn since. */
	readonly withdrawn_rows: number;
}

const rejectsReported = 100;

const batchColumns = `batch_id, source_id as source, system, file_name as file, sha256, confidence,
	rows_read::double as rows_read, rows_loaded::double as rows_loaded, rows_repaired::double as rows_repaired,
	rows_duplicate::double as rows_duplicate, rows_rejected::double as rows_rejected, rows_blank::double as rows_blank,
	data_from::varchar as data_from, data_to::varchar as data_to,
	strftime(imported_at, '%Y-%m-%dT%H:%M:%SZ') as imported_at, imported_by,
	strftime(undone_at, '%Y-%m-%dT%H:%M:%SZ') as undone_at, undone_by, reading, warnings,
	${hasLastPage} as has_last_page`;

/** All imports, the newest first, those taken back included. */
export async function listBatches(connection: DuckDBConnection): Promise<BatchRow[]> {
	const reader = await connection.runAndReadAll(
		`select ${batchColumns} from batch order by batch_id desc`
	);
	return z.array(batchShape).parse(reader.getRowObjectsJS());
}

/** One import by its number, or null. */
export async function findBatch(
	connection: DuckDBConnection,
	batchId: number
): Promise<BatchRow | null> {
	const reader = await connection.runAndReadAll(
		`select ${batchColumns} from batch where batch_id = $batch`,
		{ batch: batchId }
	);
	const [row] = z.array(batchShape).parse(reader.getRowObjectsJS());
	return row ?? null;
}

/** The refused records of a batch in the order of the file; all of them where no limit is given. */
export async function listRejects(
	connection: DuckDBConnection,
	batchId: number,
	limit?: number
): Promise<RejectRow[]> {
	const reader = await connection.runAndReadAll(
		`select line::double as line, column_name as "column", value, reason, raw from reject where batch_id = $batch
		order by line, reason ${limit === undefined ? '' : `limit ${Math.trunc(limit)}`}`,
		{ batch: batchId }
	);
	return reader.getRowObjectsJS() as unknown as RejectRow[];
}

/** What the import of this batch said: its counts, the first 100 rejects, repairs and warnings. */
export async function batchReport(
	connection: DuckDBConnection,
	batchId: number
): Promise<BatchReport> {
	const batch = await findBatch(connection, batchId);
	if (!batch) throw new Error(`There is no batch ${batchId}.`);
	const rejects = await listRejects(connection, batchId, rejectsReported);
	const repairs = await connection.runAndReadAll(
		'select code, row_count::double as count, first_line::double as first_line from repair where batch_id = $batch order by code',
		{ batch: batchId }
	);
	const { batch_id, file, sha256, source, confidence } = batch;
	const { rows_read, rows_loaded, rows_repaired, rows_duplicate, rows_rejected, warnings } = batch;
	return {
		batch_id,
		file,
		sha256,
		source,
		confidence,
		rows_read,
		rows_loaded,
		rows_repaired,
		rows_duplicate,
		rows_rejected,
		rejects: rejects.map(({ line, column, value, reason }) => ({ line, column, value, reason })),
		repairs: repairs.getRowObjectsJS() as unknown as BatchReport['repairs'],
		warnings,
		snapshot: null
	};
}

/** Whether a live batch has a file of this size, so that it is worth waiting for the fingerprint. */
export const hasFileOfSize = (warehouse: Warehouse, bytes: number): Promise<boolean> =>
	warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			`select count(*)::integer from batch where file_bytes = ${bytes} and undone_at is null`
		);
		return Number(reader.getRowsJS()[0]?.[0]) > 0;
	});

/** Removes a kept original that no batch refers to and no import works with, after an import that came to nothing. */
export const forgetOriginalIfUnused = (warehouse: Warehouse, sha256: string): Promise<void> =>
	warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			'select count(*)::integer from batch where sha256 = $sha256',
			{ sha256 }
		);
		if (Number(reader.getRowsJS()[0]?.[0]) > 0 || isHeld(warehouse.dataDir, sha256)) return;
		await rm(join(warehouse.dataDir, 'originals', `${sha256}.zst`), { force: true });
	});

/** Records of a batch that are no repeats, as the load counts them: one of a wide table where any of its rows is none. */
async function freshOf(connection: DuckDBConnection, batchId: number): Promise<number> {
	const counted = (table: string) =>
		`(select count(*) filter (record_column(line) = 0) + count(distinct record_line(line)) filter (record_column(line) > 0)
		from ${table} where batch_id = ${batchId} and not is_repeat)`;
	const { fresh } = await readNumbers(
		connection,
		`select ${repeatingTables.map(counted).join(' + ')} as fresh`
	);
	return fresh ?? 0;
}

/** A later batch's rows that repeated a batch which is gone are its own now. */
async function recount(
	connection: DuckDBConnection,
	system: string,
	batchId: number
): Promise<void> {
	const before = await freshOf(connection, batchId);
	for (const table of repeatingTables) await markRepeats(connection, table, system, batchId);
	const freed = (await freshOf(connection, batchId)) - before;
	if (freed === 0) return;
	await connection.run(`
		update batch set rows_loaded = rows_loaded + ${freed}, rows_duplicate = rows_duplicate - ${freed}
		where batch_id = ${batchId}`);
}

/** The rows of a batch leave every table, people are identified and words of surveys scored without it. */
async function removeRows(
	connection: DuckDBConnection,
	batchId: number,
	system: string
): Promise<void> {
	const surveys = await surveysOf(connection, batchId);
	for (const table of batchTables)
		await connection.run(`delete from ${table} where batch_id = ${batchId}`);
	const later = await connection.runAndReadAll(
		'select batch_id from batch where system = $system and undone_at is null and batch_id > $batch order by batch_id',
		{ system, batch: batchId }
	);
	for (const [laterId] of later.getRowsJS()) await recount(connection, system, Number(laterId));
	if ((await scoreWords(connection, surveys)) > 0) await readTones(connection);
	await identify(connection);
}

/**
 * Takes back the batch of an import that was cancelled before its models were made, as if it had never been: nobody was
 * told of it, so the history does not know it either.
 */
export async function forgetBatch(warehouse: Warehouse, batchId: number): Promise<void> {
	const sha256 = await warehouse.transaction(async (connection) => {
		const batch = await findBatch(connection, batchId);
		if (!batch) throw new Error(`There is no batch ${batchId}.`);
		await removeRows(connection, batchId, batch.system);
		await connection.run(`delete from batch where batch_id = ${batchId}`);
		await takeBackDataVersion(connection);
		return batch.sha256;
	});
	gone(warehouse.dataDir, batchId);
	await forgetOriginalIfUnused(warehouse, sha256);
}

/** A batch that cannot be taken back. */
export class BatchError extends Error {
	override readonly name = 'BatchError';
}

/**
 * Takes one import back: its rows leave every table, people are identified and words of surveys scored without it, and the
 * models are made anew. The batch stays in the history, marked, and its file can be imported again. Throws `BatchError` for
 * an unknown batch or one that was taken back before.
 */
export async function undoBatch(
	warehouse: Warehouse,
	batchId: number,
	by: string,
	now: () => Date = () => new Date()
): Promise<{ batch_id: number; rows_taken_back: number }> {
	const rows = await warehouse.transaction(async (connection) => {
		const batch = await findBatch(connection, batchId);
		if (!batch) throw new BatchError(message('import.there_no_batch', { batch_id: batchId }));
		if (batch.undone_at !== null)
			throw new BatchError(message('import.batch_was_taken_back_before', { batch_id: batchId }));
		await removeRows(connection, batchId, batch.system);
		await connection.run(
			'update batch set undone_at = $when::timestamp, undone_by = $by where batch_id = $batch',
			{
				when: now().toISOString(),
				by,
				batch: batchId
			}
		);
		await raiseDataVersion(connection);
		passFaultPoint('undo');
		return batch.rows_loaded;
	});
	passFaultPoint('undone');
	await model(warehouse);
	return { batch_id: batchId, rows_taken_back: rows };
}
