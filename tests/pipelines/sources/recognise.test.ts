import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ImportError } from '#pipelines/import-error.ts';
import { sources } from '#pipelines/sources/sources.ts';
import { recognise } from '#pipelines/stages/recognise.ts';

const folder = import.meta.dirname;
const foreign = join(folder, '../../../../shared/data/lms');

const goldens = sources
	.filter(({ format }) => format === 'table')
	.flatMap(({ id }) =>
		readdirSync(join(folder, id, 'golden'))
			.filter((name) => !/\.(expected|mapping)\.json$/.test(name))
			.map((name) => ({ id, name, path: join(folder, id, 'golden', name) }))
			.filter(({ path }) => !existsSync(path.replace(/\.\w+$/, '.mapping.json')))
	);

/** Exports of personnel systems, surveys and ratings: they tell of no learning. */
const noLearning = [
	'moodle-edify/Activity Module 1 F19.csv',
	'moodle-edify/KMS Module 1 F19.csv',
	'moodle-edify/Result Module 1 F19.csv',
	'moodle-edify/VL Module 1 F19.csv',
	'engagement/LongitudinalEngagement.csv',
	'engagement/mooc-DLT1-nodes-CR-only.csv',
	'engagement/school-engagement-survey-semicolon-bom.csv',
	'people-analytics/employee_survey.csv',
	'people-analytics/learning.csv',
	'people-analytics/managers.csv',
	'people-analytics/survey_responses.csv',
	'hris-jobhistory/job_history_iso.csv',
	'hris-jobhistory/job_history_dmy_header-typo.csv'
];

describe('recognise(path) tells every export from all others', () => {
	test.each(goldens)('$id: $name', async ({ id, path, name }) => {
		const { source, confidence, closest } = await recognise(path, { fileName: name });
		expect(source.id).toBe(id);
		expect(confidence).toBeGreaterThanOrEqual(0.8);
		const runnerUp = Math.max(
			0,
			...closest.filter((one) => one.source !== id).map(({ score }) => score)
		);
		expect(confidence - runnerUp).toBeGreaterThanOrEqual(0.15);
	});

	test.skipIf(!existsSync(foreign)).each(noLearning)('%s is no learning export', async (name) => {
		const found = await recognise(join(foreign, name)).catch((cause: unknown) => {
			expect(cause).toBeInstanceOf(ImportError);
			return null;
		});
		expect(['enrolment', 'event', 'assignment']).not.toContain(found?.source.entity);
	});
});
