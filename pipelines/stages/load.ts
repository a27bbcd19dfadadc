import type { DuckDBConnection } from '@duckdb/node-api';
import { ImportError } from '../import-error.ts';
import type { Source } from '../sources/source.ts';
import { quote } from '../sources/columns.ts';
import type { Converted } from './convert.ts';
import { itemColumns, personColumns } from './staged.ts';

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
	/** Dialect, encoding and dates as JSON. */
	readonly reading: string;
	readonly importedBy: string;
	readonly importedAt: string;
}

/** What became of the rows of a file. */
export interface Loaded {
	readonly batchId: number;
	readonly rowsLoaded: number;
	readonly rowsRepaired: number;
	readonly rowsDuplicate: number;
	readonly rowsRejected: number;
	readonly dataTo: string | null;
}

const names = (columns: Readonly<Record<string, string>>): string =>
	Object.keys(columns).join(', ');
const { display_name: _name, is_active: _active, ...keyColumns } = personColumns;
const identityColumns = names(keyColumns);

/** Every value of a record, so that two records are the same where this is. */
const content: Record<Source['entity'], string> = {
	enrolment:
		'record_id, enrolled_at, started_at, completed_at, closed_at, due_at, last_activity_at, status, progress, seconds, origin, obligation, enrolled_by, method',
	event:
		'statement_id, happened_at, kind, verb, seconds, progress, score, due_at, origin, obligation, enrolled_by, method, voids',
	mandatory: 'obligation, audience_kind, audience, valid_from, valid_to'
};

const personKey = 'coalesce(email, email_sha1, account, username, employee_number)';
const itemKey = 'coalesce(lower(item_code), lower(item_title))';

/** What makes a record the same record again, whatever its status: the source's own id, or person, item and time. */
const recordKey: Record<Source['entity'], string> = {
	enrolment: `case when record_id is not null then hash(record_id) else hash(${personKey}, ${itemKey}, enrolled_at) end`,
	event: 'hash(statement_id)',
	mandatory: `hash(${itemKey}, audience_kind, audience, valid_from)`
};

async function numbers(connection: DuckDBConnection, sql: string): Promise<Record<string, number>> {
	const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJS();
	return Object.fromEntries(
		Object.entries(row ?? {}).map(([key, value]) => [key, Number(value ?? 0)])
	);
}

const nextId = async (
	connection: DuckDBConnection,
	table: string,
	column: string
): Promise<number> =>
	(await numbers(connection, `select coalesce(max(${column}), 0) + 1 as next from ${table}`))[
		'next'
	] ?? 1;

/** The staged records with their lines and hashes, as a view over the Parquet files. */
async function viewStaged(
	connection: DuckDBConnection,
	facts: BatchFacts,
	files: readonly string[]
): Promise<void> {
	const { entity } = facts.source;
	const list = files.map(quote).join(', ');
	const personHash = `hash(${identityColumns})`;
	const itemHash = `hash(${names(itemColumns)})`;
	await connection.run(`
		create or replace temp view staged as
		select *, ${personHash} as person_hash, ${itemHash} as item_hash, ${recordKey[entity]} as natural_key,
			hash(${identityColumns}, ${names(itemColumns)}, ${content[entity]}) as row_hash
		from (select * exclude (line, file_row_number), coalesce(line, ${facts.firstLine} + file_row_number)::bigint as line
			from read_parquet([${list}], file_row_number = true, union_by_name = true))`);
}

/** Rows that repeat another row of the same file. Statements with one id and different content are refused instead. */
async function findDuplicates(connection: DuckDBConnection, source: Source): Promise<void> {
	const keeps = source.format === 'table' && source.keepsIdenticalRows;
	const same = source.entity === 'event' ? 'statement_id is not null' : 'true';
	await connection.run(`
		create or replace temp table twin as
		${
			keeps
				? 'select null::bigint as line, false as is_conflict where false'
				: `with repeated as (
			select natural_key from staged where reject_reason is null and ${same}
			group by natural_key having count(*) > 1
		), ranked as (
			select line, row_hash, first_value(row_hash) over (partition by staged.natural_key order by line) as first_hash,
				row_number() over (partition by staged.natural_key, row_hash order by line) as nth
			from staged join repeated on repeated.natural_key = staged.natural_key where reject_reason is null and ${same}
		)
		select line, ${source.entity === 'event' ? 'row_hash <> first_hash' : 'false'} as is_conflict from ranked
		where ${source.entity === 'event' ? 'row_hash <> first_hash or nth > 1' : 'nth > 1'}`
		}`);
}

async function loadRejects(connection: DuckDBConnection, batchId: number): Promise<void> {
	await connection.run(`
		insert into reject
		select ${batchId}, line, reject_column, reject_value, reject_reason, raw from staged where reject_reason is not null`);
	await connection.run(`
		insert into reject
		select ${batchId}, line, null, null, 'same_id_other_content', null from twin where is_conflict`);
}

