import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

export type Row = Readonly<Record<string, DuckDBValue>>;

/** Rows of one table that name the same columns. */
interface Run {
	readonly names: string;
	readonly rows: Row[];
}

/** More values in one statement make its text long to parse. */
const mostValues = 2000;

/** One statement for many rows: each statement of its own takes longer than a hundred rows. */
async function write(connection: DuckDBConnection, table: string, { names, rows }: Run) {
	const width = names.split(', ').length;
	const most = Math.max(1, Math.floor(mostValues / width));
	const place = `(${Array.from({ length: width }, () => '?').join(', ')})`;
	for (let from = 0; from < rows.length; from += most) {
		const some = rows.slice(from, from + most);
		await connection.run(
			`insert into ${table} (${names}) values ${some.map(() => place).join(', ')}`,
			some.flatMap((row) => Object.values(row))
		);
	}
}

/** What answers with a promise and may see rows. */
const asks: ReadonlySet<string | symbol> = new Set([
	'run',
	'runAndRead',
	'runAndReadAll',
	'runAndReadUntil',
	'stream',
	'streamAndRead',
	'streamAndReadAll',
	'streamAndReadUntil',
	'start',
	'startStream',
	'prepare',
	'extractStatements',
	'createAppender'
] satisfies (keyof DuckDBConnection)[]);

/**
 * A connection whose inserted rows are written together as soon as anybody asks it for something, in the order in which they
 * came to their table, so that nobody can tell that they were late.
 */
export function withLateRows(opened: DuckDBConnection): {
	readonly connection: DuckDBConnection;
	readonly insert: (table: string, row: Row) => Promise<void>;
} {
	let late = new Map<string, Run[]>();
	let writing: Promise<void> = Promise.resolve();
	const flush = (): Promise<void> => {
		if (late.size === 0) return writing;
		const tables = late;
		late = new Map();
		writing = writing.then(async () => {
			for (const [table, runs] of tables) for (const run of runs) await write(opened, table, run);
		});
		return writing;
	};
	const connection = new Proxy(opened, {
		get: (target, name) => {
			const value: unknown = Reflect.get(target, name);
			if (typeof value !== 'function') return value;
			if (!asks.has(name)) return value.bind(target) as unknown;
			return async (...words: unknown[]): Promise<unknown> => {
				await flush();
				return value.apply(target, words) as unknown;
			};
		}
	});
	return {
		connection,
		insert: (table, row) => {
			const names = Object.keys(row).join(', ');
			const runs = late.get(table) ?? [];
			late.set(table, runs);
			const last = runs.at(-1);
			if (last?.names === names) last.rows.push(row);
			else runs.push({ names, rows: [row] });
			return Promise.resolve();
		}
	};
}
