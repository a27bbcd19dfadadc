import type { DuckDBConnection } from '@duckdb/node-api';
import { readSql } from './repository.ts';

/**
 * The tables that a select reads. `getTableNames` answers nothing for frames over an interval and for some unions,
 * so the words after `from` and `join` count too.
 */
function tablesOf(connection: DuckDBConnection, sql: string): readonly string[] {
	const words = [...sql.matchAll(/\b(?:from|join)\s+([a-z_]+)/g)].map((match) => match[1] ?? '');
	return [...new Set([...connection.getTableNames(sql, false), ...words])].toSorted();
}

/** The models in an order in which each finds what it reads; throws when two read each other. */
export function orderModels(
	connection: DuckDBConnection,
	models: ReadonlyMap<string, string>
): readonly string[] {
	const ordered = new Set<string>();
	const visit = (name: string, path: readonly string[]): void => {
		if (ordered.has(name)) return;
		if (path.includes(name))
			throw new Error(`Models read each other: ${[...path, name].join(' → ')}`);
		for (const table of tablesOf(connection, models.get(name) ?? '')) {
			if (table !== name && models.has(table)) visit(table, [...path, name]);
		}
		ordered.add(name);
	};
	for (const name of models.keys()) visit(name, []);
	return [...ordered];
}

/** A model that only other models read says so in its first lines; it lives in memory and goes with the build. */
const passing = /^-- Passing\b/m;

/**
 * Rebuilds every model table from the canonical tables, and the populations over them (table macros, which DuckDB
 * refuses before their tables exist). The caller owns the transaction; the macros must be defined.
 */
export async function buildModels(
	connection: DuckDBConnection,
	onModel: (name: string, milliseconds: number) => void = () => undefined
): Promise<void> {
	const models = readSql('models');
	for (const name of orderModels(connection, models)) {
		const start = performance.now();
		const sql = models.get(name) ?? '';
		const kind = passing.test(sql) ? 'temp table' : 'table';
		await connection.run(`create or replace ${kind} ${name} as\n${sql}`);
		onModel(name, performance.now() - start);
	}
	for (const [name, sql] of models) {
		if (passing.test(sql)) await connection.run(`drop table temp.${name}`);
	}
	for (const sql of readSql('populations').values()) await connection.run(sql);
}
