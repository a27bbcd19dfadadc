import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder } from '../pipelines/folder.ts';
import { hasShared, shared } from './shared.ts';

const logs = [
	['lms/moodle-edify/Moodle Module 1 F19.csv', 7033],
	['lms/moodle-edify/Moodle Module 1 F20.csv', 11712],
	['lms/moodle-edify/Moodle Module 5 SP17.csv', 2657]
] as const;

const tables = [
	'lms/moodle-edify/KMS Module 1 F19.csv',
	'lms/moodle-edify/Result Module 1 F19.csv',
	'lms/moodle-edify/VL Module 1 F19.csv',
	'lms/moodle-edify/Activity Module 1 F19.csv',
	'lms/engagement/LongitudinalEngagement.csv'
] as const;

describe.skipIf(!hasShared)('real exports of learning systems', () => {
	test('load whole, identical rows included, and twice changes nothing', async () => {
		const warehouse = await openWarehouse(emptyFolder(), 'the test');
		for (const [path, rows] of logs) {
			const file = { path: shared(path), name: basename(path) };
			const report = await importFile(warehouse, file, { importedBy: 'test', isOneOfMany: true });
			expect(report).toMatchObject({
				source: 'moodle-log',
				rows_read: rows,
				rows_loaded: rows,
				rows_duplicate: 0,
				rows_rejected: 0
			});
		}
		for (const [path, rows] of logs) {
			const file = { path: shared(path), name: basename(path) };
			const again = await importFile(warehouse, file, { importedBy: 'test', isOneOfMany: true });
			expect(again).toMatchObject({ rows_read: rows, rows_loaded: 0, rows_duplicate: rows });
		}
		await warehouse.close();
	}, 120_000);

	test.each(tables)('%s fits no source and is refused with the closest ones', async (path) => {
		const warehouse = await openWarehouse(emptyFolder(), 'the test');
		await expect(
			importFile(
				warehouse,
				{ path: shared(path), name: basename(path) },
				{ importedBy: 'test', isOneOfMany: true }
			)
		).rejects.toMatchObject({ code: 'unknown_source' });
		await warehouse.close();
	});

	test('a survey with two rows of headings is one, and loads whole', async () => {
		const warehouse = await openWarehouse(emptyFolder(), 'the test');
		const path = shared('lms/surveymonkey-starwars/StarWars.csv');
		const report = await importFile(
			warehouse,
			{ path, name: basename(path) },
			{ importedBy: 'test', isOneOfMany: true }
		);
		expect(report).toMatchObject({
			source: 'survey-monkey',
			rows_read: 1186,
			rows_loaded: 1186,
			rows_rejected: 0
		});
		await warehouse.close();
	});
});
