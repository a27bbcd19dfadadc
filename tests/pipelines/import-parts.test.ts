import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listBatches, undoBatch } from '#pipelines/batches.ts';
import { runCommand } from '#pipelines/commands.ts';
import type { ImportOptions } from '#pipelines/import.ts';
import { importFile } from '#pipelines/import.ts';
import { importParts } from '#pipelines/import-parts.ts';
import { dataVersion } from '#pipelines/stages/model.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { keepSetting } from '#pipelines/warehouse/setting.ts';
import { previewFile } from '#pipelines/preview.ts';
import { fileOf, openEmpty } from './folder.ts';
import type { Cell, Sheet } from './readers/xlsx-file.ts';
import { xlsxOf } from './readers/xlsx-file.ts';
import { zipOf } from './readers/zip-file.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const by: ImportOptions = { importedBy: 'test', now: () => new Date('2026-01-02T03:04:05Z') };
const header = 'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Enrollment ID';
const row = (n: number, enrolled: Cell = { xml: `<c s="1"><v>${45658 + n}</v></c>` }): Cell[] => [
	`Course ${n % 3}`,
	'Self',
	'Complete',
	`p${n}@example.org`,
	enrolled,
	100_000 + n
];
const sheetOf = (name: string, rows: readonly (readonly Cell[] | null)[]): Sheet => ({
	name,
	rows: [['Learning report'], null, header.split(','), ...rows]
});
const xlsx = (...sheets: readonly Sheet[]) => xlsxOf(sheets, { formats: ['dd/mm/yyyy'] });
const csv = (from: number, to: number) =>
	[
		header,
		...Array.from({ length: to - from }, (_, index) => {
			const n = from + index;
			return `Course ${n % 3},Self,Complete,p${n}@example.org,2025-01-${String(n + 1).padStart(2, '0')},${100_000 + n}`;
		}),
		''
	].join('\n');

async function stored() {
	const connection = await warehouse.connect();
	try {
		const reader = await connection.runAndReadAll(
			`select email, enrolled_at::varchar as enrolled_at, line::integer as line
			from enrolment join identity on identity.identity_id = enrolment.identity_id order by line`
		);
		return reader.getRowObjectsJS();
	} finally {
		connection.closeSync();
	}
}

describe('importFile(warehouse, workbook, options)', () => {
	test('reads the sheet as the same table in text, and names rows by their number in the sheet', async () => {
		const rows = [row(0), row(1), null, row(2, 'yesterday'), row(3)];
		const report = await importFile(
			warehouse,
			fileOf('a.xlsx', xlsx({ name: 'Notes', rows: [['Made by hand']] }, sheetOf('Data', rows))),
			by
		);
		expect(report).toMatchObject({ rows_read: 4, rows_loaded: 3, rows_rejected: 1 });
		expect(report.rejects).toEqual([
			{ line: 7, column: 'Date Enrolled', value: 'yesterday', reason: 'not_a_date' }
		]);
		expect(await stored()).toEqual([
			{ email: 'p0@example.org', enrolled_at: '2025-01-01 12:00:00', line: 4 },
			{ email: 'p1@example.org', enrolled_at: '2025-01-02 12:00:00', line: 5 },
			{ email: 'p3@example.org', enrolled_at: '2025-01-04 12:00:00', line: 8 }
		]);
		const again = await importFile(warehouse, fileOf('a.csv', csv(0, 4)), by);
		expect(again).toMatchObject({ rows_read: 4, rows_loaded: 1, rows_duplicate: 3 });
	});

	test('the same workbook twice changes nothing', async () => {
		const file = fileOf('a.xlsx', xlsx(sheetOf('Data', [row(0), row(1)])));
		await importFile(warehouse, file, by);
		expect(await importFile(warehouse, file, by)).toMatchObject({
			rows_loaded: 0,
			rows_duplicate: 2,
			warnings: [{ code: 'same_file' }]
		});
	});

	test('refuses a sheet that is not there, and names those that are', async () => {
		const file = fileOf('a.xlsx', xlsx(sheetOf('Data', [row(0)])));
		await expect(importFile(warehouse, file, { ...by, sheet: 'Nope' })).rejects.toMatchObject({
			code: 'unknown_sheet',
			message: expect.stringContaining('"Data"') as string
		});
	});
});

