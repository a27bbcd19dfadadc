import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { convert } from '#pipelines/stages/convert.ts';
import { stagedColumns } from '#pipelines/stages/staged.ts';
import { emptyFolder } from '../folder.ts';

/** A plan whose e-mail column is this SQL; everything else is empty. */
function planOf(folder: string, email: string, from = 'range(10) as numbers (n)') {
	const columns = Object.entries({
		line: 'bigint',
		reject_column: 'varchar',
		reject_value: 'varchar',
		reject_reason: 'varchar',
		raw: 'varchar',
		repairs: 'varchar[]',
		...stagedColumns('enrolment')
	}).map(([name, type]) => `${name === 'email' ? email : 'null'}::${type} as ${name}`);
	return {
		kind: 'table',
		entity: 'enrolment',
		select: `select ${columns.join(', ')} from ${from}`,
		learn: [],
		isCodeLearned: false,
		times: null,
		absent: ['account'],
		outDir: folder,
		tempDir: join(folder, 'temp')
	} as const;
}

describe('convert(plan)', () => {
	test('writes what the plan selects', async () => {
		const folder = emptyFolder();
		const { files, records } = await convert(planOf(folder, 'n'));
		expect(records).toBe(10);
		expect(files).toEqual([join(folder, 'rows.parquet')]);
	}, 30_000);

	test('writes neither what is empty in every row nor what only tells records apart', async () => {
		const { files } = await convert(planOf(emptyFolder(), 'n'));
		const instance = await DuckDBInstance.create(':memory:');
		const connection = await instance.connect();
		const reader = await connection.runAndReadAll(
			`describe from read_parquet('${files[0] ?? ''}')`
		);
		connection.closeSync();
		instance.closeSync();
		const written = reader.getRowsJS().map(([name]) => name);
		expect(written).toEqual(expect.arrayContaining(['email', 'natural_key', 'row_hash']));
		expect(written).not.toContain('account');
		expect(written).not.toContain('record_id');
	}, 30_000);

	test('writes records in the order of the file, whatever their values are compared with', async () => {
		const folder = emptyFolder();
		const csv = join(folder, 'a.csv');
		writeFileSync(csv, Array.from({ length: 300_000 }, (_, n) => `${n},${n % 7}`).join('\n'));
		const words = Array.from({ length: 12 }, (_, n) => `'${n}'`).join(', ');
		const from = `read_csv('${csv}', header = false, columns = {'n': 'varchar', 'word': 'varchar'}, max_line_size = 1000, buffer_size = 100_000)`;
		const plan = planOf(folder, `case when word in (${words}) then n end`, from);
		const { files } = await convert(plan);
		const instance = await DuckDBInstance.create(':memory:');
		const connection = await instance.connect();
		const reader = await connection.runAndReadAll(
			`select count(*)::integer from read_parquet('${files[0] ?? ''}', file_row_number = true)
			where email::bigint is distinct from file_row_number`
		);
		connection.closeSync();
		instance.closeSync();
		expect(reader.getRowsJS()).toEqual([[0]]);
	}, 30_000);

	test('a file that crashes the parser costs the child only, and at once', async () => {
		const folder = emptyFolder();
		const deep = join(folder, 'deep.json');
		writeFileSync(deep, '['.repeat(100_000) + ']'.repeat(100_000));
		const begun = performance.now();
		await expect(
			convert(planOf(folder, 'json', `read_json('${deep}') as deep`))
		).rejects.toMatchObject({
			code: 'conversion_failed',
			message: expect.stringContaining('the converter was ended by SIG') as string
		});
		expect(performance.now() - begun).toBeLessThan(30_000);
	}, 240_000);

	test('a child that hangs is ended when its time is over', async () => {
		const begun = performance.now();
		const endless = planOf(emptyFolder(), 'a.n', 'range(1000000000000) as a (n)');
		await expect(convert(endless, { longest: 3000 })).rejects.toMatchObject({
			code: 'conversion_failed',
			message: expect.stringContaining('longer than 3 seconds') as string
		});
		expect(performance.now() - begun).toBeLessThan(8000);
	}, 30_000);

	test('a child that wants too much memory says so', async () => {
		const greedy = planOf(
			emptyFolder(),
			"(select length(string_agg(repeat('x', 1000) || m, '')) from range(10000000) as many (m))"
		);
		await expect(convert(greedy)).rejects.toMatchObject({
			code: 'out_of_memory',
			message: expect.stringMatching(/MB of memory.*nothing was imported/) as string
		});
	}, 240_000);

	test('a child is ended when the import is cancelled', async () => {
		const folder = emptyFolder();
		const endless = planOf(folder, 'a.n', 'range(1000000000000) as a (n)');
		await expect(convert(endless, { signal: AbortSignal.timeout(1500) })).rejects.toMatchObject({
			code: 'cancelled'
		});
		const size = () => readdirSync(folder).length;
		expect(size()).toBeLessThanOrEqual(2);
	}, 30_000);
});
