import type { DuckDBConnection } from '@duckdb/node-api';
import { readSql } from './repository.ts';

const readBy = new Map<string, readonly string[]>();

/**
 * The tables that a select reads. `getTableNames` answers nothing for frames over an interval and for some unions,
 * so the words after `from` and `join` count too. Every build asks this of every model, so each text is parsed once.
 */
function tablesOf(connection: DuckDBConnection, sql: string): readonly string[] {
	const known = readBy.get(sql);
	if (known !== undefined) return known;
	const words = [...sql.matchAll(/\b(?:from|join)\s+([a-z_]+)/g)].map((match) => match[1] ?? '');
	const tables = [...new Set([...connection.getTableNames(sql, false), ...words])].toSorted();
	readBy.set(sql, tables);
	return tables;
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
 * A passing model that only puts together what others hold says that it is a view: writing ten million rows down takes longer
 * than joining them again for the few that read them.
 */
const isView = (sql: string): boolean => /^-- Passing, as a view\b/m.test(sql);

/** What a model is that goes with the build or the question, in the memory of the connection. */
const temporary = (name: string, sql: string): string =>
	`temp ${isView(sql) ? 'view' : 'table'} ${name}`;

/** The models that stay for readers, with their selects. */
export const keptModels = (): ReadonlyMap<string, string> =>
	new Map([...readSql('models')].filter(([, sql]) => !passing.test(sql)));

/** A model while it is built, before it takes the place of its predecessor. */
const nextOf = (name: string): string => `next_${name}`;

/**
 * `-- None without: item_member, mandatory_item or initiation_override` in a model's first lines: it has no row where
 * `item_member` has none, nor where neither of the two others has one.
 */
export const neededRows = (sql: string): readonly (readonly string[])[] =>
	(/^-- None without: (.+)$/m.exec(sql)?.[1]?.split(', ') ?? []).map((one) => one.split(' or '));

/** A model that reads no table but `setting` says so in its first lines. */
export const isOfSettings = (sql: string): boolean => /^-- Of settings alone\b/m.test(sql);

/** The settings that models read, in one text: all but those in which a warehouse remembers what it was made of. */
export async function modelSettings(connection: DuckDBConnection): Promise<string> {
	const reader = await connection.runAndReadAll(
		`select to_json(list({name: name, value: value} order by name, value))::varchar from setting
		where name <> 'data_version' and name not like 'model\\_%' escape '\\' and name not like 'macro\\_%' escape '\\'`
	);
	return String(reader.getRowsJS()[0]?.[0]);
}

/** Models that the same version of the program built earlier, and whether it did so under the settings that hold now. */
export interface Standing {
	readonly hasSameSettings: boolean;
}

/** Which of these tables have no row. */
export async function emptyAmong(
	connection: DuckDBConnection,
	tables: Iterable<string>
): Promise<ReadonlySet<string>> {
	const sql = [...new Set(tables)].map(
		(table) => `select '${table}' where not exists (from main.${table})`
	);
	if (sql.length === 0) return new Set();
	const reader = await connection.runAndReadAll(sql.join('\nunion all\n'));
	return new Set(reader.getRowsJS().map(([table]) => String(table)));
}

/**
 * Builds the models from the canonical tables beside those that readers see, each in a transaction of its own: inside one
 * transaction DuckDB knows nothing of the size of the tables that it has just made, and plans badly. While it builds, a
 * temporary view leads the name of each model to the new one. The macros must be defined, and nobody may write the canonical
 * tables meanwhile; `publishModels` puts what was made in place, `forgetNextModels` throws it away.
 *
 * Where an earlier build stands, a model is left as it is that has no row and can get none, or that is made of the same
 * settings: planning those takes half of what a small warehouse waits for. Answers which were made.
 */
export async function stageModels(
	connection: DuckDBConnection,
	onModel: (name: string, milliseconds: number) => void = () => undefined,
	standing: Standing | null = null
): Promise<readonly string[]> {
	const models = readSql('models');
	const textOf = (name: string): string => models.get(name) ?? '';
	const isPassing = (name: string): boolean => passing.test(textOf(name));
	const ordered = orderModels(connection, models);
	const needed = new Map(ordered.map((name) => [name, neededRows(textOf(name))]));
	const canonical = [...needed.values()].flat(2).filter((table) => !models.has(table));
	const earlier = ordered.filter((name) => !isPassing(name) && needed.get(name)?.length);
	const hadNone = await emptyAmong(connection, [
		...canonical,
		...(standing === null ? [] : earlier)
	]);
	const counts = new Map<string, number>();
	/** Whether a table has no row, or a model can get none, as far as the build has come. */
	const isEmpty = (name: string): boolean =>
		models.has(name)
			? counts.get(name) === 0 || needed.get(name)?.some((tables) => tables.every(isEmpty)) === true
			: hadNone.has(name);
	const stands = (name: string): boolean =>
		standing !== null &&
		(isOfSettings(textOf(name)) ? standing.hasSameSettings : hadNone.has(name) && isEmpty(name));
	const made: string[] = [];
	const make = async (name: string): Promise<void> => {
		for (const table of tablesOf(connection, textOf(name)))
			if (table !== name && isPassing(table) && !made.includes(table)) await make(table);
		const start = performance.now();
		made.push(name);
		const into = isPassing(name) ? temporary(name, textOf(name)) : `table ${nextOf(name)}`;
		const reader = await connection.runAndReadAll(`create or replace ${into} as\n${textOf(name)}`);
		if (!isView(textOf(name))) counts.set(name, Number(reader.getRowsJS()[0]?.[0]));
		if (!isPassing(name))
			await connection.run(`create or replace temp view ${name} as from ${nextOf(name)}`);
		onModel(name, performance.now() - start);
	};
	try {
		for (const name of ordered.filter((one) => !isPassing(one)))
			if (!stands(name)) await make(name);
	} finally {
		const drops = made.map(
			(name) =>
				`drop ${isPassing(name) && !isView(textOf(name)) ? 'table' : 'view'} if exists temp.${name}`
		);
		await connection.run(drops.join(';\n'));
	}
	return made.filter((name) => !isPassing(name));
}

/** The models that read one of the changed tables, however far, and that one of the wanted ones reads; in their order. */
function modelsBetween(
	connection: DuckDBConnection,
	changed: readonly string[],
	wanted: readonly string[]
): readonly string[] {
	const models = readSql('models');
	const ordered = orderModels(connection, models);
	const reads = new Map(
		ordered.map((name) => [name, tablesOf(connection, models.get(name) ?? '')])
	);
	const touched = new Set(changed);
	for (const name of ordered)
		if (reads.get(name)?.some((table) => touched.has(table))) touched.add(name);
	const needed = new Set(wanted);
	for (const name of ordered.toReversed())
		if (needed.has(name)) for (const table of reads.get(name) ?? []) needed.add(table);
	/** What passes is nowhere but in a build, so that it is made also where it did not change. */
	const isMade = (name: string) => touched.has(name) || passing.test(models.get(name) ?? '');
	return ordered.filter((name) => needed.has(name) && isMade(name));
}

/**
 * What `work` answers where the changed tables hold what `change` writes into them, as if the models had followed: copies of
 * them and of the models that lead from them to the wanted ones lie in memory over the true ones, which nobody touches and
 * readers go on to see. Answers that were kept ready are hidden meanwhile.
 */
export async function withShadows<T>(
	connection: DuckDBConnection,
	changed: readonly string[],
	wanted: readonly string[],
	change: () => Promise<unknown>,
	work: () => Promise<T>
): Promise<T> {
	const models = modelsBetween(connection, changed, wanted);
	const hidden = ['prepared_cell', ...changed];
	const sqlOf = (name: string): string => readSql('models').get(name) ?? '';
	try {
		for (const name of hidden) {
			const rows = name === 'prepared_cell' ? ' limit 0' : '';
			await connection.run(`create or replace temp table ${name} as from main.${name}${rows}`);
		}
		await change();
		for (const name of models)
			await connection.run(`create or replace ${temporary(name, sqlOf(name))} as\n${sqlOf(name)}`);
		return await work();
	} finally {
		for (const name of models)
			await connection.run(`drop ${isView(sqlOf(name)) ? 'view' : 'table'} if exists temp.${name}`);
		for (const name of hidden) await connection.run(`drop table if exists temp.${name}`);
	}
}

/**
 * What others than analysts were told of a number before the last 24 times that it changed; nobody looks at it again. Of other
 * states and horizons more is kept: asking for many must not make the usual one forgotten.
 */
const olderTellings = `rowid in (
	select rowid from told_cell
	qualify row_number() over (partition by question, place, layer, is_newest_state order by told_no desc)
		> if(is_newest_state, 24, 400))`;

/** Groups of people that others than analysts were told of, beyond the last 200,000 of a family of measures. */
const olderGroups = `rowid in (
	select rowid from told_group
	qualify row_number() over (partition by family order by rowid desc) > 200000)`;

/**
 * Puts the models that `stageModels` made in the place of the earlier ones, and forgets the older tellings of what they
 * replace. Runs inside the caller's transaction, so that readers see the one or the other.
 */
export async function publishModels(
	connection: DuckDBConnection,
	made: readonly string[]
): Promise<void> {
	const changes = made.map(
		(name) => `drop table if exists ${name};\nalter table ${nextOf(name)} rename to ${name}`
	);
	await connection.run(changes.join(';\n'));
	await connection.run(`delete from told_cell where ${olderTellings}`);
	await connection.run(`delete from told_group where ${olderGroups}`);
}

/** Creates or replaces the populations: table macros over the models, which DuckDB refuses before their tables exist. */
export async function definePopulations(connection: DuckDBConnection): Promise<void> {
	for (const sql of readSql('populations').values()) await connection.run(sql);
}

/** Removes what a build left that never came to its end. */
export async function forgetNextModels(connection: DuckDBConnection): Promise<void> {
	const reader = await connection.runAndReadAll(
		"select table_name from duckdb_tables() where schema_name = 'main' and table_name like 'next\\_%' escape '\\'"
	);
	for (const [name] of reader.getRowsJS()) await connection.run(`drop table ${String(name)}`);
}

/** All steps, for a warehouse that nobody else reads meanwhile. */
export async function buildModels(
	connection: DuckDBConnection,
	onModel?: (name: string, milliseconds: number) => void
): Promise<void> {
	await publishModels(connection, await stageModels(connection, onModel));
	await definePopulations(connection);
}
