import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Runs the work in one transaction. DuckDB answers OK to a COMMIT of a transaction in which a statement failed, and rolls
 * it back; so a failed statement is never followed by a COMMIT here. Throws what made it fail, unless DuckDB gave up on the
 * instance in rolling it back, which whoever opens it again must hear.
 */
export async function inTransaction<T>(
	connection: DuckDBConnection,
	work: (connection: DuckDBConnection) => Promise<T>
): Promise<T> {
	await connection.run('begin transaction');
	try {
		const result = await work(connection);
		await connection.run('commit');
		return result;
	} catch (cause) {
		await connection.run('rollback').catch(unlessFatal);
		throw cause;
	}
}

/** True where DuckDB has given up on the instance; only closing and opening it again helps. */
export const isFatal = (cause: unknown): boolean =>
	cause instanceof Error && /^(FATAL|INTERNAL) Error|has been invalidated/.test(cause.message);

/** Passes over a fault in clearing up after another one, unless DuckDB gave up on the instance. */
export function unlessFatal(cause: unknown): void {
	if (isFatal(cause)) throw cause;
}

/** True where DuckDB needs more memory than it was granted and could not go to disk instead. */
export const isOutOfMemory = (cause: unknown): boolean =>
	cause instanceof Error && cause.message.startsWith('Out of Memory Error') && !isDiskFull(cause);

/** True where the disk is full. */
export const isDiskFull = (cause: unknown): boolean =>
	cause instanceof Error &&
	/No space left on device|ENOSPC|failed to offload data block|Could not write file/.test(
		cause.message
	);
