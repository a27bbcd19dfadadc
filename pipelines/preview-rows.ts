import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import { readNumbers } from './warehouse/numbers.ts';
import type { Warehouse } from './warehouse/open.ts';
import { recordPlace } from './record-place.ts';
import { quote } from './sources/columns.ts';
import type { Source } from './sources/source.ts';
import { convertStatements } from './stages/convert-statements.ts';
import { findTwins } from './stages/duplicates.ts';
import { withTimedColumns } from './stages/convert-file.ts';
import { withKeys } from './stages/keys.ts';
import { timesIn } from './stages/times-in.ts';
import { prepare } from './stages/prepare.ts';
import type { Prepared } from './stages/prepare.ts';
import type { Recognition } from './stages/recognise.ts';
import { markKnownRows } from './preview-repeats.ts';

/** What the first records of a file would become, were it imported now. */
export interface TriedRows {
	/** The first records as they would be stored, or why they would not be. */
	readonly rows: readonly {
		readonly line: number;
		/** The column that the row comes from, from 1, where a record becomes a row for each of its items. */
		readonly column?: number;
		readonly values: Readonly<Record<string, string | null>>;
		readonly reason: string | null;
		/** Where the same row stands, for one that would be counted as a duplicate. */
		readonly duplicateIn?: 'file' | 'warehouse';
	}[];
	/** The first rows that would be refused, wherever they stand among the first records. */
	readonly refused: readonly {
		readonly line: number;
		readonly column: string | null;
		readonly value: string | null;
		readonly reason: string;
	}[];
	/** How many of the first records were tried, and what of them would be refused or counted as duplicates. */
	readonly looked: {
		readonly rows: number;
		/** Whether these are all records of the file. */
		readonly isWhole: boolean;
		readonly refused: readonly { readonly reason: string; readonly count: number }[];
		readonly duplicates: { readonly inFile: number; readonly inWarehouse: number };
	};
}

/** How the beginning of a file is tried. */
export interface TryOptions {
	readonly timeZone: string;
	/** Whether the beginning is all of the file. */
	readonly isWhole: boolean;
	/** The warehouse whose rows may be the same; nothing is compared where there is none. */
	readonly warehouse: Warehouse | undefined;
	/** Whether the warehouse holds this very file. */
	readonly isKnownFile: boolean;
}

const rowsShown = 20;
const rowsTried = 1000;
const refusedShown = 10;
const recordLine = (line: string): string => `(${line} & ${2 ** 40 - 1})`;

/** The records as the import stages them, with what tells them apart. */
async function stage(
	connection: DuckDBConnection,
	{ plan, firstLine }: Prepared,
	source: Source
): Promise<void> {
	for (const statement of plan.kind === 'table' ? plan.learn : []) await connection.run(statement);
	const from =
		plan.kind === 'table'
			? `(select *, row_number() over () - 1 as place from (${withKeys(plan.select, source.entity, [], plan.isCodeLearned)}))`
			: `(select *, file_row_number as place from read_parquet([${(
					await convertStatements(connection, {
						...plan,
						finish: (select) => withKeys(select, source.entity)
					})
				).files
					.map(quote)
					.join(', ')}], file_row_number = true, union_by_name = true))`;
	await connection.run(`
		create temp table staged as
		select * exclude (line, place), coalesce(line, ${firstLine} + place)::bigint as line from ${from}`);
}

/** What becomes of each staged row: `refused` with its reason, `file` or `warehouse` where it is a duplicate, else `stored`. */
const judged = `
	select staged.* replace (coalesce(reject_reason, if(twin.is_conflict, 'same_id_other_content', null)) as reject_reason),
		case
			when staged.reject_reason is not null or twin.is_conflict then 'refused'
			when twin.line is not null then 'file'
			when known.line is not null then 'warehouse'
			else 'stored'
		end as fate
	from staged
	left join twin on twin.line = staged.line
	left join known on known.line = staged.line`;

