import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
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

const definitionOf = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/**
 * Brings the warehouse to the newest schema, all missing steps in one transaction: fifteen commits take longer than what they
 * commit. Throws `newer` where it is ahead of us, and `other_build` where a step was another one when it was made: no released
 * step ever changes.
 */
export async function migrate(connection: DuckDBConnection): Promise<void> {
	await connection.run(
		'create table if not exists schema_version (number integer, definition varchar)'
	);
	await connection.run('alter table schema_version add column if not exists definition varchar');
	const reader = await connection.runAndReadAll('select number, definition from schema_version');
	const made = new Map(reader.getRowsJS() as [number, string | null][]);
	const steps = migrations();
	if (Math.max(0, ...made.keys()) > (steps.at(-1)?.number ?? 0)) {
		throw new WarehouseError('newer', message('import.this_data_folder_was_written_by'));
	}
	if (steps.some(({ number, sql }) => made.has(number) && made.get(number) !== definitionOf(sql))) {
		throw new WarehouseError('other_build', message('import.data_folder_of_other_build'));
	}
	const missing = steps.filter(({ number }) => !made.has(number));
	if (missing.length === 0) return;
	await inTransaction(connection, async () => {
		for (const step of missing) {
			await connection.run(step.sql);
			await connection.run('insert into schema_version values ($number, $definition)', {
				number: step.number,
				definition: definitionOf(step.sql)
			});
		}
	});
}
