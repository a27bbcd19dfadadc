import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FaultPoint } from '#pipelines/fault-points.ts';
import { listenToFaultPoints } from '#pipelines/fault-points.ts';
import { importFile } from '#pipelines/import.ts';
import { importParts } from '#pipelines/import-parts.ts';
import { dataVersion, model, modelVersion } from '#pipelines/stages/model.ts';
import { interruptible } from '#pipelines/warehouse/interrupt.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { inTransaction } from '#pipelines/warehouse/transaction.ts';
import { absorbFile, absorbRow, numbers } from '../src/api/exports.ts';
import { dump } from './dump.ts';
import { fileOf, openEmpty } from './folder.ts';
import { zipOf } from './readers/zip-file.ts';

const exported = (from: number) => absorbFile(numbers(30).map((n) => absorbRow(n + from)));

describe('an import that is cancelled', () => {
	let warehouse: Warehouse;
	beforeEach(async () => {
		warehouse = await openEmpty();
	});
	afterEach(async () => {
		listenToFaultPoints(() => undefined);
		await warehouse.close();
	});

	/** What cancels when the work comes to this place for the nth time. */
	function cancelledAt(place: FaultPoint, nth = 1): AbortSignal {
		const abort = new AbortController();
		let passed = 0;
		listenToFaultPoints((point) => {
			if (point === place && ++passed === nth) abort.abort();
		});
		return abort.signal;
	}

	const by = { importedBy: 'test', now: () => new Date('2026-01-02T03:04:05Z') };
	const lying = () => ({
		originals: readdirSync(join(warehouse.dataDir, 'originals')).length,
		staging: readdirSync(warehouse.stagingDir).length
	});
	const versions = () =>
		warehouse.read(async (connection) => [
			await dataVersion(connection),
			await modelVersion(connection)
		]);

	test.for<[FaultPoint, number]>([
		['load', 1],
		['commit', 1],
		['committed', 1],
		['model', 1],
		['model', 20]
	])('at "%s" (%i) leaves nothing, not in the history either', async ([place, nth]) => {
		await importFile(warehouse, fileOf('a.csv', exported(0)), by);
		const before = await dump(warehouse);
		const work = importFile(warehouse, fileOf('b.csv', exported(10)), {
			...by,
			signal: cancelledAt(place, nth)
		});
		await expect(work).rejects.toMatchObject({ code: 'cancelled', details: {} });
		expect(await dump(warehouse)).toEqual(before);
		expect(lying()).toEqual({ originals: 1, staging: 0 });
		const [data, models] = await versions();
		expect(models).toBe(data);
		const again = await importFile(warehouse, fileOf('b.csv', exported(10)), by);
		expect(again).toMatchObject({ rows_loaded: 10, rows_duplicate: 20 });
	});

	test('once its models take their place is in, and says so', async () => {
		const signal = cancelledAt('swap');
		const report = await importFile(warehouse, fileOf('a.csv', exported(0)), { ...by, signal });
		expect(report.rows_loaded).toBe(30);
		expect(await versions()).toEqual([1, 1]);
	});

	test('keeps the parts before the last one, whose models the next call makes', async () => {
		const archive = fileOf(
			'all.zip',
			zipOf([
				{ name: 'a.csv', content: exported(0) },
				{ name: 'b.csv', content: exported(100) }
			])
		);
		const work = importParts(warehouse, archive, { ...by, signal: cancelledAt('model') });
		await expect(work).rejects.toMatchObject({
			code: 'cancelled',
			details: { kept: [{ file: 'all.zip/a.csv', rows_loaded: 30 }] }
		});
		await model(warehouse);
		const left = await dump(warehouse);
		const fresh = await openEmpty();
		try {
			const alone = { ...fileOf('a.csv', exported(0)), name: 'all.zip/a.csv' };
			await importFile(fresh, alone, by);
			expect(left).toEqual(await dump(fresh));
		} finally {
			await fresh.close();
		}
	});

	test('takes back no file that stood in the warehouse before', async () => {
		await importFile(warehouse, fileOf('a.csv', exported(0)), by);
		const other = { ...by, isOneOfMany: true };
		await importFile(warehouse, fileOf('b.csv', exported(100)), other);
		const work = importFile(warehouse, fileOf('a.csv', exported(0)), {
			...by,
			signal: cancelledAt('model')
		});
		await expect(work).rejects.toMatchObject({ code: 'cancelled' });
		await model(warehouse);
		expect((await dump(warehouse)).get('batch')).toHaveLength(2);
	});
});

describe('interruptible(connection, signal, work)', () => {
	const endless = 'select sum(a.range * b.range) from range(10000000) as a, range(10000000) as b';

	async function withInstance(work: (connect: () => Promise<DuckDBConnection>) => Promise<void>) {
		const instance = await DuckDBInstance.create(':memory:');
		try {
			await work(() => instance.connect());
		} finally {
			instance.closeSync();
		}
	}

	test('ends the statement that runs, and a transaction around it is as if it had never been', () =>
		withInstance(async (connect) => {
			const connection = await connect();
			await connection.run('create table kept as select 1 as n');
			const abort = new AbortController();
			setTimeout(() => {
				abort.abort();
			}, 20);
			const work = inTransaction(connection, () =>
				interruptible(connection, abort.signal, async () => {
					await connection.run('insert into kept select 2');
					await connection.run(endless);
				})
			);
			await expect(work).rejects.toThrow('Interrupted');
			const other = await connect();
			await other.run('insert into kept select 3');
			const rows = await connection.runAndReadAll('select n from kept order by n');
			expect(rows.getRowsJS()).toEqual([[1], [3]]);
		}));

	test('also one that begins only after it was cancelled', () =>
		withInstance(async (connect) => {
			const connection = await connect();
			const abort = new AbortController();
			const work = interruptible(connection, abort.signal, async () => {
				await new Promise((done) => setTimeout(done, 10));
				await connection.run(endless);
			});
			abort.abort();
			await expect(work).rejects.toThrow('Interrupted');
		}));
});

test('a rollback at which DuckDB gives up on the instance is heard, whatever made the work fail', async () => {
	const run = (sql: string) =>
		sql === 'rollback' ? Promise.reject(new Error('FATAL Error: gone')) : Promise.resolve();
	const connection = { run } as unknown as DuckDBConnection;
	const work = inTransaction(connection, () => Promise.reject(new Error('INTERRUPT Error')));
	await expect(work).rejects.toThrow('FATAL Error: gone');
});
