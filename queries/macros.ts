import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { readSql } from './repository.ts';

/** Creates or replaces every macro of `queries/macros`: intervals, periods, dimensions. */
export async function defineMacros(connection: DuckDBConnection): Promise<void> {
	for (const sql of readSql('macros').values()) await connection.run(sql);
}

/** What the macros of this version of the program are made of; a warehouse that holds these needs none of them anew. */
export function macroDefinition(): string {
	const hash = createHash('sha256');
	for (const [name, sql] of readSql('macros')) hash.update(`${name}\n${sql}\n`);
	return hash.digest('hex');
}
