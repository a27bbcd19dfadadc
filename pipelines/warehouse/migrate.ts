import type { DuckDBConnection } from '@duckdb/node-api';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { home } from '#queries/home.ts';
import { message } from '#queries/messages.ts';
import { inTransaction } from './transaction.ts';
import { WarehouseError } from './warehouse-error.ts';

/** The numbered steps that make the canonical tables, in order. */
export function migrations(): readonly { readonly number: number; readonly sql: string }[] {
	const folder = join(home(), 'queries/schema');
	return readdirSync(folder)
		.filter((name) => /^\d{3}_.*\.sql$/.test(name))
		.toSorted()
		.map((name) => ({
			number: Number(name.slice(0, 3)),
			sql: readFileSync(join(folder, name), 'utf8')
		}));
}

/** Brings the warehouse to the newest schema, each step in its own transaction. Throws `newer` where it is ahead of us. */
export async function migrate(connection: DuckDBConnection): Promise<void> {
	await connection.run('create table if not exists schema_version (number integer)');
	const reader = await connection.runAndReadAll(
		'select coalesce(max(number), 0)::integer as number from schema_version'
	);
	const current = Number(reader.getRowObjectsJS()[0]?.['number'] ?? 0);
	const steps = migrations();
	if (current > (steps.at(-1)?.number ?? 0)) {
		throw new WarehouseError('newer', message('import.this_data_folder_was_written_by'));
	}
	for (const step of steps.filter(({ number }) => number > current)) {
		await inTransaction(connection, async () => {
			await connection.run(step.sql);
			await connection.run(`insert into schema_version values (${step.number})`);
		});
	}
}
