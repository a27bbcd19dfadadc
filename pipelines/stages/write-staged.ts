import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * So many values of one column are collected in a dictionary, in each group of rows, before it is written plainly: words and items
 * stay below, while names and hashes of people would be collected for a long time and then be written plainly all the same.
 */
const dictionaryLimit = 3000;

/** Writes staged records as a Parquet file, in their order; answers how many there are. */
export async function writeStaged(
	connection: DuckDBConnection,
	select: string,
	path: string
): Promise<number> {
	const done = await connection.runAndReadAll(
		`copy (${select}) to '${path.replaceAll("'", "''")}' (format parquet, compression snappy, dictionary_size_limit ${dictionaryLimit})`
	);
	return Number(done.getRowsJS()[0]?.[0] ?? 0);
}