describe('importParts(warehouse, file, options)', () => {
	test('makes every visible sheet that is an export a batch of its own', async () => {
		const file = fileOf(
			'a.xlsx',
			xlsx(
				sheetOf('January', [row(0), row(1)]),
				{ name: 'Legend', rows: [['Self', 'by themselves']] },
				sheetOf('February', [row(2)]),
				{ ...sheetOf('Old', [row(3)]), state: 'hidden' }
			)
		);
		const { parts } = await previewFile(file);
		expect(parts.map(({ name, looked, refusal }) => [name, looked.rows, refusal])).toEqual([
			['January', 2, null],
			['Legend', 0, expect.stringContaining('no known export')],
			['February', 1, null],
			['Old', 0, expect.stringContaining('hidden')]
		]);
		const { batches, errors } = await importParts(warehouse, file, by);
		expect(errors).toEqual([]);
		expect(batches.map(({ file: name, rows_loaded }) => [name, rows_loaded])).toEqual([
			['a.xlsx/January', 2],
			['a.xlsx/February', 1]
		]);
		const leftOut = batches.map(({ warnings }) =>
			warnings.flatMap(({ code, message }) => (code === 'sheets_left_out' ? [message] : []))
		);
		expect(leftOut).toEqual([[expect.stringMatching(/“Legend” .*; “Old” \(hidden\)/)], []]);
		const again = await importParts(warehouse, file, by);
		expect(again.batches.map(({ rows_duplicate }) => rows_duplicate)).toEqual([2, 1]);
		const one = await importParts(warehouse, file, { ...by, sheet: 'Old' });
		expect(one.batches).toMatchObject([{ file: 'a.xlsx', rows_loaded: 1 }]);
	});

	test('imports each file of an archive on its own, and tells which are none', async () => {
		const archive = zipOf([
			{ name: 'a.csv', content: csv(0, 2) },
			{ name: 'more/b.xlsx', content: xlsx(sheetOf('Data', [row(2), row(3), row(4)])) },
			{ name: 'read me.txt', content: 'Hello.' },
			{ name: 'inner.zip', content: zipOf([{ name: 'c.csv', content: csv(5, 6) }]) }
		]);
		const { batches, errors } = await importParts(warehouse, fileOf('all.zip', archive), by);
		expect(batches.map(({ file, rows_loaded }) => [file, rows_loaded])).toEqual([
			['all.zip/a.csv', 2],
			['all.zip/more/b.xlsx', 3]
		]);
		expect(errors).toMatchObject([
			{ file: 'all.zip/read me.txt', code: 'unknown_source' },
			{
				file: 'all.zip/inner.zip',
				code: 'wrong_format',
				message: expect.stringContaining('archive inside an archive') as string
			}
		]);
	});

	test('tells what is wrong with an archive that cannot be opened', async () => {
		const locked = zipOf([{ name: 'a.csv', content: 'x', flags: 1 }]);
		expect(await importParts(warehouse, fileOf('a.zip', locked), by)).toMatchObject({
			batches: [],
			errors: [{ file: 'a.zip', code: 'wrong_format' }]
		});
		expect(await importParts(warehouse, fileOf('b.zip', zipOf([])), by)).toMatchObject({
			errors: [{ code: 'empty_file' }]
		});
	});

	test('passes a plain file on', async () => {
		const { batches } = await importParts(warehouse, fileOf('a.csv', csv(0, 3)), by);
		expect(batches).toMatchObject([{ file: 'a.csv', rows_loaded: 3 }]);
	});
});

describe('an archive whose files are called by paths outside of it', () => {
	const paths = [
		'../../escape-a.csv',
		'/tmp/escape-b.csv',
		'C:\\Users\\x\\escape-c.csv',
		'ok/d.csv'
	];
	const archive = () =>
		fileOf('all.zip', zipOf(paths.map((name, at) => ({ name, content: csv(at, at + 1) }))));

	test('is imported by the last part of each name, which it says', async () => {
		const { batches, errors } = await importParts(warehouse, archive(), by);
		expect(errors).toEqual([]);
		expect(
			batches.map(({ file, rows_loaded, warnings }) => ({
				file,
				rows_loaded,
				told: warnings.find(({ code }) => code === 'path_ignored')?.message.slice(0, 46) ?? null
			}))
		).toEqual([
			{
				file: 'all.zip/escape-a.csv',
				rows_loaded: 1,
				told: 'The archive calls a file "../../escape-a.csv",'
			},
			{
				file: 'all.zip/escape-b.csv',
				rows_loaded: 1,
				told: 'The archive calls a file "/tmp/escape-b.csv", '
			},
			{
				file: 'all.zip/escape-c.csv',
				rows_loaded: 1,
				told: 'The archive calls a file "C:/Users/x/escape-c.'
			},
			{ file: 'all.zip/ok/d.csv', rows_loaded: 1, told: null }
		]);
		expect(existsSync('/tmp/escape-b.csv')).toBe(false);
		expect(existsSync(join(warehouse.stagingDir, '../escape-a.csv'))).toBe(false);
	});

	test('is shown so before the import', async () => {
		const { parts, warnings } = await previewFile(archive());
		expect(parts.map(({ name }) => name)).toEqual([
			'escape-a.csv',
			'escape-b.csv',
			'escape-c.csv',
			'ok/d.csv'
		]);
		expect(warnings.find(({ code }) => code === 'path_ignored')?.message).toMatch(
			/^The archive calls files "\.\.\/\.\.\/escape-a\.csv", "\/tmp\/escape-b\.csv", /
		);
	});
});

