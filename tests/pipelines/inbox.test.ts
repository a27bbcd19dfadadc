import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	utimesSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listBatches } from '#pipelines/batches.ts';
import { runCommand } from '#pipelines/commands.ts';
import {
	inboxFolder,
	isDue,
	nextRun,
	readSchedule,
	setSchedule
} from '#pipelines/inbox-schedule.ts';
import { takeInbox } from '#pipelines/inbox.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { openWarehouse } from '#pipelines/warehouse/open.ts';
import { lookAtInbox } from '#pipelines/inbox-files.ts';
import { sweepInbox } from '#pipelines/inbox-sweep.ts';
import { saveMapping } from '#pipelines/saved-mappings.ts';
import { lookIntoInbox } from '#lib/server/inbox-here.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'autonometer-inbox-'));
const folder = inboxFolder(dataDir);
const noon = new Date('2025-06-02T12:00:00Z');
const clock = (time: string | Date) => () => new Date(time);
let warehouse: Warehouse;

beforeAll(async () => {
	warehouse = await openWarehouse(dataDir, 'the test');
	mkdirSync(folder);
});
afterAll(async () => {
	await warehouse.close();
	rmSync(dataDir, { recursive: true });
});

const header = 'Course Name,Enrollment Method,Status,Email Address,Date Enrolled';
const rows = (from: number, count: number): string =>
	Array.from(
		{ length: count },
		(_, index) =>
			`Course ${from + index},Self,Complete,p${index}@example.org,2025-01-0${1 + (index % 9)}`
	).join('\n');

/** A file that lies in the inbox since ten minutes before noon, or another time. */
function put(name: string, content: string, at = new Date(noon.getTime() - 600_000)): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	utimesSync(path, at, at);
	return path;
}

const history = () =>
	warehouse.read(async (connection) =>
		(await listBatches(connection)).map(({ file, rows_loaded }) => [file, rows_loaded])
	);
const options = { importedBy: 'the inbox', now: clock(noon), onlyQuiet: true };
const reportOf = (path: string) =>
	JSON.parse(readFileSync(`${path}.report.json`, 'utf8')) as Record<string, unknown>;

describe('the inbox', () => {
	test('moves what came in, leaves what did not with a report, and leaves unfinished files alone', async () => {
		const good = put('a.csv', `${header}\n${rows(0, 12)}\n`);
		const broken = put('b.json', '[1,');
		const bad = put(
			'c.csv',
			`${header}\n${rows(50, 5)}\nX,Self,Complete,q@example.org,never ever\n`
		);
		put('d.csv.part', header);
		put('.hidden', header);
		put('e.csv', `${header}\n`, new Date(noon.getTime() - 1000));
		const outcomes = await takeInbox(warehouse, options);
		expect(outcomes.map(({ file, isDone }) => [file, isDone])).toEqual([
			['a.csv', true],
			['b.json', false],
			['c.csv', false]
		]);
		expect(existsSync(good)).toBe(false);
		expect(readdirSync(join(folder, 'done'))).toEqual(['a.csv']);
		expect(reportOf(broken)).toMatchObject({
			file: 'b.json',
			at: noon.toISOString(),
			errors: [{ code: 'broken_json' }],
			batches: []
		});
		expect(reportOf(bad)).toMatchObject({ errors: [{ code: 'too_many_bad_rows' }] });
		expect(await history()).toEqual([['a.csv', 12]]);
		expect(readFileSync(`${bad}.rejects.csv`, 'utf8').split('\r\n')).toEqual([
			'\uFEFFfile,line,column,value,reason,raw',
			'c.csv,7,Date Enrolled,never ever,not_a_date,"""X"",""Self"",""Complete"",""q@example.org"",""never ever"""',
			''
		]);
	});

	test('tells what waits and what was refused and why, to the command too', async () => {
		const told = await runCommand({ warehouse, by: 'the test', folder: dataDir }, 'inbox', [], {});
		expect(told.json).toMatchObject({
			waiting: ['e.csv'],
			refused: [
				{ file: 'b.json', errors: [{ code: 'broken_json' }], rejects: null },
				{
					file: 'c.csv',
					errors: [{ code: 'too_many_bad_rows' }],
					rejects: join(folder, 'c.csv.rejects.csv')
				}
			],
			unfinished: ['.hidden', 'd.csv.part'],
			done: 1,
			keep_days: 30
		});
		expect(told.text).toContain('2 files were refused and stay');
		expect(told.text).toContain(join(folder, 'b.json.report.json'));
	});

	test('tries a file that no source fitted again once a mapping is saved', async () => {
		put('own.csv', 'Login,Module\nann,Welding\n');
		await takeInbox(warehouse, options);
		const look = () => lookAtInbox(dataDir, { now: clock(noon) });
		expect((await look()).refused.map(({ name }) => name)).toContain('own.csv');
		const mapping = {
			source: 'own-enrolments',
			columns: { Login: 'Learner user name', Module: 'Item taken' }
		};
		saveMapping(dataDir, 'Own', mapping, 'test', clock('2025-06-02T12:00:01Z'));
		expect((await look()).waiting.map(({ name }) => name)).toContain('own.csv');
		const outcomes = await takeInbox(warehouse, options);
		expect(outcomes).toMatchObject([{ file: 'own.csv', isDone: true }]);
		expect(existsSync(join(folder, 'c.csv.rejects.csv'))).toBe(true);
	});

	test('takes a refused file whatever is wrong with it where a person says so', async () => {
		put('k.csv', `${header}\n${rows(300, 5)}\nX,Self,Complete,q@example.org,never ever\n`);
		const before = await takeInbox(warehouse, { ...options, only: 'k.csv' });
		expect(before).toMatchObject([{ isDone: false }]);
		const after = await takeInbox(warehouse, { ...options, only: 'k.csv', isWhatever: true });
		expect(after).toMatchObject([
			{ isDone: true, batches: [{ rows_loaded: 5, rows_rejected: 1 }] }
		]);
	});

	test('tries a file again when it changed, and not before', async () => {
		expect(await takeInbox(warehouse, options)).toEqual([]);
		const path = put('c.csv', `${header}\n${rows(50, 6)}\n`);
		const [outcome] = await takeInbox(warehouse, options);
		expect(outcome).toMatchObject({ file: 'c.csv', isDone: true });
		expect(existsSync(`${path}.report.json`)).toBe(false);
	});

	test('puts a second file of a name beside the first, and one that was in before changes nothing', async () => {
		const before = await history();
		put('a.csv', `${header}\n${rows(0, 12)}\n`);
		const [outcome] = await takeInbox(warehouse, options);
		expect(outcome).toMatchObject({ isDone: true, path: join(folder, 'done', 'a (2).csv') });
		expect(await history()).toEqual(before);
	});
});