/** Distinct people and items of the file as identities and aliases; the maps from their hashes stand in temp tables. */
async function loadNames(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number
): Promise<void> {
	const system = quote(facts.source.system);
	const firstIdentity = await nextId(connection, 'identity', 'identity_id');
	const firstAlias = await nextId(connection, 'item_alias', 'alias_id');
	const pick = (columns: string) =>
		columns
			.split(', ')
			.map((name) => `any_value(${name}) as ${name}`)
			.join(', ');
	await connection.run(`
		create or replace temp table named as
		select (row_number() over (order by person_hash) + ${firstIdentity - 1})::integer as identity_id, *
		from (select person_hash, ${pick(identityColumns)}, min(display_name) as display_name from staged
			where reject_reason is null and ${personKey} is not null group by person_hash)`);
	await connection.run(`
		insert into identity by name
		select identity_id, ${batchId} as batch_id, ${system} as system, email,
			coalesce(email_sha1, sha1('mailto:' || email)) as email_sha1, username, employee_number, account, manager_key,
			org_unit, hired_on, left_on from named`);
	await connection.run(`
		insert into person_name select identity_id, ${batchId}, display_name from named where display_name is not null`);
	await connection.run(`
		create or replace temp table known_item as
		select (row_number() over (order by item_hash) + ${firstAlias - 1})::integer as alias_id, *
		from (select item_hash, ${pick(names(itemColumns))} from staged
			where reject_reason is null and ${itemKey} is not null group by item_hash)`);
	await connection.run(`
		insert into item_alias
		select alias_id, ${batchId}, ${system}, item_code, item_title, item_format, item_minutes, item_external from known_item`);
}

/** The live batches of a system that came before this one. */
const earlierBatches = (system: string, batchId: number): string =>
	`select batch_id from batch where undone_at is null and system = ${system} and batch_id < ${batchId}`;

async function hasEarlier(
	connection: DuckDBConnection,
	system: string,
	batchId: number
): Promise<boolean> {
	const found = await numbers(
		connection,
		`select count(*) as n from (${earlierBatches(system, batchId)})`
	);
	return (found['n'] ?? 0) > 0;
}

async function loadEnrolments(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number
): Promise<void> {
	const twins = await numbers(connection, 'select count(*) as n from twin');
	await connection.run(`
		insert into enrolment by name
		select ${batchId} as batch_id, staged.line, named.identity_id, known_item.alias_id, natural_key, row_hash, enrolled_at,
			started_at, completed_at, closed_at, due_at, last_activity_at, status::status as status, progress, seconds,
			time_basis, origin::origin as origin, case when origin is not null or obligation is not null then origin_rule end as origin_rule,
			obligation::obligation as obligation, enrolled_by, method, is_date_only
		from staged
		left join named on named.person_hash = staged.person_hash
		left join known_item on known_item.item_hash = staged.item_hash
		where reject_reason is null ${(twins['n'] ?? 0) > 0 ? 'and line not in (select line from twin)' : ''}`);
	await markRepeats(connection, 'enrolment', facts.source.system, batchId);
}

async function loadEvents(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number
): Promise<void> {
	const keeps = facts.source.format === 'table' && facts.source.keepsIdenticalRows;
	const occurrence = keeps
		? '(row_number() over (partition by staged.row_hash order by line))::integer'
		: '1';
	await connection.run(`
		insert into learning_event by name
		select ${batchId} as batch_id, staged.line, named.identity_id, known_item.alias_id, row_hash, statement_id, happened_at,
			coalesce(kind, 'other')::event_kind as kind, verb, seconds, progress, score, due_at, origin::origin as origin,
			case when origin is not null or obligation is not null then origin_rule end as origin_rule,
			obligation::obligation as obligation, enrolled_by, method, ${occurrence} as occurrence
		from staged
		left join named on named.person_hash = staged.person_hash
		left join known_item on known_item.item_hash = staged.item_hash
		where reject_reason is null and voids is null and line not in (select line from twin)`);
	await connection.run(`
		insert into voided_statement
		select ${batchId}, line, voids from staged
		where reject_reason is null and voids is not null and line not in (select line from twin)`);
	await markRepeats(connection, 'learning_event', facts.source.system, batchId);
}

const sameRow = { enrolment: 'natural_key, row_hash', learning_event: 'row_hash, occurrence' };