describe('pages of an answer that name a next one', () => {
	const page = (n: number, more: string, day = '2025-03-14') =>
		JSON.stringify({
			statements: [
				{
					id: `1111111${n}-1111-4111-8111-111111111111`,
					actor: { mbox: `mailto:p${n}@firm.example` },
					verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
					object: { id: 'https://lms.example/1' },
					timestamp: `${day}T10:00:00Z`
				}
			],
			more
		});
	const pages = [
		{ name: 'page-1.json', content: page(1, '/more/2') },
		{ name: 'page-10.json', content: page(3, '') },
		{ name: 'page-2.json', content: page(2, '/more/3') }
	];
	const open = async () =>
		(await warehouse.read(listBatches)).flatMap(({ file, warnings }) =>
			warnings.some(({ code }) => code === 'more_pages') ? [file] : []
		);
	const importAll = async (...parts: typeof pages) => {
		const paths = parts.map(({ name, content }) => fileOf(name, content).path);
		const { json } = await runCommand({ warehouse, by: 'test', folder: '/' }, 'import', paths, {});
		const { batches } = json as { batches: { warnings: { code: string }[] }[] };
		return batches.map(({ warnings }) => warnings.some(({ code }) => code === 'more_pages'));
	};

	/** One page that comes by itself, after the models were made of those before it. */
	const importAlone = async (name: string, content: string) => {
		await importFile(warehouse, fileOf(name, content), { ...by, isOneOfMany: true });
		await warehouse.transaction(async (connection) =>
			keepSetting(connection, 'model_version', String(await dataVersion(connection)))
		);
	};

	test('warn where the last does not come with them, and only then', async () => {
		expect(await importAll(...pages.slice(0, 1))).toEqual([true]);
		expect(await open()).toEqual(['page-1.json']);
		expect(await importAll(...pages.slice(1))).toEqual([false, false]);
		expect(await open()).toEqual([]);
	});

	test('are whole when the last comes by itself, and not by that of another answer', async () => {
		const one = (name: string, ...given: Parameters<typeof page>) =>
			importAlone(name, page(...given));
		await one('last-of-may.json', 4, '', '2025-05-31');
		await one('first.json', 1, '/more/2', '2025-06-30');
		expect(await open()).toEqual(['first.json']);
		await one('last-of-july.json', 5, '', '2025-07-31');
		expect(await open()).toEqual(['first.json']);
		await one('second.json', 2, '/more/3', '2025-06-20');
		await one('last.json', 3, '', '2025-06-10');
		expect(await open()).toEqual([]);
		const [last] = await warehouse.read(listBatches);
		await undoBatch(warehouse, last?.batch_id ?? 0, 'test');
		expect(await open()).toEqual(['second.json', 'first.json']);
	});

	test('are whole when the oldest come first, and not by a later answer', async () => {
		const days = (name: string, more: string, ...given: string[]) =>
			importAlone(
				name,
				JSON.stringify({
					statements: given.flatMap((day) =>
						(JSON.parse(page(1, '', day)) as { statements: object[] }).statements.map((one) => ({
							...one,
							id: undefined
						}))
					),
					more
				})
			);
		await days('first.json', '/more/2', '2025-03-01', '2025-03-04', '2025-03-09');
		await days('of-july.json', '', '2025-07-01', '2025-07-20');
		expect(await open()).toEqual(['first.json']);
		await days('second.json', '/more/3', '2025-03-09', '2025-03-11', '2025-03-30');
		expect(await open()).toEqual(['second.json', 'first.json']);
		await days('last.json', '', '2025-04-02', '2025-04-03');
		expect(await open()).toEqual([]);
	});

	test('of a list without an order in time are whole when the last comes', async () => {
		const list = (name: string, more: string | null, ...given: string[]) =>
			importAlone(
				name,
				JSON.stringify({
					registrations: given.map((createdDate, n) => ({
						id: `${name}-${n}`,
						registrationCompletion: 'COMPLETED',
						registrationSuccess: 'PASSED',
						totalSecondsTracked: 60,
						createdDate,
						learner: { id: `p${n}`, email: `p${n}@firm.example` },
						course: { id: 'c1', title: 'Fire safety' }
					})),
					more
				})
			);
		await list('one.json', 'x', '2025-03-04', '2025-03-01', '2025-03-09', '2025-03-02');
		expect(await open()).toEqual(['one.json']);
		await list('two.json', null, '2025-03-03', '2025-03-01', '2025-03-20');
		expect(await open()).toEqual([]);
	});

	test('are whole in one archive, until the last is taken back', async () => {
		const { batches } = await importParts(warehouse, fileOf('all.zip', zipOf(pages)), by);
		expect(batches.flatMap(({ warnings }) => warnings.map(({ code }) => code))).not.toContain(
			'more_pages'
		);
		expect(await open()).toEqual([]);
		await undoBatch(warehouse, batches[1]?.batch_id ?? 0, 'test');
		expect(await open()).toEqual(['all.zip/page-2.json', 'all.zip/page-1.json']);
	});

	test('are whole in one file', async () => {
		const file = fileOf('pages.json', pages.map(({ content }) => content).join('\n'));
		const { warnings } = await importFile(warehouse, file, by);
		expect(warnings.map(({ code }) => code)).not.toContain('more_pages');
	});
});