/** A record of a wide table is stored where any of its rows is, and a duplicate of the warehouse where any of the others is. */
const records = `
	select ${recordLine('line')} as record, any_value(reject_reason) as reason,
		case
			when bool_or(fate = 'refused') then 'refused'
			when bool_or(fate = 'stored') then 'stored'
			when bool_or(fate = 'warehouse') then 'warehouse'
			else 'file'
		end as fate
	from judged group by record`;

async function count(connection: DuckDBConnection, isWhole: boolean): Promise<TriedRows['looked']> {
	const counts = await readNumbers(
		connection,
		`select count(*) as rows, count(*) filter (fate = 'file') as in_file,
			count(*) filter (fate = 'warehouse') as in_warehouse from (${records})`
	);
	const refused = await connection.runAndReadAll(
		`select reason, count(*)::integer as count from (${records}) where fate = 'refused' group by all order by count desc, reason`
	);
	return {
		rows: counts['rows'] ?? 0,
		isWhole,
		refused: refused.getRowObjectsJS().map(({ reason, count }) => ({
			reason: String(reason),
			count: Number(count)
		})),
		duplicates: {
			inFile: counts['in_file'] ?? 0,
			inWarehouse: counts['in_warehouse'] ?? 0
		}
	};
}

const internal = ['raw', 'repairs', 'person_hash', 'item_hash', 'natural_key', 'row_hash'];

async function firstRows(connection: DuckDBConnection): Promise<TriedRows['rows']> {
	const reader = await connection.runAndReadAll(
		`select line::double as line, columns(* exclude (line, ${internal.join(', ')}))::varchar from judged
		order by ${recordLine('line')}, line limit ${rowsShown}`
	);
	return reader.getRowObjectsJS().map((row) => {
		const {
			line,
			reject_reason,
			fate,
			reject_column: _column,
			reject_value: _value,
			...values
		} = row as Record<string, string | null>;
		const place = recordPlace(Number(line));
		return {
			line: place.line,
			...(place.column !== null && { column: place.column }),
			reason: reject_reason ?? null,
			...((fate === 'file' || fate === 'warehouse') && { duplicateIn: fate }),
			values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
		};
	});
}

async function firstRefused(connection: DuckDBConnection): Promise<TriedRows['refused']> {
	const reader = await connection.runAndReadAll(
		`select ${recordLine('line')}::double as line, reject_column as column, reject_value as value, reject_reason as reason
		from judged where reject_reason is not null order by 1 limit ${refusedShown}`
	);
	return reader.getRowObjectsJS() as unknown as TriedRows['refused'];
}

/**
 * Converts the first records in a private engine and judges them as the import would: by the same casts, the same rule for
 * rows that stand twice in the file, and the same rule for those that an earlier batch holds.
 */
export async function tryRows(
	path: string,
	folder: string,
	recognition: Recognition,
	{ timeZone, isWhole, warehouse, isKnownFile }: TryOptions
): Promise<TriedRows> {
	const { source, reading } = recognition;
	const limit = source.format === 'table' ? rowsTried : rowsShown;
	const cut = { strict: false, timeZone, limit };
	const prepared = await prepare(path, folder, recognition, cut);
	const isCut =
		reading.format === 'delimited' &&
		(reading.sheet !== null || reading.isJson) &&
		prepared.records >= limit;
	const instance = await DuckDBInstance.create(':memory:', {
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false'
	});
	const connection = await instance.connect();
	try {
		await connection.run("set TimeZone = 'UTC'");
		await connection.run("set disabled_optimizers = 'in_clause'");
		await stage(connection, prepared, source).catch(async (cause: unknown) => {
			const { plan } = prepared;
			const timed = plan.kind === 'table' ? await timesIn(connection, plan, cause) : [];
			if (timed.length === 0) throw cause;
			const read = withTimedColumns(recognition, timed);
			await stage(connection, await prepare(path, folder, read, cut), source);
		});
		await findTwins(connection, source);
		await markKnownRows(connection, source, warehouse, isKnownFile);
		await connection.run(`create temp table judged as ${judged}`);
		return {
			rows: await firstRows(connection),
			refused: await firstRefused(connection),
			looked: await count(connection, isWhole && !isCut)
		};
	} finally {
		connection.closeSync();
		instance.closeSync();
	}
}
