import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import type { Mapping } from '#pipelines/mapping.ts';
import { lookAtMapping } from '#pipelines/mapping-look.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { hasShared, isFull, shared } from './shared.ts';

/** Exports that are known, and how many records each holds. */
const exports = [
	['moodle-edify/Moodle Module 1 F19.csv', 'moodle-log', 7033],
	['moodle-edify/Moodle Module 1 F20.csv', 'moodle-log', 11712],
	['moodle-edify/Moodle Module 5 SP17.csv', 'moodle-log', 2657],
	['hris-jobhistory/job_history_iso.csv', 'interval-jobs', 9],
	['hris-jobhistory/job_history_dmy_header-typo.csv', 'interval-jobs', 10],
	['qualtrics/sample.csv', 'qualtrics', 1],
	['surveymonkey-starwars/StarWars.csv', 'survey-monkey', 1186]
] as const;

/** Tables that no source knows, and how many records each holds. */
const tables = [
	['moodle-edify/KMS Module 1 F19.csv', 25],
	['moodle-edify/KMS Module 1 SP21.xlsx', 4],
	['moodle-edify/Result Module 1 F19.csv', 24],
	['moodle-edify/VL Module 1 F19.csv', 24],
	['moodle-edify/Activity Module 1 F19.csv', 24],
	['moodle-la-course/Events.xlsx', 95_626],
	['moodle-la-course/Demographics.xlsx', 130],
	['moodle-la-course/Results.xlsx', 130],
	['engagement/LongitudinalEngagement.csv', 1136],
	['engagement/mooc-DLT1-nodes-CR-only.csv', 445],
	['engagement/school-engagement-survey-semicolon-bom.csv', 717],
	['engagement/teachers-burnout-google-forms.xlsx', 876],
	['people-analytics/employee_survey.csv', 2833],
	['people-analytics/learning.csv', 4974],
	['people-analytics/managers.csv', 571],
	['people-analytics/survey_responses.csv', 3770]
] as const;
const alsoUsually = /KMS.*xlsx|Longitudinal|CR-only|burnout/;

const folder = mkdtempSync(join(tmpdir(), 'autonometer-corpus-'));
let warehouse: Warehouse;
beforeAll(async () => {
	warehouse = await openWarehouse(folder, 'the test');
});
afterAll(async () => {
	await warehouse.close();
	rmSync(folder, { recursive: true, force: true });
});

const file = (path: string) => ({ path: shared(`lms/${path}`), name: basename(path) });
const by = { importedBy: 'test', isOneOfMany: true } as const;

/** Each row a person who took one item, whatever the table holds: enough to count its records. */
async function asPeople(path: string): Promise<Mapping> {
	const { columns } = await lookAtMapping(file(path), { source: 'own-enrolments', columns: {} });
	const [first] = columns;
	return {
		source: 'own-enrolments',
		columns: {
			...Object.fromEntries(columns.map(({ name }) => [name, ''])),
			[first?.name ?? '']: 'Learner user name'
		},
		fixed: { item_title: path, enrolled_at: '2025-01-01' }
	};
}

describe.skipIf(!hasShared)('real exports of learning systems', () => {
	test('each of them stands in one of the tables above', () => {
		const there = readdirSync(shared('lms'), { recursive: true, encoding: 'utf8' });
		expect([...exports, ...tables].map(([path]) => path).toSorted()).toEqual(
			there.filter((name) => /\.\w+$/.test(name)).toSorted()
		);
	});

	test.each(exports)(
		'%s is a %s and loads whole, twice changes nothing',
		async (path, source, rows) => {
			const known = { source, rows_read: rows, rows_rejected: 0 };
			const first = await importFile(warehouse, file(path), by);
			expect(first).toMatchObject({ ...known, rows_loaded: rows, rows_duplicate: 0 });
			const again = await importFile(warehouse, file(path), by);
			expect(again).toMatchObject({ ...known, rows_loaded: 0, rows_duplicate: rows });
		}
	);

	test.each(tables)('%s fits no source', async (path) => {
		await expect(importFile(warehouse, file(path), by)).rejects.toMatchObject({
			code: 'unknown_source'
		});
	});

	test.each(tables.filter(([path]) => isFull || alsoUsually.test(path)))(
		'%s is read whole by a mapping: %i records',
		async (path, rows) => {
			const { rows_read, rows_loaded, rows_duplicate, rows_rejected } = await importFile(
				warehouse,
				file(path),
				{ ...by, mapping: await asPeople(path), badRowLimit: 1 }
			);
			expect(rows_read).toBe(rows);
			expect(rows_loaded + rows_duplicate + rows_rejected).toBe(rows);
		}
	);
});
