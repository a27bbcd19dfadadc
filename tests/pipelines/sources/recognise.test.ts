import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ImportError } from '#pipelines/import-error.ts';
import { readTableHeads } from '#pipelines/readers/table-head.ts';
import { sources } from '#pipelines/sources/sources.ts';
import { recognise } from '#pipelines/stages/recognise.ts';
import { likelyHeader } from '#pipelines/suggest-mapping.ts';
import { fileOf } from '../folder.ts';
import { xlsxOf } from '../readers/xlsx-file.ts';

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

describe('recognise(path) of what is no known export', () => {
	const refusal = (text: string): Promise<ImportError> =>
		recognise(fileOf('a.csv', text).path).then(
			() => expect.unreachable(),
			(cause: unknown) => cause as ImportError
		);

	test('names of people alone are refused with the column to add', async () => {
		const report = 'First Name,Last Name,Program Title,Is Complete,Organization ID\n';
		expect((await refusal(`${report}Ana,Kim,Safety,Y,U1\n`)).message).toContain(
			'add the column User ID'
		);
		const known = await recognise(
			fileOf('a.csv', `User ID,${report}7,Ana,Kim,Safety,Y,U1\n`).path,
			{ source: 'successfactors-items' }
		);
		expect(known.source.id).toBe('successfactors-items');
	});

	test('says that nothing resembles a table of something else', async () => {
		const { message, details } = await refusal('Fruit,Colour,Price\npear,green,2\nplum,blue,3\n');
		expect(message).toContain('No known export resembles this table');
		expect(details['closest']).toEqual([]);
	});

	test.each([
		'CourseId,UserId,Active,Grade\nC1,U1,1,5\n',
		'Department,Mood,Answer\nSales,good,5\n',
		'Course Name,Taste\nred,sweet\n',
		'Comment,Colour\nfine,red\n'
	])('a heading or two that some export has make no resemblance: %s', async (text) => {
		expect((await refusal(text)).details['closest']).toEqual([]);
	});

	test('an export of which a heading is misspelt resembles what it is', async () => {
		const misspelt = 'Course Name,Enrolment Methode,Status,Username,Date Enrolled,Course ID\n';
		expect((await refusal(`${misspelt}A,Self,Complete,ann,2025-01-01,C1\n`)).details).toMatchObject(
			{
				closest: expect.arrayContaining([
					expect.objectContaining({ source: 'absorb-enrolments' })
				]) as unknown
			}
		);
	});

	test
		.skipIf(!existsSync(foreign))
		.each([
			'moodle-edify/KMS Module 1 F19.csv',
			'engagement/LongitudinalEngagement.csv',
			'engagement/mooc-DLT1-nodes-CR-only.csv',
			'people-analytics/survey_responses.csv',
			'people-analytics/managers.csv',
			'moodle-la-course/Results.xlsx'
		])('%s resembles nothing', async (name) => {
		const refused = (await recognise(join(foreign, name)).catch(
			(cause: unknown) => cause
		)) as ImportError;
		expect(refused.details['closest']).toEqual([]);
	});

	test('says of a near miss which source it nearly is and which columns it misses', async () => {
		const { message, details } = await refusal(
			'Course Name,Username,Date Enrolled,Status\nA,ann,2025-01-01,Complete\n'
		);
		expect(message).toMatch(/Absorb: User Enrollments \(missing: Enrollment Method/);
		expect(details['closest']).not.toEqual([]);
		expect(message).not.toContain('no Enrollment Method');
	});

	test('of a source that was named says what it misses, however little fits', async () => {
		const { path } = fileOf('a.csv', 'Fruit,Colour\npear,green\n');
		await expect(recognise(path, { source: 'absorb-enrolments' })).rejects.toThrow(
			/Closest: Absorb.*Course Name/
		);
	});
});

describe('recognise(path) of an export with the least that it needs', () => {
	const recognised = async (text: string) => {
		const { source, confidence } = await recognise(fileOf('a.csv', text).path);
		return [source.id, confidence];
	};

	test('a third of what tells it is the 80 % that people are shown, and enough', async () => {
		expect(
			await recognised(
				'Employee ID,Worker,Hire Date,Job Profile,Manager ID\n1,Ann Ito,2024-03-01,Analyst,9\n'
			)
		).toEqual(['workday-workers', 0.8]);
	});

	test('a tree of units needs no dates, but units that hang together', async () => {
		expect(await recognised('Unit,Parent unit\nSales,Firm\nFirm,\n')).toEqual([
			'organisation-tree',
			0.85
		]);
		await expect(recognised('Department,Parent\nSales,Ann\nWorks,Bo\n')).rejects.toThrow(
			/parent units that are units themselves/
		);
	});

	test('headings with other blanks are known by their values, too', async () => {
		expect(
			await recognised(
				'User ID,Course,Training\u00A0 Type,Completion Status,Due Date,Completion Date\nann,Fire,Required,Complete,2025-03-01,2025-02-01\n'
			)
		).toContain('skillsoft-training');
	});
});

describe('the order of day and month', () => {
	const evidence = async (...days: string[]): Promise<string> =>
		(
			await recognise(
				fileOf(
					'a.csv',
					`Course Name,Enrollment Method,Status,Username,Date Enrolled\n${days.map((day) => `A,Self,Complete,ann,${day}\n`).join('')}`
				).path
			)
		).reasons.join('; ');

	test('is not asked of numbers that are no date in any order', async () => {
		expect(await evidence('31/31/2025')).toContain('“31/31/2025” is no date');
		expect(await evidence('31/31/2025', '0/5/2025')).not.toContain('both ways');
		expect(await evidence('31/31/2025', '4/5/2025')).toContain('4/5/2025 could be read both ways');
		expect(await evidence('31/31/2025', '4/25/2025')).toContain('4/25/2025');
	});
});

describe('a header below a long preamble', () => {
	const preamble = (lines: number): string[] =>
		Array.from({ length: lines }, (_, line) => `Parameter ${line + 1};"Value, ""${line}"""`);
	const records = Array.from({ length: 30 }, (_, row) => `ann${row};Fire;Self;Complete;2025-03-01`);

	test.each([0, 45, 100, 180])('of %i lines is found', async (lines) => {
		const header = 'Username;Course Name;Enrollment Method;Status;Date Enrolled';
		const { path } = fileOf('a.csv', [...preamble(lines), header, ...records].join('\n'));
		const { source, reading } = await recognise(path);
		expect(source.id).toBe('absorb-enrolments');
		expect(reading).toMatchObject({ delimiter: ';', headerLines: lines + 1 });
	});

	test('is found on a sheet', async () => {
		const cut = (line: string) => line.split(';');
		const header = cut('Username;Course Name;Enrollment Method;Status;Date Enrolled');
		const rows = [...preamble(100).map(cut), [], header, ...records.map(cut)];
		const file = fileOf('a.xlsx', xlsxOf([{ name: 'Report', rows }]));
		const { source, reading } = await recognise(file.path, { fileName: file.name });
		expect(source.id).toBe('absorb-enrolments');
		expect(reading).toMatchObject({ headerLines: 102 });
	});

	test('is where the mapping of an unknown table begins', () => {
		const text = [...preamble(45), 'Wer;Was;Wann;Wie', ...Array<string>(30).fill('ann;Fire;x;y')];
		const found = likelyHeader(
			readTableHeads({
				text: text.join('\n'),
				encoding: 'utf-8',
				mark: 0,
				isWhole: true,
				guess: null,
				isAsked: false
			})
		);
		expect(found?.table.delimiter).toBe(';');
		expect(found?.row).toBe(45);
	});
});
