import type { DuckDBConnection } from '@duckdb/node-api';
import { readSql } from './repository.ts';

/** Creates or replaces every macro of `queries/macros`: intervals, periods, dimensions. */
export async function defineMacros(connection: DuckDBConnection): Promise<void> {
	for (const sql of readSql('macros').values()) await connection.run(sql);
}
