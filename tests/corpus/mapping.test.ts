import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importParts } from '#pipelines/import-parts.ts';
import { lookAtMapping } from '#pipelines/mapping-look.ts';
import { previewFile } from '#pipelines/preview.ts';
import { savedMappings, saveMapping } from '#pipelines/saved-mappings.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { hasShared, shared } from './shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'autonometer-corpus-'));
let warehouse: Warehouse;

beforeAll(async () => {
	warehouse = await openWarehouse(folder, 'the test');
});

afterAll(async () => {
	await warehouse.close();
	rmSync(folder, { recursive: true, force: true });
});

const file = (name: string) => ({ path: shared(`lms/moodle-edify/${name}`), name });
const fixed = { enrolled_at: '2019-09-01' };

describe.skipIf(!hasShared)('tables of an institution that no source knows', () => {
	test.each([
		['KMS Module 1 F19.csv', {}, 23],
		['Result Module 1 F19.csv', { item_title: 'Module 1' }, 21],
		['VL Module 1 F19.csv', { item_title: 'Videos of module 1' }, 21],
		['Activity Module 1 F19.csv', { item_title: 'Module 1 online' }, 21]
	])('%s is mapped by suggestion, saved and imported', async (name, also, least) => {
		expect((await previewFile(file(name))).refusal?.code).toBe('unknown_source');
		const look = await lookAtMapping(file(name), null);
		expect(look.columns.find(({ heading }) => heading === 'RollNumber')?.slot).toBe(
			'Learner user name'
		);
		const mapping = { ...look.mapping, fixed: { ...fixed, ...also }, system: 'institution' };
		const again = await lookAtMapping(file(name), mapping);
		expect(again.preview.refusal).toBeNull();
		expect(again.preview.looked.refused).toEqual([]);
		saveMapping(folder, name, mapping, 'test');
		const { batches, errors } = await importParts(warehouse, file(name), {
			importedBy: 'test',
			isOneOfMany: true
		});
		expect(errors).toEqual([]);
		expect(batches[0]?.rows_loaded).toBeGreaterThanOrEqual(least);
		expect(batches[0]?.rows_rejected).toBe(0);
	});

	test('the same kind as a workbook is known by the mapping of the text file', async () => {
		const saved = savedMappings(folder).map(({ mapping }) => mapping);
		const preview = await previewFile(file('KMS Module 1 SP21.xlsx'), { saved });
		expect(preview.refusal).toBeNull();
		expect(preview.mapping).toBe('KMS Module 1 F19.csv');
	});
});
