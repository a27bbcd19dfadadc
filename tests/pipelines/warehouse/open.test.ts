import { fork } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { migrate } from '#pipelines/warehouse/migrate.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder } from '../folder.ts';

describe('openWarehouse(folder, owner)', () => {
	test('refuses a second owner in this and in another process, naming the first', async () => {
		const folder = emptyFolder();
		const warehouse = await openWarehouse(folder, 'the test');
		await expect(openWarehouse(folder, 'a second')).rejects.toMatchObject({
			code: 'held',
			message: expect.stringContaining(`process ${process.pid} (the test)`) as string
		});
		const script = join(folder, 'second.ts');
		writeFileSync(
			script,
			`import { openWarehouse } from ${JSON.stringify(join(import.meta.dirname, '../../../pipelines/warehouse/open.ts'))};
			openWarehouse(${JSON.stringify(folder)}, 'another').then(() => process.send('opened'), (error) => process.send(error.code));`
		);
		const answer = await new Promise((done) =>
			fork(script, { stdio: 'ignore' }).once('message', done)
		);
		expect(answer).toBe('held');
		await warehouse.close();
		const again = await openWarehouse(folder, 'the test');
		await again.close();
	});

	test('is shut off from files, settings and extensions', async () => {
		const folder = emptyFolder();
		const warehouse = await openWarehouse(folder, 'the test');
		const connection = await warehouse.connect();
		for (const sql of [
			"select * from read_text('/etc/hostname')",
			"copy (select 1) to '/etc/autonometer'",
			"attach '/etc/other.duckdb'",
			'set threads = 1',
			"install 'httpfs'"
		]) {
			await expect(connection.run(sql)).rejects.toThrow();
		}
		connection.closeSync();
		await warehouse.close();
	});

	test('works in UTC whatever the zone of the process', async () => {
		const warehouse = await openWarehouse(emptyFolder(), 'the test');
		const connection = await warehouse.connect();
		const reader = await connection.runAndReadAll("select current_setting('TimeZone')");
		expect(reader.getRowsJS()).toEqual([['UTC']]);
		connection.closeSync();
		await warehouse.close();
	});

	test('takes everything back when a statement of a transaction fails', async () => {
		const warehouse = await openWarehouse(emptyFolder(), 'the test');
		await expect(
			warehouse.transaction(async (connection) => {
				await connection.run("insert into setting values ('half', 'done')");
				await connection.run('select * from nothing_of_this_name');
			})
		).rejects.toThrow();
		const connection = await warehouse.connect();
		const reader = await connection.runAndReadAll(
			"select count(*)::integer from setting where name = 'half'"
		);
		expect(reader.getRowsJS()).toEqual([[0]]);
		connection.closeSync();
		await warehouse.close();
	});

	test('reads once more where DuckDB gave up, and not where a statement is wrong', async () => {
		const warehouse = await openWarehouse(emptyFolder(), 'the test');
		const reading = async (fault: string): Promise<number> => {
			let times = 0;
			const read = warehouse.read(async (connection) => {
				times += 1;
				if (times === 1) throw new Error(fault);
				return (await connection.runAndReadAll('select 7')).getRowsJS()[0]?.[0];
			});
			await read.catch(() => undefined);
			return times;
		};
		expect(
			await reading('INTERNAL Error: Attempted to access index 0 within vector of size 0')
		).toBe(2);
		expect(await reading('FATAL Error: Failed: database has been invalidated')).toBe(2);
		expect(await reading('Binder Error: no such column')).toBe(1);
		await warehouse.close();
	});

	test('makes the macros anew where another version of the program made them, and only there', async () => {
		const folder = emptyFolder();
		/** Opens the folder, runs a statement, and answers what the middle of four is then. */
		const openWith = async (sql: string): Promise<unknown> => {
			const warehouse = await openWarehouse(folder, 'the test');
			const reader = await warehouse.alone((connection) =>
				connection
					.run(sql)
					.then(() => connection.runAndReadAll('select median_low_place(4)::integer'))
			);
			await warehouse.close();
			return reader.getRowsJS()[0]?.[0];
		};
		const usual = await openWith('select 1');
		const other = 'create or replace macro median_low_place(n) as -7';
		expect(await openWith(other)).toBe(-7);
		expect(await openWith('select 1')).toBe(-7);
		await openWith("update setting set value = 'another' where name = 'macro_definition'");
		expect(await openWith('select 1')).toBe(usual);
	});

	test('makes the whole schema or nothing of it', async () => {
		const instance = await DuckDBInstance.create(':memory:');
		const connection = await instance.connect();
		const tables = async () => {
			const reader = await connection.runAndReadAll(
				'select table_name from duckdb_tables() order by all'
			);
			return reader.getRowsJS().flat();
		};
		await connection.run('create table metric_version (other integer)');
		await expect(migrate(connection)).rejects.toThrow('already exists');
		expect(await tables()).toEqual(['metric_version', 'schema_version']);
		await connection.run('drop table metric_version');
		await migrate(connection);
		expect(await tables()).toContain('batch_rows');
		connection.closeSync();
		instance.closeSync();
	});

	test('sweeps what a killed import left in staging', async () => {
		const folder = emptyFolder();
		mkdirSync(join(folder, 'staging/half'), { recursive: true });
		writeFileSync(join(folder, 'staging/half/rows.parquet'), 'x');
		const warehouse = await openWarehouse(folder, 'the test');
		expect(existsSync(join(folder, 'staging/half'))).toBe(false);
		await warehouse.close();
	});
});
