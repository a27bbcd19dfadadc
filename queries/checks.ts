import type { DuckDBConnection } from '@duckdb/node-api';
import { readSql } from './repository.ts';

/** One invariant with the rows that break it; `rows` holds the first hundred, without names. */
export interface CheckResult {
	readonly check: string;
	readonly offending: number;
	readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const rowsShown = 100;

/** Runs every check of `queries/checks`; each is a query for rows that must not be, so none is good. */
export async function runChecks(connection: DuckDBConnection): Promise<CheckResult[]> {
	const results: CheckResult[] = [];
	for (const [check, sql] of readSql('checks')) {
		const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
		results.push({ check, offending: rows.length, rows: rows.slice(0, rowsShown) });
	}
	return results;
}
