import type { DuckDBConnection } from '@duckdb/node-api';
import { message } from '#queries/messages.ts';
import { ImportError } from '../import-error.ts';
import type { Source } from '../sources/source.ts';
import { quote } from '../sources/columns.ts';
import type { Converted } from './convert.ts';
import { findTwins } from './duplicates.ts';
import { entityLoad } from './load-entities.ts';
import { itemKey, loadNames, nextId, personKey } from './load-names.ts';
import { stagedColumns } from './staged.ts';
import { readNumbers } from '../warehouse/numbers.ts';

/** What is known of a file before its rows are loaded. */
export interface BatchFacts {
	readonly source: Source;
	readonly fileName: string;
	readonly sha256: string;
	readonly fileBytes: number;
	readonly confidence: number;
	readonly rowsRead: number;
	readonly rowsBlank: number;
	/** Lines before the first record, for files whose records carry no line of their own. */
	readonly firstLine: number;
	/** Whether a record becomes a row for each of its items, told apart by the column in their line. */
	readonly isWide: boolean;
	/** Dialect, encoding and dates as JSON. */
	readonly reading: string;
	readonly importedBy: string;
	readonly importedAt: string;
}

/**
 * The staged records with their lines, as a view over the Parquet files; a column that none of them has is empty. Returns the
 * columns that are written.
 */
async function viewStaged(
	connection: DuckDBConnection,
	facts: BatchFacts,
	files: readonly string[]
): Promise<ReadonlySet<string>> {
	const read = `read_parquet([${files.map(quote).join(', ')}], file_row_number = true, union_by_name = true)`;
	const described = await connection.runAndReadAll(`describe from ${read}`);
	const written = new Set(described.getRowsJS().map(([name]) => String(name)));
	const absent = Object.entries(stagedColumns(facts.source.entity))
		.filter(([name]) => !written.has(name))
		.map(([name, type]) => `, null::${type} as ${name}`);
	await connection.run(`
		create or replace temp view staged as
		select * exclude (line, file_row_number), coalesce(line, ${facts.firstLine} + file_row_number)::bigint as line
			${absent.join('')}
		from ${read}`);
	return written;
}

/** What a refused enrolment may be in an earlier snapshot (models/refused_again.sql), as far as its cells could be read. */
const refusedKeys = `natural_key, case when ${personKey} is not null then hash(${personKey}) end as person_mark,
	case when ${itemKey} is not null then hash(${itemKey}) end as item_mark`;

async function loadRejects(
	connection: DuckDBConnection,
	{ source }: BatchFacts,
	batchId: number
): Promise<void> {
	const keys = source.entity === 'enrolment' ? `, ${refusedKeys}` : '';
	await connection.run(`
		insert into reject by name
		select ${batchId} as batch_id, line, reject_column as column_name, reject_value as value, reject_reason as reason, raw ${keys}
		from staged where reject_reason is not null`);
	await connection.run(`
		insert into reject by name
		select ${batchId} as batch_id, line, 'same_id_other_content' as reason from twin where is_conflict`);
}

async function loadRepairs(
	connection: DuckDBConnection,
	{ isWide }: BatchFacts,
	batchId: number
): Promise<number> {
	const records = isWide ? 'count(distinct record_line(line))' : 'count(*)';
	await connection.run(`
		insert into repair
		select ${batchId}, code, ${records}, min(record_line(line))
		from (select line, unnest(repairs) as code from staged where reject_reason is null and repairs is not null
			and line not in (select line from twin))
		group by code`);
	const repaired = await readNumbers(
		connection,
		`select ${records} as n from staged
		where reject_reason is null and len(repairs) > 0 and line not in (select line from twin)`
	);
	return repaired['n'] ?? 0;
}

/**
 * The records of a batch by what became of them. A record of a wide table is loaded when any of its rows is, and a
 * duplicate when all of them are.
 */
