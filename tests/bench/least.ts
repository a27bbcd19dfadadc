// The least that TRUST.md's decisions 7 to 11 leave to do, written by hand for the two files of the benchmark and nothing else:
// what an import that keeps those promises can reach at all. It recognises nothing, matches nobody and derives one table.
import { DuckDBInstance } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const texts = [
	'id',
	'email',
	'number',
	'unit',
	'code',
	'title',
	'method',
	'status',
	'enrolled',
	'completed',
	'progress',
	'minutes'
];

/** Every cell read as text and cast with a reason where that fails; what tells records apart is a hash of all that they say. */
const castTable = (file: string): string => `
	with cells as (
		from read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
			columns = {${texts.map((name) => `'${name}': 'varchar'`).join(', ')}})
	), cast_cells as (
		select id, lower(email) as email, number, unit, code, title, method, status, try_cast(enrolled as timestamp) as enrolled,
			try_cast(completed as timestamp) as completed, try_cast(progress as double) as progress, try_cast(minutes as integer) as minutes,
			case when try_cast(enrolled as timestamp) is null then 'enrolled'
				when completed is not null and try_cast(completed as timestamp) is null then 'completed'
				when progress is not null and try_cast(progress as double) is null then 'progress'
				when minutes is not null and try_cast(minutes as integer) is null then 'minutes' end as reason
		from cells
	)
	select *, hash(id) as natural_key, hash(${texts.join(', ')}) as row_hash from cast_cells`;

const paths = [
	'$.id',
	'$.actor.name',
	'$.actor.mbox',
	'$.verb.id',
	'$.object.id',
	'$.object.definition.type',
	'$.object.definition.name.en',
	'$.result.completion',
	'$.result.duration',
	'$.result.score.scaled',
	'$.context.registration',
	'$.timestamp'
];

/** Statements as objects, their parts by one list of paths (decision 9). */
const castStatements = (file: string): string => `
	with parts as (
		select json_extract_string(json, [${paths.map((path) => `'${path}'`).join(', ')}]) as p
		from read_ndjson_objects('${file}', maximum_object_size = 4194304)
	), cast_parts as (
		select p[1] as id, p[2] as name, lower(p[3]) as email, p[4] as verb, p[5] as code, p[6] as kind, p[7] as title,
			try_cast(p[8] as boolean) as completion, p[9] as duration, try_cast(p[10] as double) as score, p[11] as registration,
			try_cast(p[12] as timestamptz)::timestamp as enrolled,
			case when try_cast(p[12] as timestamptz) is null then 'timestamp' when p[3] is null then 'actor' end as reason
		from parts
	)
	select *, hash(id) as natural_key, hash(columns(* exclude (reason))) as row_hash from cast_parts`;

async function fingerprint(file: string): Promise<void> {
	await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), createHash('sha256'));
}

/** Milliseconds for hash, conversion to Parquet, one transaction that accounts for every record, one derived table and a checkpoint. */
export async function least(kind: 'csv' | 'ndjson', file: string, folder: string): Promise<number> {
	const begun = performance.now();
	await fingerprint(file);
	const rows = join(folder, 'least.parquet');
	const converter = await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'true' });
	const child = await converter.connect();
	await child.run("set TimeZone = 'UTC'");
	await child.run(
		`copy (${kind === 'csv' ? castTable(file) : castStatements(file)}) to '${rows}' (format parquet, compression snappy)`
	);
	child.closeSync();
	converter.closeSync();
	const instance = await DuckDBInstance.create(join(folder, 'least.duckdb'), {
		preserve_insertion_order: 'false'
	});
	const connection = await instance.connect();
	await connection.run('begin');
	await connection.run(`create table refused as from '${rows}' where reason is not null`);
	await connection.run(
		`create table twin as select natural_key from '${rows}' where reason is null group by natural_key having count(*) > 1`
	);
	await connection.run(
		`create table loaded as select * exclude (reason) from '${rows}' where reason is null`
	);
	const counted = await connection.runAndReadAll(
		`select (select count(*) from '${rows}') = (select count(*) from loaded) + (select count(*) from refused)`
	);
	if (counted.getRowsJS()[0]?.[0] !== true) throw new Error('records are missing');
	await connection.run('commit');
	await connection.run(
		`create table by_month as select date_trunc('month', enrolled) as month, code, count(*) as n, count(distinct email) as people from loaded group by all`
	);
	await connection.run('checkpoint');
	const took = performance.now() - begun;
	connection.closeSync();
	instance.closeSync();
	return took;
}
