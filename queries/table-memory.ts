import type { DuckDBConnection } from '@duckdb/node-api';

/** Something with as many cells as it takes memory. */
interface Sized {
	readonly table: readonly unknown[];
}

/** A table, and how many cells it has; none while it is being worked out. */
interface Kept<Table> {
	readonly table: Promise<Table>;
	cells: number;
}

/** Tables by name, those last asked for at the end. */
type Tables<Table> = Map<string, Kept<Table>>;

/** How many cells the kept tables of a connection have together: a cell with its people takes 1 to 3 kB. */
const mostCells = 150_000;

/** Every build of the models makes this table anew, and so does a preview of other rules, which lays one over it. */
const stateSql = `select coalesce(string_agg(table_oid::varchar, ' ' order by table_oid), '') as state
	from duckdb_tables() where table_name = 'prepared_cell'`;

/** Forgets the tables that were asked for longest ago, until the others have no more cells than may be kept. */
function forgetOldest<Table>(tables: Tables<Table>): void {
	let cells = [...tables.values()].reduce((sum, kept) => sum + kept.cells, 0);
	for (const [name, kept] of tables) {
		if (cells <= mostCells) return;
		cells -= kept.cells;
		if (kept.cells > 0) tables.delete(name);
	}
}

/** The tables that one question may look up, with their names. */
export type Remember<Table> = (name: string, make: () => Promise<Table>) => Promise<Table>;

/**
 * A memory of tables by connection: each is worked out once for the models as they are, and again when they were built anew. It
 * is opened once for each question, which looks up many tables of one state.
 */
export function tableMemory<Table extends Sized>(): (
	connection: DuckDBConnection
) => Promise<Remember<Table>> {
	const memory = new WeakMap<
		DuckDBConnection,
		{ readonly state: string; readonly tables: Tables<Table> }
	>();
	const tablesOf = async (connection: DuckDBConnection): Promise<Tables<Table>> => {
		const reader = await connection.runAndReadAll(stateSql);
		const state = String(reader.getRowsJS()[0]?.[0]);
		const known = memory.get(connection);
		if (known?.state === state) return known.tables;
		const tables: Tables<Table> = new Map();
		memory.set(connection, { state, tables });
		return tables;
	};
	const lookUp = async (
		tables: Tables<Table>,
		name: string,
		make: () => Promise<Table>
	): Promise<Table> => {
		const found = tables.get(name);
		if (found) {
			tables.delete(name);
			tables.set(name, found);
			return found.table;
		}
		const kept: Kept<Table> = { table: make(), cells: 0 };
		tables.set(name, kept);
		try {
			kept.cells = (await kept.table).table.length;
			forgetOldest(tables);
		} catch (cause) {
			tables.delete(name);
			throw cause;
		}
		return kept.table;
	};
	return async (connection) => {
		const tables = await tablesOf(connection);
		return (name, make) => lookUp(tables, name, make);
	};
}
