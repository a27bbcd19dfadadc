import type { DuckDBConnection } from '@duckdb/node-api';
import type { Source } from '../sources/source.ts';
import type { Sql } from '../sources/columns.ts';
import { quote } from '../sources/columns.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import { personKey } from './load-names.ts';

const keepsIdentical = (source: Source): boolean =>
	source.format === 'table' && source.keepsIdenticalRows === true;

/** Which staged rows can repeat another one at all: SQL over the columns of `staged`. */
function canRepeat(source: Source): Sql {
	if (source.entity === 'event') return 'statement_id is not null';
	const isUnnamed = source.format === 'table' && source.keepsIdenticalRows === 'unnamed';
	return isUnnamed ? `coalesce(response_key, ${personKey}) is not null` : 'true';
}

/**
 * Writes the rows of `staged` that repeat another row of the same file into `twin`. Statements with one id and different
 * content are conflicts, refused instead.
 */
export async function findTwins(connection: DuckDBConnection, source: Source): Promise<void> {
	const isEvent = source.entity === 'event';
	const same = canRepeat(source);
	await connection.run(`
		create or replace temp table twin as
		${
			keepsIdentical(source)
				? 'select null::bigint as line, false as is_conflict where false'
				: `with repeated as (
			select natural_key from staged where reject_reason is null and ${same}
			group by natural_key having count(*) > 1
		), ranked as (
			select line, row_hash, first_value(row_hash) over (partition by staged.natural_key order by line) as first_hash,
				row_number() over (partition by staged.natural_key, row_hash order by line) as nth
			from staged join repeated on repeated.natural_key = staged.natural_key where reject_reason is null and ${same}
		)
		select line, ${isEvent ? 'row_hash <> first_hash' : 'false'} as is_conflict from ranked
		where nth > 1 ${isEvent ? 'or row_hash <> first_hash' : ''}`
		}`);
}

/** The how manieth of its kind a staged row is, where identical rows are events or responses of their own. */
export const occurrence = (source: Source): Sql =>
	source.format === 'table' && source.keepsIdenticalRows !== false
		? '(row_number() over (partition by staged.row_hash order by line))::integer'
		: '1';

/** The live batches of a system, those that came before one of them where it is named. */
const liveBatches = (system: string, before: number | null): Sql =>
	`select batch_id from batch where undone_at is null and system = ${quote(system)}
	${before === null ? '' : `and batch_id < ${before}`}`;

/** The tables whose rows may repeat those of an earlier batch. */
export const repeatingTables = ['enrolment', 'learning_event', 'survey_response'] as const;

/** One of `repeatingTables`. */
export type RepeatingTable = (typeof repeatingTables)[number];

/** The rows of the live batches of a system, by what tells them apart. */
export const rowsOfBatches = (
	table: RepeatingTable,
	system: string,
	before: number | null = null
): Sql => `select * from ${table} where batch_id in (${liveBatches(system, before)})`;

/** What of a row must stand among the rows of earlier batches for it to be a repeat; a statement's id is enough, its first content stands. */
export const isRepeated: Readonly<Record<RepeatingTable, (earlier: Sql) => Sql>> = {
	enrolment: (earlier) =>
		`(natural_key, row_hash) in (select (natural_key, row_hash) from (${earlier}))`,
	learning_event: (earlier) => `case when statement_id is not null
		then statement_id in (select statement_id from (${earlier}) where statement_id is not null)
		else (row_hash, occurrence) in (select (row_hash, occurrence) from (${earlier})) end`,
	// Of an earlier version of the program, rows without a hash say nothing.
	survey_response: (earlier) => `(row_hash is not null and (row_hash, occurrence, survey, wave) in (
		select (row_hash, occurrence, survey, wave) from (${earlier})))`
};

/** Marks the rows of a batch that an earlier live batch of its system holds too. */
export async function markRepeats(
	connection: DuckDBConnection,
	table: RepeatingTable,
	system: string,
	batchId: number
): Promise<void> {
	const found = await readNumbers(
		connection,
		`select count(*) as n from (${liveBatches(system, batchId)})`
	);
	const hasNone = (found['n'] ?? 0) === 0;
	const repeated = hasNone ? 'false' : isRepeated[table](rowsOfBatches(table, system, batchId));
	const among = hasNone ? 'and is_repeat' : '';
	await connection.run(
		`update ${table} set is_repeat = ${repeated} where batch_id = ${batchId} ${among}`
	);
}
