import { gzipSync } from 'node:zlib';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listBatches, undoBatch } from '#pipelines/batches.ts';
import type { ImportOptions } from '#pipelines/import.ts';
import { importFile } from '#pipelines/import.ts';
import { readingOf } from '#pipelines/originals/reading.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from './folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

/** Of these rows no models are asked. */
const by: ImportOptions = {
	importedBy: 'test',
	isOneOfMany: true,
	now: () => new Date('2026-01-02T03:04:05Z')
};
const header =
	'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Date Completed,Enrollment ID,Course ID,Time Spent (min)';

const row = (n: number, over: { status?: string; completed?: string; enrolled?: string } = {}) =>
	`Course ${n % 5},Self,${over.status ?? 'Complete'},p${n % 7}@example.org,${over.enrolled ?? `2025-01-${String((n % 28) + 1).padStart(2, '0')}`},${over.completed ?? '2025-02-01'},E${n},C${n % 5},30`;

const absorb = (rows: readonly string[]) => [header, ...rows, ''].join('\n');
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

async function rows(sql: string): Promise<Record<string, unknown>[]> {
	const connection = await warehouse.connect();
	try {
		return (await connection.runAndReadAll(sql)).getRowObjectsJS();
	} finally {
		connection.closeSync();
	}
}

/** Everything that a reader could see, without batch and surrogate numbers. */
const state = () =>
	rows(`select enrolled_at::varchar as enrolled_at, completed_at::varchar as completed_at, status::varchar as status,
		origin::varchar as origin, email, title, line::integer as line
		from enrolment join identity on identity.identity_id = enrolment.identity_id
		join item_alias on item_alias.alias_id = enrolment.alias_id where not is_repeat order by all`);

