import type { DuckDBConnection } from '@duckdb/node-api';

/** The first row of a query as numbers by column name; null is 0. */
export async function readNumbers(
	connection: DuckDBConnection,
	sql: string
): Promise<Readonly<Record<string, number>>> {
	const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJS();
	return Object.fromEntries(
		Object.entries(row ?? {}).map(([key, value]) => [key, Number(value ?? 0)])
	);
}
