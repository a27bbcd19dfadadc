import type { DuckDBConnection } from '@duckdb/node-api';
import { timesBesideDays } from '../sources/midnight.ts';

/** The columns of a table that are no days, where a conversion ended because of them. */
export async function timesIn(
	connection: DuckDBConnection,
	{ times }: { readonly times: string | null },
	cause: unknown
): Promise<readonly number[]> {
	if (times === null || !(cause instanceof Error && cause.message.includes(timesBesideDays)))
		return [];
	const found = (await connection.runAndReadAll(times)).getRowsJS()[0]?.[0];
	return Array.isArray(found) ? found.map(Number) : [];
}
