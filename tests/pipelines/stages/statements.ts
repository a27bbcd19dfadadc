import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { normaliseJson, scanJson } from '#pipelines/readers/json.ts';
import { convertStatements } from '#pipelines/stages/convert-statements.ts';
import { emptyFolder } from '../folder.ts';

/** One staged record without the columns that are null. */
export type Staged = Readonly<Record<string, unknown>>;

const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });

/** What the importer makes of a file of statements: the scan, and every staged record in the order of the lines. */
export async function stage(path: string, options: { strict?: boolean; timeZone?: string } = {}) {
	const folder = mkdtempSync(join(emptyFolder(), 'stage-'));
	const scan = await scanJson(path);
	const target = join(folder, 'normalised.tsv');
	if (scan.layout === 'normalised') await normaliseJson(path, target);
	const connection = await instance.connect();
	try {
		const converted = await convertStatements(connection, {
			path: scan.layout === 'normalised' ? target : path,
			layout: scan.layout,
			strict: options.strict ?? false,
			timeZone: options.timeZone ?? 'Europe/Berlin',
			outDir: folder
		});
		const list = converted.files.map((file) => `'${file}'`).join(', ');
		const rows =
			converted.files.length === 0
				? []
				: await connection
						.runAndReadAll(
							`
			select coalesce(line, file_row_number + 1) as line, * exclude (line, file_row_number, filename)
			from read_parquet([${list}], file_row_number = true, union_by_name = true, filename = true) order by line, filename, file_row_number`
						)
						.then((read) => read.getRowObjectsJson());
		const records = rows.map((row): Staged =>
			Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
		);
		return { scan, records, count: converted.records };
	} finally {
		connection.closeSync();
	}
}

/** The same for a text. */
export async function stageText(
	text: string | Buffer,
	options: { strict?: boolean; timeZone?: string } = {}
) {
	const path = join(emptyFolder(), 'statements.json');
	await writeFile(path, text);
	return stage(path, options);
}
