import type { DuckDBConnection } from '@duckdb/node-api';
import { readSql } from './repository.ts';

/** What one invariant found: how many rows offend it, and the first hundred of them. */
export interface CheckResult {
	readonly check: string;
	readonly offending: number;
	readonly rows: Record<string, unknown>[];
}

const shown = 100;

/** Runs every invariant of `queries/checks`; an empty result is good. The models must be built. */
export async function runChecks(connection: DuckDBConnection): Promise<CheckResult[]> {
	const results: CheckResult[] = [];
	for (const [check, sql] of readSql('checks')) {
		const reader = await connection.runAndReadAll(sql);
		results.push({
			check,
			offending: reader.currentRowCount,
			rows: reader.getRowObjectsJS().slice(0, shown)
		});
	}
	return results;
}
