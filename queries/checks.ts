import type { DuckDBConnection } from '@duckdb/node-api';
import { message } from './messages.ts';
import type { MessageKey } from './messages.ts';
import { modelChecks, modelOfCheck } from './model-checks.ts';
import { readSql } from './repository.ts';

/** One invariant with the rows that break it; `rows` holds the first hundred, without names. */
export interface CheckResult {
	readonly check: string;
	readonly offending: number;
	readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** What a check promises, as a sentence. */
export function checkInWords(check: string): string {
	const model = modelOfCheck(check);
	if (model !== null) return message('check.rows_of_model', { model });
	return message(`check.${check}` as MessageKey);
}

const rowsShown = 100;
const modelledSql =
	"select count(*) > 0 as is_modelled from duckdb_tables() where table_name = 'episode'";

/** Does a check read the models, or the populations over them, which an empty warehouse does not have? */
function readsModels(sql: string, models: ReadonlyMap<string, string>): boolean {
	const read = [...sql.matchAll(/\b(?:from|join) ([a-z_]+)/g)].map((match) => match[1] ?? '');
	return read.some((name) => models.has(name) || name.endsWith('_episode'));
}

/**
 * Runs every check of `queries/checks` and that of each model; each is a query for rows that must not be, so none is good.
 * Before the first import there are no models, and the checks on them are left out.
 */
export async function runChecks(connection: DuckDBConnection): Promise<CheckResult[]> {
	const found = await connection.runAndReadAll(modelledSql);
	const isModelled = found.getRowObjectsJS()[0]?.['is_modelled'] === true;
	const models = readSql('models');
	const results: CheckResult[] = [];
	for (const [check, sql] of [...readSql('checks'), ...modelChecks()]) {
		if (!isModelled && readsModels(sql, models)) continue;
		const counted = await connection.runAndReadAll(
			`select count(*)::double as n from (\n${sql}\n)`
		);
		const offending = Number(counted.getRowsJS()[0]?.[0] ?? 0);
		const shown =
			offending === 0
				? []
				: (
						await connection.runAndReadAll(`select * from (\n${sql}\n) limit ${rowsShown}`)
					).getRowObjectsJson();
		results.push({ check, offending, rows: shown });
	}
	return results;
}
