import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenToFaultPoints } from '#pipelines/fault-points.ts';
import { importFile } from '#pipelines/import.ts';
import { model } from '#pipelines/stages/model.ts';
import { readNumbers } from '#pipelines/warehouse/numbers.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder } from '../pipelines/folder.ts';
import { writeKnownFiles } from './files.ts';
import { faultsOfBatches } from './round.ts';

describe('memory that ends', () => {
	const folder = mkdtempSync(join(tmpdir(), 'autonometer-little-memory-'));
	let warehouse: Warehouse;
	const granted = process.env['AUTONOMETER_MEMORY'];
	beforeAll(async () => {
		process.env['AUTONOMETER_MEMORY'] = '300';
		warehouse = await openWarehouse(folder, 'the test');
	});
	afterAll(async () => {
		listenToFaultPoints(() => undefined);
		if (granted === undefined) delete process.env['AUTONOMETER_MEMORY'];
		else process.env['AUTONOMETER_MEMORY'] = granted;
		await warehouse.close();
		rmSync(folder, { recursive: true, force: true });
	});

	test('in a question says how much there is and where more comes from', async () => {
		await expect(
			warehouse.read((connection) =>
				connection.run('select list(i) from range(50_000_000) as t (i)')
			)
		).rejects.toMatchObject({
			name: 'WarehouseError',
			code: 'out_of_memory',
			message: expect.stringMatching(/128MB of memory.*AUTONOMETER_MEMORY/) as string
		});
	}, 30_000);

	test('while the models are built leaves the rows, and the next build counts them', async () => {
		const [file] = writeKnownFiles(emptyFolder(), 1);
		if (file === undefined) throw new Error('no file');
		listenToFaultPoints((passed) => {
			if (passed !== 'model') return;
			listenToFaultPoints(() => undefined);
			throw new Error('Out of Memory Error: could not allocate block of size 256.0 KiB');
		});
		await expect(importFile(warehouse, file, { importedBy: 'test' })).rejects.toMatchObject({
			name: 'ImportError',
			code: 'out_of_memory',
			message: expect.stringMatching(/^The file is imported.*the start counts them/) as string
		});
		await model(warehouse);
		const { n } = await warehouse.read((connection) =>
			readNumbers(connection, 'select count(*) as n from episode')
		);
		expect(n).toBeGreaterThan(0);
		expect(await faultsOfBatches(warehouse, [file])).toEqual([]);
	}, 30_000);
});