describe('importFile(warehouse, file, options)', () => {
	test('headings in the middle and totals at the end are left out, and count towards no limit', async () => {
		const file = absorb([row(1), header, row(2), 'Grand total,,,,,,,,60', ',,,,,,,Total:,60']);
		const report = await importFile(warehouse, fileOf('a.csv', file), { ...by, badRowLimit: 0.05 });
		expect([report.rows_read, report.rows_loaded]).toEqual([5, 2]);
		expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual([
			[3, 'header_again'],
			[5, 'row_of_sums'],
			[6, 'row_of_sums']
		]);
	});

	test.each([
		[
			'open-edx-grades',
			'Student ID,Email,Username,Grade,Homework 1,Enrollment Track,Verification Status,Certificate Eligible,Certificate Delivered,Certificate Type',
			[
				'31,,akim,0.85,0.9,verified,,N,N,',
				',,Total,0.72,0.8,,,,,',
				',,Class average,0.72,0.8,,,,,'
			],
			[3, 4]
		],
		[
			'litmos-user-courses',
			'UserName,CourseName,Complete,PercentageComplete,UpToDate,FirstName,LastName',
			[
				'suma,Fire,true,100,true,Suma,Rao',
				'Suma,Fire,,45,,,',
				'Gesamt,Fire,,45,,12,',
				'Totaux,Fire,,45,,45 apprenants,',
				'total.k,Fire,true,100,true,Total,Kim',
				'7,Fire,true,100,true,Grand total:,'
			],
			[3, 4, 5, 7]
		],
		[
			'survey-invitations',
			'Employee ID,Employee,Survey,Wave,Invited on,Status',
			[
				'1001,Ann,Pulse,1,2025-03-01,sent',
				'Total users: 45,,Pulse,1,2025-03-01,sent',
				'Anzahl Mitarbeiter (45),,Pulse,1,2025-03-01,sent',
				'45,Summe,Pulse,1,2025-03-01,sent'
			],
			[3, 4, 5]
		],
		[
			'culture-amp',
			'Response ID,Submitted at,Department,I choose what I learn,I have time to learn,Learning is useful to me',
			['r1,2025-03-01,Sales,4,5,3', 'Gesamtdurchschnitt,2025-03-01,,3.9,4.1,3.3'],
			[3]
		]
	])('a row of sums names nobody: %s', async (source, headings, records, sums) => {
		const text = [headings, ...records].join('\n');
		const report = await importFile(warehouse, fileOf('a.csv', text), by);
		expect(report.source).toBe(source);
		expect(report.rejects.map(({ line, reason }) => [line, reason])).toEqual(
			sums.map((line) => [line, 'row_of_sums'])
		);
		expect(report.rows_loaded).toBe(records.length - sums.length);
	});

	test('loads good rows, refuses bad ones with line, column, value and reason, and the counts add up', async () => {
		const report = await importFile(
			warehouse,
			fileOf(
				'a.csv',
				absorb([
					row(1),
					row(2, { enrolled: 'yesterday' }),
					row(3).replace('Self', 'Odd way'),
					'Course 1,Self',
					row(4)
				])
			),
			by
		);
		expect(report).toMatchObject({
			rows_read: 5,
			rows_loaded: 3,
			rows_duplicate: 0,
			rows_rejected: 2,
			rows_repaired: 1,
			repairs: [{ code: 'unknown_word:enrollment method', count: 1, first_line: 4 }],
			source: 'absorb-enrolments'
		});
		expect(report.rejects).toEqual([
			{ line: 3, column: 'Date Enrolled', value: 'yesterday', reason: 'not_a_date' },
			{ line: 5, column: null, value: null, reason: 'too_few_columns' }
		]);
		const lines = await rows('select line::integer as line from enrolment order by line');
		expect(lines).toEqual([{ line: 2 }, { line: 4 }, { line: 6 }]);
	});

	test('the same file twice changes nothing', async () => {
		const file = fileOf('a.csv', absorb(range(20).map((n) => row(n))));
		await importFile(warehouse, file, by);
		const before = await state();
		const again = await importFile(warehouse, { ...file, name: 'renamed.csv' }, by);
		expect(again).toMatchObject({
			rows_read: 20,
			rows_loaded: 0,
			rows_duplicate: 20,
			rows_rejected: 0
		});
		expect(await state()).toEqual(before);
		expect(await rows('select count(*)::integer as n from batch')).toEqual([{ n: 1 }]);
	});

	test('a row that stands twice in a report is one record', async () => {
		const report = await importFile(
			warehouse,
			fileOf('a.csv', absorb([row(1), row(1), row(2)])),
			by
		);
		expect(report).toMatchObject({
			rows_read: 3,
			rows_loaded: 2,
			rows_duplicate: 1,
			rows_rejected: 0
		});
	});

	test('identical rows of a log are all kept, and a longer export of the same log repeats them', async () => {
		const log = (count: number) =>
			[
				'Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address'
			]
				.concat(
					range(count).map(
						(n) =>
							`"${13 + Math.floor(n / 3)}/10/25, 12:40",A,-,Course: X,System,Course viewed,The user with id '4' viewed the course with id '7'.,web,`
					)
				)
				.join('\n');
		expect(await importFile(warehouse, fileOf('log.csv', log(6)), by)).toMatchObject({
			rows_read: 6,
			rows_loaded: 6,
			rows_duplicate: 0
		});
		expect(await importFile(warehouse, fileOf('log.csv', log(9)), by)).toMatchObject({
			rows_read: 9,
			rows_loaded: 3,
			rows_duplicate: 6
		});
	});

	test('a later export of the same records counts what is new, and taking the first back leaves the second whole', async () => {
		const first = await importFile(
			warehouse,
			fileOf('a.csv', absorb(range(10).map((n) => row(n)))),
			by
		);
		const second = await importFile(
			warehouse,
			fileOf(
				'b.csv',
				absorb(range(15).map((n) => (n === 3 ? row(n, { status: 'Failed' }) : row(n))))
			),
			by
		);
		expect(second).toMatchObject({ rows_read: 15, rows_loaded: 6, rows_duplicate: 9 });
		await undoBatch(warehouse, first.batch_id ?? 0, 'test');
		const after = await state();
		expect(after).toHaveLength(15);
		const [history] = await rows(
			`select rows_loaded::integer as loaded, rows_duplicate::integer as twice from batch where batch_id = ${second.batch_id}`
		);
		expect(history).toEqual({ loaded: 15, twice: 0 });
	});

	test('undo restores exactly the state without the batch', async () => {
		await importFile(warehouse, fileOf('a.csv', absorb(range(10).map((n) => row(n)))), by);
		const before = await state();
		const people = await rows(
			'select count(distinct person_id)::integer as n from identity_person'
		);
		const other = await importFile(
			warehouse,
			fileOf('b.csv', absorb(range(30).map((n) => row(n + 50)))),
			by
		);
		expect(await undoBatch(warehouse, other.batch_id ?? 0, 'test')).toMatchObject({
			rows_taken_back: 30
		});
		expect(await state()).toEqual(before);
		expect(
			await rows('select count(distinct person_id)::integer as n from identity_person')
		).toEqual(people);
		await expect(undoBatch(warehouse, other.batch_id ?? 0, 'test')).rejects.toThrow(
			'taken back before'
		);
		const connection = await warehouse.connect();
		expect((await listBatches(connection)).map(({ undone_by }) => undone_by)).toEqual([
			'test',
			null
		]);
		connection.closeSync();
	});

	test('a dry run reports and keeps nothing', async () => {
		const report = await importFile(warehouse, fileOf('a.csv', absorb([row(1)])), {
			...by,
			dryRun: true
		});
		expect(report).toMatchObject({ batch_id: null, rows_read: 1, rows_loaded: 1 });
		expect(await rows('select count(*)::integer as n from batch')).toEqual([{ n: 0 }]);
		expect(readdirSync(join(warehouse.dataDir, 'originals'))).toEqual([]);
	});

	test('a text that is only called .gz is read as the text that it is', async () => {
		const file = fileOf('export.csv.gz', absorb([row(1), row(2)]));
		expect(await importFile(warehouse, file, by)).toMatchObject({ rows_loaded: 2 });
	});

	test('gzip, UTF-16 and the plain file give the same rows', async () => {
		const text = absorb([row(1), row(2), row(3)]);
		await importFile(warehouse, fileOf('a.csv', text), by);
		const plain = await state();
		for (const bytes of [
			gzipSync(text),
			Buffer.from(`\uFEFF${text}`, 'utf16le'),
			Buffer.from(`\uFEFF${text}`),
			Buffer.from(text.replaceAll('\n', '\r')),
			Buffer.from(text.replaceAll('\n', '\r\n'))
		]) {
			const other = await openEmpty();
			await warehouse.close();
			warehouse = other;
			await importFile(warehouse, fileOf('a.csv', bytes), by);
			expect(await state()).toEqual(plain);
		}
	});

	test('stops above the limit of bad rows, keeps nothing, and goes on when told to', async () => {
		const file = fileOf('a.csv', absorb([row(1), row(2, { enrolled: 'x' })]));
		await expect(importFile(warehouse, file, { ...by, badRowLimit: 0.05 })).rejects.toMatchObject({
			code: 'too_many_bad_rows'
		});
		expect(await rows('select count(*)::integer as n from batch')).toEqual([{ n: 0 }]);
		expect(await importFile(warehouse, file, { ...by, badRowLimit: 1 })).toMatchObject({
			rows_loaded: 1,
			rows_rejected: 1
		});
	});

	test('names the closest sources of a file that fits none, and changes nothing', async () => {
		const file = fileOf(
			'a.csv',
			'Course Name,Date Enrolled,Status,Username,Colour\nA,2025-01-01,Complete,p,red\n'
		);
		await expect(importFile(warehouse, file, by)).rejects.toMatchObject({
			code: 'unknown_source',
			details: {
				closest: expect.arrayContaining([
					expect.objectContaining({ source: 'absorb-enrolments' })
				]) as unknown
			}
		});
		expect(await rows('select count(*)::integer as n from batch')).toEqual([{ n: 0 }]);
	});

	test.each([
		['an empty file', '', 'empty_file'],
		['a header without rows', `${header}\n`, 'empty_file'],
		['a web page', '<!doctype html><p>Sign in</p>', 'wrong_format'],
		['a zip archive', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'wrong_format'],
		[
			'a cut gzip',
			gzipSync(absorb(range(999).map((n) => row(n)))).subarray(0, 900),
			'wrong_format'
		],
		['a gzip in a gzip', gzipSync(gzipSync(absorb(range(9).map((n) => row(n))))), 'wrong_format'],
		['binary data', Buffer.alloc(5000, 7).fill(0, 100, 1000), 'not_text'],
		['a table that lost its line breaks', `${header},${'x,'.repeat(300_000)}`, 'too_large'],
		[
			'the list of why records were refused',
			'line,column,value,reason,raw\n3,,,x,y\n',
			'list_of_reasons'
		],
		['JSON of one long line', `{"a":"${'x'.repeat(9e6)}"}`, 'too_large']
	])('refuses %s with a reason and nothing left behind', async (_name, content, code) => {
		await expect(importFile(warehouse, fileOf('a.csv', content), by)).rejects.toMatchObject({
			code
		});
		expect(readdirSync(warehouse.stagingDir)).toEqual([]);
		expect(readdirSync(join(warehouse.dataDir, 'originals'))).toEqual([]);
	});

	test('cancelling leaves nothing behind', async () => {
		const abort = new AbortController();
		const file = fileOf('a.csv', absorb(range(20000).map((n) => row(n))));
		const work = importFile(warehouse, file, {
			...by,
			signal: abort.signal,
			onProgress: ({ stage }) => {
				if (stage === 'scan') abort.abort();
			}
		});
		await expect(work).rejects.toMatchObject({ code: 'cancelled' });
		expect(readdirSync(warehouse.stagingDir)).toEqual([]);
		expect(await rows('select count(*)::integer as n from batch')).toEqual([{ n: 0 }]);
	});

	test('people merge over exact keys across sources, never over names', async () => {
		await importFile(
			warehouse,
			fileOf(
				'a.csv',
				'Course Name,Enrollment Method,Status,Full Name,Username,Email Address,Employee Number,Date Enrolled,Course ID,Progress\nA,Self,Complete,Ana Diaz,adiaz,Ana@Example.org,77,2025-01-01,C,100\nA,Self,Complete,Ana Diaz,adiaz2,,,2025-01-02,C,100\n'
			),
			by
		);
		await importFile(
			warehouse,
			fileOf(
				'b.csv',
				'User ID,User Name,Email,Training Title,Transcript Status,Transcript Registration Date,Training Type,Training Hours\nX1,A. D.,ana@example.ORG,T,Completed,2025-01-01,Online,1\nX2,B,,T,Completed,2025-01-01,Online,1\n'
			),
			by
		);
		expect(
			await rows('select count(distinct person_id)::integer as n from identity_person')
		).toEqual([{ n: 3 }]);
	});

	test('statements of a one-line array are told apart by their place, and twins and conflicts are counted', async () => {
		const statement = (n: number, verb = 'planned') => ({
			id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
			actor: { mbox: `mailto:p${n}@example.org` },
			verb: { id: `https://w3id.org/xapi/tla/verbs/${verb}` },
			object: { id: 'https://lms.example/course/1' },
			timestamp: '2025-01-01T10:00:00Z'
		});
		const statements = [
			...range(100).map((n) => statement(n)),
			statement(5),
			statement(6, 'explored')
		];
		const report = await importFile(
			warehouse,
			fileOf('page.json', JSON.stringify({ statements, more: '' })),
			by
		);
		expect(report).toMatchObject({
			rows_read: 102,
			rows_loaded: 100,
			rows_duplicate: 1,
			rows_rejected: 1
		});
		expect(report.rejects).toEqual([
			{ line: 102, column: null, value: null, reason: 'same_id_other_content' }
		]);
		const [lines] = await rows('select count(distinct line)::integer as n from learning_event');
		expect(lines).toEqual({ n: 100 });
		const other = range(100)
			.map((n) => JSON.stringify(statement(n, n < 50 ? 'explored' : 'planned')))
			.join('\n');
		expect(await importFile(warehouse, fileOf('again.ndjson', other), by)).toMatchObject({
			rows_loaded: 0,
			rows_duplicate: 100
		});
	});

	test('a mistyped future date is kept, warned of, and does not move the date to which the data reach', async () => {
		const report = await importFile(
			warehouse,
			fileOf('a.csv', absorb([row(1), row(2, { enrolled: '2099-03-15', completed: '' })])),
			by
		);
		expect(report.rows_loaded).toBe(2);
		expect(report.warnings.map(({ code }) => code)).toContain('future_dates');
		expect(await rows('select data_to::varchar as data_to from batch')).toEqual([
			{ data_to: '2025-02-01' }
		]);
	});

	test('a job history reaches to the last day on which something began or ended, and not into a planned end', async () => {
		const posts = [
			'employee_id,start_date,end_date,job_id,department_id',
			'1,2024-01-01,2025-06-30,A,10',
			'2,2025-02-01,2099-12-31,B,10'
		].join('\n');
		await importFile(warehouse, fileOf('jobs.csv', posts), by);
		expect(
			await rows('select data_from::varchar as first, data_to::varchar as last from batch')
		).toEqual([{ first: '2024-01-01', last: '2025-06-30' }]);
	});

	test('placeholders are no keys of a person', async () => {
		const text = [
			'Course Name,Enrollment Method,Status,Username,Employee Number,Date Enrolled,Course ID,Progress'
		]
			.concat(
				range(12).map(
					(n) => `A,Self,Complete,user${n},${['0', 'N/A', '-', '000'][n % 4]},2025-01-01,C,100`
				)
			)
			.join('\n');
		await importFile(warehouse, fileOf('a.csv', text), by);
		expect(
			await rows('select count(distinct person_id)::integer as n from identity_person')
		).toEqual([{ n: 12 }]);
	});

	test('dates that contradict each other are said to do so; a later proof settles an open order', async () => {
		const dated = (dates: readonly string[]) =>
			absorb(dates.map((enrolled, n) => row(n, { enrolled, completed: '' })));
		const both = await importFile(
			warehouse,
			fileOf(
				'a.csv',
				dated([...range(8).map(() => '1/25/2024'), ...range(4).map(() => '25/1/2024')])
			),
			by
		);
		expect(both).toMatchObject({ rows_loaded: 8, rows_rejected: 4 });
		expect(both.warnings.map(({ code }) => code)).toContain('contradicting_dates');
		const late = await importFile(
			warehouse,
			fileOf('b.csv', dated([...range(2000).map(() => '3/4/2024'), '25/12/2024'])),
			by
		);
		expect(late).toMatchObject({ rows_loaded: 2001, rows_rejected: 0 });
		expect(late.warnings.map(({ code }) => code)).not.toContain('ambiguous_dates');
		const batches = await warehouse.read(listBatches);
		const { reasons, dates } = readingOf(batches[0]?.reading ?? '') ?? {};
		expect(dates?.evidence).toBe('day before month, because of rows further down');
		expect(reasons).toContain(dates?.evidence);
		expect(reasons?.join()).not.toContain('could be read both ways');
		const usual = await importFile(
			warehouse,
			fileOf(
				'c.csv',
				dated([...range(2000).map(() => '5/4/2024'), '12/25/2024', '1/26/2024', 'x'])
			),
			by
		);
		expect(usual).toMatchObject({ rows_loaded: 2001, rows_duplicate: 1, rows_rejected: 1 });
		const [newest] = await warehouse.read(listBatches);
		expect(readingOf(newest?.reading ?? '')?.reasons).toContain(
			'month before day, because of rows further down'
		);
	});

	test('one over-long cell costs its own record only', async () => {
		const long = row(2).replace('Course 2', 'x'.repeat(5_000_000));
		const report = await importFile(warehouse, fileOf('a.csv', absorb([row(1), long, row(3)])), by);
		expect(report).toMatchObject({
			rows_loaded: 2,
			rows_rejected: 1,
			rejects: [{ line: 3, reason: 'record_too_long' }]
		});
	});

	test('a table of very many columns is read, and one of more than a sheet can have is refused with both numbers', async () => {
		const wide = (count: number, cell: string) =>
			`,${range(count - 9)
				.map((n) => `${cell}${n}`)
				.join(',')}`;
		const table = (count: number) =>
			[
				`${header}${wide(count, 'extra')}`,
				`${row(1)}${wide(count, ' v')}`,
				`${row(2, { enrolled: 'never' })}${wide(count, ' v')}`
			].join('\n');
		const report = await importFile(warehouse, fileOf('a.csv', table(1500)), by);
		expect(report).toMatchObject({ rows_read: 2, rows_loaded: 1, rows_rejected: 1 });
		expect(await rows('select line::integer as line, length(raw) as raw from reject')).toEqual([
			{ line: 3, raw: 4096n }
		]);
		await expect(importFile(warehouse, fileOf('b.csv', table(20_000)), by)).rejects.toMatchObject({
			code: 'too_large',
			message: expect.stringMatching(/20000 columns.*16384/)
		});
	});

	test('an original whose import never came to be is swept at the next start', async () => {
		await importFile(warehouse, fileOf('a.csv', absorb([row(1)])), by);
		const { dataDir } = warehouse;
		await warehouse.close();
		writeFileSync(join(dataDir, 'originals', `${'0'.repeat(64)}.zst`), 'x');
		warehouse = await openWarehouse(dataDir, 'the test');
		expect(readdirSync(join(dataDir, 'originals'))).toHaveLength(1);
	});

	test("a mapping names headings of the file's own", async () => {
		const file = fileOf(
			'a.csv',
			'Kursname,Weg,Stand,Mail,Begonnen\nA,Self,Complete,a@example.org,2025-01-01\n'
		);
		await expect(importFile(warehouse, file, by)).rejects.toMatchObject({ code: 'unknown_source' });
		const columns = {
			Kursname: 'Course Name',
			Weg: 'Enrollment Method',
			Stand: 'Status',
			Mail: 'Email Address',
			Begonnen: 'Date Enrolled'
		};
		const report = await importFile(warehouse, file, {
			...by,
			mapping: { source: 'absorb-enrolments', columns }
		});
		expect(report).toMatchObject({ rows_loaded: 1, source: 'absorb-enrolments' });
	});
});
