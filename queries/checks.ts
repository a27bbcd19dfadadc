import type { DuckDBConnection } from '@duckdb/node-api';
import { message, messageOfCode } from './messages.ts';
import type { MessageKey } from './messages.ts';
import { emptyAmong } from './models.ts';
import { columnInWords, modelChecks, modelLookedThrough, modelOfCheck } from './model-checks.ts';
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

/** The heading of a column of rows that break a check: in words of its own, else its name as one says it. */
export function headingInWords(column: string): string {
	const words = columnInWords(column);
	return (
		messageOfCode(`quality.column.${column}`) ??
		messageOfCode(`quality.column.${words.replaceAll(' ', '_')}`) ??
		`${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
	);
}

/** A value of such a row in words: yes and no, names of tables and kinds without their underscores. */
export function valueInWords(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return message(value ? 'quality.yes' : 'quality.no');
	if (typeof value === 'object') return JSON.stringify(value);
	const written = String(value as string | number);
	return /^[a-z]+(_[a-z]+)+$/.test(written) ? written.replaceAll('_', ' ') : written;
}

/** What a check is about, in the order in which people read of it: what came in, whom and what it tells of, what is made of it. */
export const subjects = ['imports', 'people', 'learning', 'paths', 'voices', 'kept'] as const;
export type Subject = (typeof subjects)[number];

/** What an invariant of `checks/` is about, by the line `-- About: learning` beneath its first sentence. Throws without one. */
export function subjectOf(check: string): Subject {
	const named = /^-- About: (\w+)$/m.exec(readSql('checks').get(check) ?? '')?.[1];
	const subject = subjects.find((one) => one === named);
	if (subject === undefined) throw new Error(`no subject of the check ${check}`);
	return subject;
}

const rowsShown = 100;
const modelledSql =
	"select count(*) > 0 as is_modelled from duckdb_tables() where table_name = 'episode'";

/** Does a check read the models, or the populations over them, which an empty warehouse does not have? */
function readsModels(sql: string, models: ReadonlyMap<string, string>): boolean {
	const read = [...sql.matchAll(/\b(?:from|join) ([a-z_]+)/g)].map((match) => match[1] ?? '');
	return read.some((name) => models.has(name) || name.endsWith('_episode'));
}

async function runCheck(
	connection: DuckDBConnection,
	check: string,
	sql: string
): Promise<CheckResult> {
	const counted = await connection.runAndReadAll(`select count(*)::double from (\n${sql}\n)`);
	const offending = Number(counted.getRowsJS()[0]?.[0] ?? 0);
	if (offending === 0) return { check, offending, rows: [] };
	const shown = await connection.runAndReadAll(`select * from (\n${sql}\n) limit ${rowsShown}`);
	return { check, offending, rows: shown.getRowObjectsJson() };
}

/**
 * The tables that a check looks through: where all of them are empty there is nothing to find. An invariant names them in its
 * first lines (`-- Looks through: move, post_spell`), a model's check is about its model. None: it always has something to look at.
 */
export function lookedThrough(check: string): readonly string[] {
	if (modelOfCheck(check) !== null) return modelLookedThrough(check);
	const sql = readSql('checks').get(check) ?? '';
	return /^-- Looks through: (.+)$/m.exec(sql)?.[1]?.split(', ') ?? [];
}

/**
 * Runs every check of `queries/checks` and that of each model; each is a query for rows that must not be, so none is good.
 * Before the first import there are no models, and the checks on them are left out. In a small warehouse most tables are
 * empty, and planning the checks that look through them would take longer than all others.
 */
export async function runChecks(connection: DuckDBConnection): Promise<CheckResult[]> {
	const found = await connection.runAndReadAll(modelledSql);
	const isModelled = found.getRowObjectsJS()[0]?.['is_modelled'] === true;
	const models = readSql('models');
	const checks = [...readSql('checks'), ...(isModelled ? modelChecks() : [])].filter(
		([, sql]) => isModelled || !readsModels(sql, models)
	);
	const tables = new Set(checks.flatMap(([check]) => lookedThrough(check)));
	const empty = await emptyAmong(connection, tables);
	const results: CheckResult[] = [];
	for (const [check, sql] of checks) {
		const through = lookedThrough(check);
		const isIdle = through.length > 0 && through.every((table) => empty.has(table));
		results.push(
			isIdle ? { check, offending: 0, rows: [] } : await runCheck(connection, check, sql)
		);
	}
	return results;
}
