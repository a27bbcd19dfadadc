import type { DuckDBConnection } from '@duckdb/node-api';
import type { BatchReport, BatchRow, RejectRow } from '#pipelines/batches.ts';
import { withModels } from '#pipelines/batch-models.ts';
import { batchReport, findBatch, listBatches, listRejects, undoBatch } from '#pipelines/batches.ts';
import { rejectsCsv as listOfRejects } from '#pipelines/reject-list.ts';
import type { RefusedFile } from '#pipelines/originals/refused.ts';
import { refusedFile } from '#pipelines/originals/refused.ts';
import { message } from '#lib/messages.ts';
import { ApiError } from './api-problem.ts';
import { prepareSoon, warehouse } from './warehouse.ts';

export type { BatchReport, BatchRow, RejectRow };

/** Some work on a connection of its own; once more where the database had to be opened again. */
export async function withConnection<T>(
	work: (connection: DuckDBConnection) => Promise<T>
): Promise<T> {
	return (await warehouse()).read(work);
}

const unknown = () => new ApiError(404, 'unknown_batch', message('api.unknown_batch'));

/** The number of a batch in an address. Throws `unknown_batch` for what is none. */
function numberOf(batch: string): number {
	if (!/^\d{1,9}$/.test(batch)) throw unknown();
	return Number(batch);
}

/** All imports, the newest first. */
export const allBatches = (): Promise<BatchRow[]> => withConnection(listBatches);

/** One import with what was said about it. Throws `unknown_batch`. */
export async function batchOf(batch: string): Promise<{ row: BatchRow; report: BatchReport }> {
	const number = numberOf(batch);
	return withConnection(async (connection) => {
		const row = await findBatch(connection, number);
		if (!row) throw unknown();
		return { row, report: await withModels(connection, await batchReport(connection, number)) };
	});
}

/** The refused records of an import as CSV, in which no cell can act as a formula. Throws `unknown_batch`. */
export async function rejectsCsv(batch: string): Promise<string> {
	const number = numberOf(batch);
	return withConnection(async (connection) => {
		if (!(await findBatch(connection, number))) throw unknown();
		return listOfRejects(await listRejects(connection, number));
	});
}

/** The refused records of an import as a file to correct and import again. Throws `unknown_batch`, `nothing_refused`. */
export async function refusedRecords(batch: string): Promise<RefusedFile> {
	const { row } = await batchOf(batch);
	const rejects = await withConnection((connection) => listRejects(connection, row.batch_id));
	const file = refusedFile((await warehouse()).dataDir, row, rejects);
	if (!file) throw new ApiError(404, 'nothing_refused', message('api.nothing_refused'));
	return file;
}

/** Takes an import back. Throws `unknown_batch` (404), or `undone_before` (409) where it was. */
export async function takeBack(
	batch: string
): Promise<{ batch_id: number; rows_taken_back: number }> {
	const { row } = await batchOf(batch);
	if (row.undone_at !== null)
		throw new ApiError(409, 'undone_before', message('api.undone_before'));
	const undone = await undoBatch(await warehouse(), row.batch_id, message('imports.by_browser'));
	prepareSoon();
	return undone;
}