/** Marks the rows of a batch that an earlier live batch of its system holds too. */
export async function markRepeats(
	connection: DuckDBConnection,
	table: keyof typeof sameRow,
	system: string,
	batchId: number
): Promise<void> {
	const isFirst = !(await hasEarlier(connection, quote(system), batchId));
	if (isFirst) {
		await connection.run(
			`update ${table} set is_repeat = false where batch_id = ${batchId} and is_repeat`
		);
		return;
	}
	await connection.run(`
		update ${table} set is_repeat = (${sameRow[table]}) in (
			select (${sameRow[table]}) from ${table} where batch_id in (${earlierBatches(quote(system), batchId)}))
		where batch_id = ${batchId}`);
}

async function loadMandatory(
	connection: DuckDBConnection,
	facts: BatchFacts,
	batchId: number
): Promise<void> {
	await connection.run(`
		insert into mandatory_item
		select ${batchId}, line, ${quote(facts.source.system)}, item_code, item_title, obligation::obligation, audience_kind,
			audience, valid_from, valid_to
		from staged where reject_reason is null and line not in (select line from twin)`);
}

const loaders = { enrolment: loadEnrolments, event: loadEvents, mandatory: loadMandatory };
const tables = { enrolment: 'enrolment', event: 'learning_event', mandatory: 'mandatory_item' };

/** The days that the batch's records cover; a mandatory list covers none. */
const covered: Record<Source['entity'], string> = {
	enrolment: `select min(enrolled_at)::date as data_from, greatest(max(enrolled_at), max(completed_at), max(started_at), max(closed_at), max(last_activity_at))::date as data_to from enrolment`,
	event:
		'select min(happened_at)::date as data_from, max(happened_at)::date as data_to from learning_event',
	mandatory: 'select null::date as data_from, null::date as data_to from mandatory_item'
};

async function loadRepairs(connection: DuckDBConnection, batchId: number): Promise<number> {
	await connection.run(`
		insert into repair
		select ${batchId}, code, count(*), min(line)
		from (select line, unnest(repairs) as code from staged where reject_reason is null and repairs is not null
			and line not in (select line from twin))
		group by code`);
	const repaired = await numbers(
		connection,
		`select count(*) as n from staged
		where reject_reason is null and len(repairs) > 0 and line not in (select line from twin)`
	);
	return repaired['n'] ?? 0;
}

/**
 * Writes one converted file into the canonical tables and its batch row, inside the caller's transaction. Our own count
 * of records must be the sum of what was loaded, repeated and refused; otherwise it throws `counts_differ` and the
 * transaction takes everything back. The id of the batch is its place in the order of imports.
 */
export async function load(
	connection: DuckDBConnection,
	facts: BatchFacts,
	converted: Converted
): Promise<Loaded> {
	const { source } = facts;
	await viewStaged(connection, facts, converted.files);
	const batchId = await nextId(connection, 'batch', 'batch_id');
	await findDuplicates(connection, source);
	await loadRejects(connection, batchId);
	await loadNames(connection, facts, batchId);
	await loaders[source.entity](connection, facts, batchId);
	const rowsRepaired = await loadRepairs(connection, batchId);
	const table = tables[source.entity];
	const repeat = source.entity === 'mandatory' ? 'false' : 'is_repeat';
	const counts = await numbers(
		connection,
		`
		select (select count(*) from staged) as staged,
			(select count(*) from reject where batch_id = ${batchId}) as rejected,
			(select count(*) from twin where not is_conflict) as twins,
			(select count(*) from ${table} where batch_id = ${batchId} and not ${repeat}) as fresh,
			(select count(*) from ${table} where batch_id = ${batchId} and ${repeat}) as repeated,
			(select count(*) from voided_statement where batch_id = ${batchId}) as voided`
	);
	const rowsLoaded = (counts['fresh'] ?? 0) + (counts['voided'] ?? 0);
	const rowsDuplicate = (counts['twins'] ?? 0) + (counts['repeated'] ?? 0);
	const rowsRejected = counts['rejected'] ?? 0;
	if (
		counts['staged'] !== facts.rowsRead ||
		rowsLoaded + rowsDuplicate + rowsRejected !== facts.rowsRead
	) {
		throw new ImportError(
			'counts_differ',
			`The counts do not agree (${facts.rowsRead} records counted, ${counts['staged'] ?? 0} converted, ${rowsLoaded} loaded, ${rowsDuplicate} duplicate, ${rowsRejected} refused). Nothing was imported; please report this file's kind.`,
			counts
		);
	}
	const range = await connection.runAndReadAll(
		`select data_from::varchar as data_from, data_to::varchar as data_to from (${covered[source.entity]} where batch_id = ${batchId})`
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
	for (const temporary of ['twin', 'named', 'known_item'])
		await connection.run(`drop table ${temporary}`);
	return {
		batchId,
		rowsLoaded,
		rowsRepaired,
		rowsDuplicate,
		rowsRejected,
		dataTo: (days?.['data_to'] ?? null) as string | null
	};
}