function countRecords(
	connection: DuckDBConnection,
	{ source, isWide }: BatchFacts,
	batchId: number
): Promise<Readonly<Record<string, number>>> {
	const { table, hasRepeats } = entityLoad(source.entity);
	const isRepeat = hasRepeats ? 'is_repeat' : 'false';
	const refused = `(select count(*) from reject where batch_id = ${batchId}) as rejected`;
	if (!isWide) {
		return readNumbers(
			connection,
			`select (select count(*) from staged) as staged, ${refused},
				(select count(*) from twin where not is_conflict) as twins,
				(select count(*) from ${table} where batch_id = ${batchId} and not ${isRepeat}) as fresh,
				(select count(*) from ${table} where batch_id = ${batchId} and ${isRepeat}) as repeated,
				(select count(*) from voided_statement where batch_id = ${batchId}) as voided`
		);
	}
	return readNumbers(
		connection,
		`with fresh as (select distinct record_line(line) as record from ${table} where batch_id = ${batchId} and not ${isRepeat}),
		again as (
			select record_line(line) as record from ${table} where batch_id = ${batchId} and ${isRepeat}
			union select record_line(line) from twin
		)
		select (select count(distinct record_line(line)) from staged) as staged, ${refused},
			(select count(*) from again anti join fresh on fresh.record = again.record) as twins,
			(select count(*) from fresh) as fresh, 0 as repeated, 0 as voided`
	);
}

/**
 * Writes one converted file into the canonical tables and its batch row, inside the caller's transaction. Our own count
 * of records must be the sum of what was loaded, repeated and refused; otherwise it throws `counts_differ` and the
 * transaction takes everything back. Returns the id of the batch, which is its place in the order of imports.
 */
export async function load(
	connection: DuckDBConnection,
	facts: BatchFacts,
	converted: Converted
): Promise<number> {
	const { source } = facts;
	const entity = entityLoad(source.entity);
	const written = await viewStaged(connection, facts, converted.files);
	const batchId = await nextId(connection, 'batch', 'batch_id');
	await findTwins(connection, source);
	await loadRejects(connection, facts, batchId);
	if (entity.hasNames) await loadNames(connection, facts, batchId, written);
	await entity.load(connection, facts, batchId);
	const rowsRepaired = await loadRepairs(connection, facts, batchId);
	const counts = await countRecords(connection, facts, batchId);
	const rowsLoaded = (counts['fresh'] ?? 0) + (counts['voided'] ?? 0);
	const rowsDuplicate = (counts['twins'] ?? 0) + (counts['repeated'] ?? 0);
	const rowsRejected = counts['rejected'] ?? 0;
	if (
		counts['staged'] !== facts.rowsRead ||
		rowsLoaded + rowsDuplicate + rowsRejected !== facts.rowsRead
	) {
		throw new ImportError(
			'counts_differ',
			message('import.counts_do_not_agree_records_counted', {
				rows_read: facts.rowsRead,
				staged: counts['staged'] ?? 0,
				rows_loaded: rowsLoaded,
				rows_duplicate: rowsDuplicate,
				rows_rejected: rowsRejected
			}),
			counts
		);
	}
	const limit = `timestamp '${facts.importedAt.slice(0, 19)}' + interval 1 day`;
	const range = await connection.runAndReadAll(
		`select data_from::varchar as data_from, data_to::varchar as data_to from (select ${entity.covers(limit)} from ${entity.table} where batch_id = ${batchId})`
	);
	const [days] = range.getRowObjectsJS();
	await connection.run(
		`insert into batch by name select ${batchId} as batch_id, $source as source_id, $system as system, $file as file_name,
			$sha256 as sha256, ${facts.fileBytes} as file_bytes, ${facts.confidence} as confidence, ${facts.rowsRead} as rows_read,
			${rowsLoaded} as rows_loaded, ${rowsRepaired} as rows_repaired, ${rowsDuplicate} as rows_duplicate,
			${rowsRejected} as rows_rejected, ${facts.rowsBlank} as rows_blank, $reading as reading, '[]' as warnings,
			$from::date as data_from, $to::date as data_to, $by as imported_by, $when::timestamp as imported_at`,
		{
			source: source.id,
			system: source.system,
			file: facts.fileName,
			sha256: facts.sha256,
			reading: facts.reading,
			from: (days?.['data_from'] ?? null) as string | null,
			to: (days?.['data_to'] ?? null) as string | null,
			by: facts.importedBy,
			when: facts.importedAt
		}
	);
	await connection.run(
		`insert into batch_rows by name from rows_held() where batch_id = ${batchId}`
	);
	for (const temporary of ['twin', 'named', 'known_item']) {
		await connection.run(`drop table if exists ${temporary}`);
	}
	return batchId;
}
