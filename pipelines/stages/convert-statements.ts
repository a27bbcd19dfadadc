import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { linesOf } from '../readers/json-lines.ts';
import { maxRecordBytes } from '../readers/json-record.ts';
import { selectStatements } from '../sources/xapi/select.ts';
import { sortStatement } from '../sources/xapi/sort-statements.ts';
import { isDiskFull, isOutOfMemory } from '../warehouse/transaction.ts';
import { stagedColumns } from './staged.ts';
import { writeStaged } from './write-staged.ts';

/** Which statements to convert, and how. */
export interface StatementPlan {
	readonly path: string;
	/** 'original': one statement per line; 'normalised': as `normaliseJson` wrote it. */
	readonly layout: 'original' | 'normalised';
	/** Whether each statement is held to every rule of xAPI, instead of mending what real systems break. */
	readonly strict: boolean;
	readonly timeZone: string;
	readonly outDir: string;
	/** For statements in a table: the select of their lines and JSON, to be written to `path` first. */
	readonly select?: string | undefined;
	readonly signal?: AbortSignal;
	/** What is added to every select of staged records, such as `withKeys`. */
	readonly finish?: (select: string) => string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const blockLength = 1 << 20;

/** Text lines as a table; no quoting, no guessing, one thread's buffer holds the longest record. */
const lines = (
	path: string,
	columns: string
): string => `read_csv(${quoted(path)}, compression = 'none', columns = {${columns}}, delim = '\\t', quote = '', escape = '', header = false,
        auto_detect = false, compression = 'none', new_line = '\\n', max_line_size = ${maxRecordBytes + (1 << 20)}, buffer_size = ${8 * maxRecordBytes})`;

const records = {
	original: (path: string) =>
		`select null::bigint as line, json, null::varchar[] as repairs from ${lines(path, "'json': 'varchar'")}`,
	normalised: (path: string) =>
		`select line, json, null::varchar[] as repairs from ${lines(path, "'line': 'bigint', 'json': 'varchar'")}`,
	mended: (path: string) =>
		`select line, json, string_split(repairs, ',') as repairs from ${lines(path, "'line': 'bigint', 'json': 'varchar', 'repairs': 'varchar'")}`
};

const finished = (select: string, { finish }: StatementPlan): string =>
	finish === undefined ? select : finish(select);

/** Writes text to a file block by block. */
async function textFile(path: string) {
	const file = await open(path, 'w', 0o600);
	let pending: string[] = [];
	let length = 0;
	let count = 0;
	const flush = async () => {
		await file.write(pending.join(''));
		pending = [];
		length = 0;
	};
	return {
		async line(text: string) {
			pending.push(text, '\n');
			length += text.length;
			count++;
			if (length > blockLength) await flush();
		},
		async close() {
			await flush();
			await file.close();
			return count;
		}
	};
}

/** Looks at records one by one in JavaScript and writes the usable and the refused ones as Parquet files. */
async function sortOut(
	connection: DuckDBConnection,
	odd: AsyncIterable<{ line: number; text: string }>,
	plan: StatementPlan
) {
	const mendedPath = join(plan.outDir, 'mended.tsv');
	const refusedPath = join(plan.outDir, 'refused.ndjson');
	const mended = await textFile(mendedPath);
	const refused = await textFile(refusedPath);
	for await (const { line, text } of odd) {
		plan.signal?.throwIfAborted();
		const sorted = sortStatement(line, text, plan.strict);
		if ('json' in sorted) await mended.line(`${line}\t${sorted.json}\t${sorted.repairs.join(',')}`);
		else await refused.line(JSON.stringify(sorted));
	}
	const files: string[] = [];
	let count = 0;
	const keep = async (select: string, name: string) => {
		const path = join(plan.outDir, name);
		count += await writeStaged(connection, finished(select, plan), path);
		files.push(path);
	};
	if ((await mended.close()) > 0) {
		await keep(
			selectStatements(records.mended(mendedPath), { ...plan, checks: false, mayBreak: true }),
			'mended.parquet'
		);
	}
	if ((await refused.close()) > 0) {
		const nothing = Object.entries(stagedColumns('event')).map(
			([name, type]) => `null::${type} as ${name}`
		);
		await keep(
			`select line, reject_column, reject_value, reject_reason, raw, null::varchar[] as repairs, ${nothing.join(', ')}
			from read_json(${quoted(refusedPath)}, format = 'newline_delimited', compression = 'uncompressed', columns = {
				line: 'bigint', reject_column: 'varchar', reject_value: 'varchar', reject_reason: 'varchar', raw: 'varchar'})`,
			'refused.parquet'
		);
	}
	await rm(mendedPath);
	await rm(refusedPath);
	return { files, count };
}

/** Writes a select of lines and JSON as `normaliseJson` would. */
const writeLines = (connection: DuckDBConnection, select: string, path: string) =>
	connection.run(
		`copy (select line || chr(9) || translate(json, chr(9) || chr(10) || chr(13), '   ') from (${select}))
		to ${quoted(path)} (format csv, header false, delim '\x01', quote '', escape '')`
	);

async function* wholeFile({
	path,
	layout
}: StatementPlan): AsyncGenerator<{ line: number; text: string }> {
	let number = 0;
	for await (const text of linesOf(path)) {
		number++;
		if (layout === 'original') yield { line: number, text };
		else {
			const tab = text.indexOf('\t');
			yield { line: Number(text.slice(0, tab)), text: text.slice(tab + 1) };
		}
	}
}

async function* unchecked(
	connection: DuckDBConnection,
	path: string
): AsyncGenerator<{ line: number; text: string }> {
	const result = await connection.stream(
		`select coalesce(line, file_row_number + 1) as line, raw from read_parquet(${quoted(path)}, file_row_number = true) where reject_reason = 'unchecked'`
	);
	for (
		let chunk = await result.fetchChunk();
		chunk && chunk.rowCount > 0;
		chunk = await result.fetchChunk()
	) {
		for (const [line, text] of chunk.getRows()) yield { line: Number(line), text: String(text) };
	}
}

/**
 * Writes what is plainly well formed, and the others to be looked at one by one. JSON that passes our scanner breaks DuckDB's parser
 * hardly ever (half of a surrogate pair), and guarding each statement against it takes as long as half of the parsing, so that a
 * file is read with the guard only where it does.
 */
async function writeChecked(
	connection: DuckDBConnection,
	plan: StatementPlan,
	path: string
): Promise<number> {
	const write = (mayBreak: boolean) => {
		const select = selectStatements(records[plan.layout](plan.path), {
			...plan,
			checks: true,
			mayBreak
		});
		return writeStaged(connection, finished(select, plan), path);
	};
	return write(false).catch((cause: unknown) => {
		if (isOutOfMemory(cause) || isDiskFull(cause)) throw cause;
		return write(true);
	});
}

/**
 * Converts xAPI statements to staged Parquet files of entity 'event', every record of the file exactly once. Well formed
 * ones never pass through JavaScript: DuckDB reads them in file order; odd ones are mended or refused one by one.
 * `line` is null in a file whose row number is the line.
 */
export async function convertStatements(
	connection: DuckDBConnection,
	plan: StatementPlan
): Promise<{ files: string[]; records: number }> {
	await connection.run("set TimeZone = 'UTC'");
	await connection.run('set preserve_insertion_order = true');
	if (plan.select !== undefined) await writeLines(connection, plan.select, plan.path);
	if (plan.strict) {
		const sorted = await sortOut(connection, wholeFile(plan), plan);
		return { files: sorted.files, records: sorted.count };
	}
	const checkedPath = join(plan.outDir, 'checked.parquet');
	const total = await writeChecked(connection, plan, checkedPath);
	const counted = await connection.runAndReadAll(
		`select count(reject_reason) from read_parquet(${quoted(checkedPath)})`
	);
	const odd = Number(counted.getRowsJS()[0]?.[0] ?? 0);
	if (odd === 0) return { files: [checkedPath], records: total };
	const plainPath = join(plan.outDir, 'plain.parquet');
	const sorted = await sortOut(connection, unchecked(connection, checkedPath), plan);
	const plain = await writeStaged(
		connection,
		`select * exclude (file_row_number) replace (coalesce(line, file_row_number + 1) as line)
		from read_parquet(${quoted(checkedPath)}, file_row_number = true) where reject_reason is null`,
		plainPath
	);
	await rm(checkedPath);
	return { files: [plainPath, ...sorted.files], records: plain + sorted.count };
}
