import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { BIGINT, INTEGER, LIST, listValue, UBIGINT, VARCHAR } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { hasFileOfSize } from './batches.ts';
import type { ImportedFile } from './import.ts';
import { quote } from './sources/columns.ts';
import type { Source } from './sources/source.ts';
import type { RepeatingTable } from './stages/duplicates.ts';
import { isRepeated, occurrence, rowsOfBatches } from './stages/duplicates.ts';
import { entityLoad } from './stages/load-entities.ts';
import { waveOfStaged } from './stages/load-responses.ts';
import { organisationZone } from './stages/organisation-day.ts';
import type { Twin } from './twin.ts';
import { findTwin } from './twin.ts';
import type { Warehouse } from './warehouse/open.ts';

/** A larger file is not fingerprinted for a preview; its rows are compared like any other's. */
const largestFingerprinted = 256e6;

/** The batch that holds this very file, where one of its size is live. Throws `read_otherwise` as the import would. */
export async function knownFile(
	warehouse: Warehouse,
	file: ImportedFile,
	{ sheet, encoding, asked }: Pick<Twin, 'sheet' | 'encoding' | 'asked'>
) {
	const { size } = await stat(file.path);
	if (size > largestFingerprinted || !(await hasFileOfSize(warehouse, size))) return null;
	const hash = createHash('sha256');
	await pipeline(createReadStream(file.path), hash);
	return findTwin(warehouse, {
		sha256: hash.digest('hex'),
		name: file.name,
		sheet,
		encoding,
		asked,
		toldIn: null
	});
}

const toldBy = {
	natural_key: UBIGINT,
	row_hash: UBIGINT,
	statement_id: VARCHAR,
	occurrence: INTEGER,
	survey: VARCHAR,
	wave: VARCHAR
} as const;

/** What tells rows of these tables apart. */
const columnsOf: Readonly<Record<RepeatingTable, readonly (keyof typeof toldBy)[]>> = {
	enrolment: ['natural_key', 'row_hash'],
	learning_event: ['row_hash', 'statement_id', 'occurrence'],
	survey_response: ['row_hash', 'occurrence', 'survey', 'wave']
};

const isRepeating = (table: string): table is RepeatingTable => Object.hasOwn(columnsOf, table);

/** The lines of those rows that the live batches of a system hold, by the rule by which the import marks them. */
async function repeatedLines(
	warehouse: Warehouse,
	table: RepeatingTable,
	system: string,
	rows: readonly (readonly DuckDBValue[])[]
): Promise<readonly bigint[]> {
	const columns = columnsOf[table];
	const names = ['line', ...columns];
	const kinds = [BIGINT, ...columns.map((name) => toldBy[name])];
	const told = `select ${names.map((name) => `unnest($${name}) as ${name}`).join(', ')}`;
	const earlier = `${rowsOfBatches(table, system)} and (row_hash in (select row_hash from told)
		${table === 'learning_event' ? 'or statement_id in (select statement_id from told)' : ''})`;
	return warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			`with told as materialized (${told}) select line from told where ${isRepeated[table](earlier)}`,
			Object.fromEntries(
				names.map((name, place) => [name, listValue(rows.map((row) => row[place] ?? null))])
			),
			Object.fromEntries(names.map((name, place) => [name, LIST(kinds[place] ?? VARCHAR)]))
		);
		return reader.getRows().map(([line]) => line as bigint);
	});
}

/** Writes the lines of `staged` that the warehouse holds already into `known`; all of them where it holds the very file. */
export async function markKnownRows(
	connection: DuckDBConnection,
	source: Source,
	warehouse: Warehouse | undefined,
	isKnownFile: boolean
): Promise<void> {
	const usable = 'from staged where reject_reason is null';
	await connection.run(
		`create temp table known as select line ${usable} ${isKnownFile ? '' : 'and false'}`
	);
	const { table } = entityLoad(source.entity);
	if (isKnownFile || warehouse === undefined || !isRepeating(table)) return;
	const made: Partial<Readonly<Record<keyof typeof toldBy, string>>> = {
		occurrence: occurrence(source),
		wave: waveOfStaged(quote(await organisationZone(warehouse)))
	};
	const told = columnsOf[table].map((name) => `${made[name] ?? name} as ${name}`);
	const voids = table === 'learning_event' ? 'and voids is null' : '';
	const reader = await connection.runAndReadAll(
		`select line, ${told.join(', ')} ${usable} ${voids} and line not in (select line from twin)`
	);
	if (reader.currentRowCount === 0) return;
	const lines = await repeatedLines(warehouse, table, source.system, reader.getRows());
	await connection.run(
		'insert into known select unnest($lines)',
		{ lines: listValue(lines) },
		{ lines: LIST(BIGINT) }
	);
}