describe('what came in', () => {
	test('is kept for the days that are set, and no longer; what was refused stays', async () => {
		const later = (days: number) => new Date(noon.getTime() + days * 86_400_000);
		writeFileSync(join(folder, 'b.json.rejects.csv'), 'x');
		utimesSync(join(folder, 'b.json.rejects.csv'), noon, noon);
		expect(await sweepInbox(dataDir, later(29))).toBe(0);
		const kept = readdirSync(join(folder, 'done')).length;
		expect(kept).toBeGreaterThan(2);
		expect(await sweepInbox(dataDir, later(31))).toBe(kept + 1);
		expect(readdirSync(join(folder, 'done'))).toEqual([]);
		expect(existsSync(join(folder, 'b.json'))).toBe(true);
		const context = { warehouse, by: 'the test', folder: dataDir };
		const set = await runCommand(context, 'inbox', ['keep', '7'], {});
		expect(set.json).toMatchObject({ keep_days: 7 });
		await expect(runCommand(context, 'inbox', ['keep', 'ever'], {})).rejects.toThrow(
			'number of days'
		);
		expect(setSchedule(dataDir, 'arrival', 'UTC', noon)).toMatchObject({ keep_days: 7 });
	});
});

describe('the schedule of the inbox', () => {
	test('is kept, and refused where it never comes', () => {
		expect(readSchedule(dataDir)).toMatchObject({ when: 'arrival' });
		for (const when of ['every day', '99 * * * *', '0 0 30 2 *'])
			expect(() => setSchedule(dataDir, when, 'UTC', noon)).toThrow('no time that comes');
		expect(() => setSchedule(dataDir, '99 * * * *', 'UTC', noon)).toThrow('minute');
		expect(() => setSchedule(dataDir, '0 6 * * *', 'Mars/Base', noon)).toThrow('Mars/Base');
		expect(readSchedule(dataDir)).toMatchObject({ when: 'arrival' });
	});

	test.each([
		['2025-03-29T12:00:00Z', '2025-03-30T04:00:00.000Z'],
		['2025-03-28T12:00:00Z', '2025-03-29T05:00:00.000Z'],
		['2025-10-25T12:00:00Z', '2025-10-26T05:00:00.000Z']
	])('keeps to the clock of its zone: set at %s, due at %s', (at, due) => {
		const schedule = setSchedule(dataDir, '0 6 * * *', 'Europe/Berlin', new Date(at));
		expect(nextRun(schedule)?.toISOString()).toBe(due);
	});

	test('runs once at its time, makes up once for what was missed, and never twice when the clock goes back', async () => {
		setSchedule(dataDir, '0 6 * * *', 'UTC', new Date('2025-06-02T12:00:00Z'));
		const path = put('f.csv', `${header}\n${rows(80, 7)}\n`);
		expect(await lookIntoInbox(warehouse, clock('2025-06-03T05:59:59Z'))).toBe(false);
		expect(existsSync(path)).toBe(true);
		expect(await lookIntoInbox(warehouse, clock('2025-06-05T09:00:00Z'))).toBe(true);
		expect(existsSync(path)).toBe(false);
		const due = (time: string) => isDue(readSchedule(dataDir), new Date(time));
		expect(due('2025-06-05T09:00:01Z')).toBe(false);
		expect(due('2025-06-04T09:00:00Z')).toBe(false);
		expect(due('2025-06-06T06:00:00Z')).toBe(true);
	});

	test('is set and told by the command, which also imports at once', async () => {
		const context = { warehouse, by: 'the test', folder: dataDir };
		const run = (args: string[], given = {}) => runCommand(context, 'inbox', args, given);
		const set = await run(['every', '30 2 * * 1-5'], { timeZone: 'Europe/Madrid' });
		expect(set.json).toMatchObject({
			when: '30 2 * * 1-5',
			time_zone: 'Europe/Madrid',
			in_words: expect.stringContaining(
				'At 02:30, Monday through Friday (Europe/Madrid)'
			) as unknown
		});
		await run(['off']);
		put('g.csv', `${header}\n${rows(90, 8)}\n`);
		expect((await run([])).json).toMatchObject({ when: 'off', next_run: null });
		expect(await lookIntoInbox(warehouse)).toBe(false);
		const taken = await run(['now']);
		expect(taken.json).toMatchObject({
			files: expect.arrayContaining([
				expect.objectContaining({ file: 'g.csv', isDone: true })
			]) as unknown
		});
		await expect(run(['sometimes'])).rejects.toThrow('Use: inbox');
		expect((await lookAtInbox(dataDir, { now: clock(noon) })).waiting).toEqual([]);
	});
});
