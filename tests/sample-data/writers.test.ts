import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MadeCompany } from './made-company.ts';
import { makeCompany } from './made-company.ts';
import type { Sample } from './read-sample.ts';
import { readSample } from './read-sample.ts';

let made: MadeCompany;
let sample: Sample;
beforeAll(async () => {
	made = await makeCompany(600);
	sample = await readSample(made.folder);
});
afterAll(async () => {
	sample.close();
	await made.remove();
});

const count = async (sql: string) => (await sample.numbers(`select count(*) as n from ${sql}`)).n;
const strings = async (sql: string) =>
	(await sample.rows(sql)).map((row) => String(Object.values(row)[0]));
const rowsOf = (file: string) => made.manifest.files.find((known) => known.file === file)?.rows;

describe('absorb-enrolments.csv', () => {
	test('is UTF-8 with a byte order mark, commas and CRLF', async () => {
		const text = await made.text('absorb-enrolments.csv');
		expect(
			text.startsWith('\uFEFFEnrollment ID,Username,First Name,Last Name,Email Address,')
		).toBe(true);
		expect(
			text.split('\n').every((line, index, all) => line.endsWith('\r') || index === all.length - 1)
		).toBe(true);
		expect(text.split('\r\n')[0]?.split(',')).toHaveLength(20);
	});

	test('counts its rows right and numbers them once', async () => {
		expect(await count('absorb')).toBe(rowsOf('absorb-enrolments.csv'));
		expect(await count('(select distinct "Enrollment ID" from absorb)')).toBe(
			await count('absorb')
		);
	});

	test('spells each status in both ways and names every method', async () => {
		const statuses = await strings('select distinct "Status" from absorb');
		expect(statuses).toEqual(
			expect.arrayContaining([
				'NotStarted',
				'Not Started',
				'InProgress',
				'In Progress',
				'Complete',
				'Failed'
			])
		);
		const methods = await strings('select distinct "Enrollment Method" from absorb');
		expect(methods).toEqual(
			expect.arrayContaining(['Self', 'Admin', 'Automatic', 'Mandatory', 'Re Enrollment'])
		);
	});

	test('writes US times and keeps their order', async () => {
		const dates = await strings('select "Date Enrolled" from absorb');
		expect(
			dates.every((cell) => /^\d{1,2}\/\d{1,2}\/202[456] \d{1,2}:\d\d [AP]M$/.test(cell))
		).toBe(true);
		const at = (column: string) => `strptime(nullif("${column}", ''), '%-m/%-d/%Y %-I:%M %p')`;
		expect(await count(`absorb where ${at('Date Completed')} < ${at('Date Started')}`)).toBe(0);
		expect(await count(`absorb where ${at('Date Started')} < ${at('Date Enrolled')}`)).toBe(0);
		expect(
			await count(`absorb where ("Status" = 'Complete') <> (coalesce("Date Completed", '') <> '')`)
		).toBe(0);
	});

	test('keeps people who left, as inactive, and nothing of them after their last day', async () => {
		const { inactive } = await sample.numbers(
			`select count(distinct "Employee Number") as inactive from absorb where "Is Active" = 'No' and "Email Address" <> ''`
		);
		expect(inactive).toBeGreaterThan(20);
		expect(
			await count(`absorb as a join job as j on j."Employee ID" = a."Employee Number"
				where j."Business Process Type" = 'Terminate Employee' and day_of(a."Date Completed") > j."Effective Date"`)
		).toBe(0);
	});

	test('holds a few rows of deleted users that name nobody', async () => {
		const nobody = `coalesce("Username", '') || coalesce("Email Address", '') || coalesce("Employee Number", '') = ''`;
		expect(await count(`absorb where ${nobody}`)).toBeGreaterThan(0);
		expect(await count(`absorb where ${nobody}`)).toBeLessThan(20);
	});
});

describe('cornerstone-transcript.csv', () => {
	test('has its header on line 7, in windows-1252', async () => {
		const bytes = await made.bytes('cornerstone-transcript.csv');
		const lines = bytes.toString('latin1').split('\r\n');
		expect(lines[6]?.startsWith('User - User ID,User - User First Name,')).toBe(true);
		expect(lines[6]?.split(',')).toHaveLength(19);
		expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
		const text = new TextDecoder('windows-1252').decode(bytes);
		expect(text).toContain('Informationssicherheit 2024–2026');
		expect(text).toMatch(/Müller|Böhme|Krüger|Schröter/);
		expect(text).not.toContain(';Müller');
	});

	test('counts its rows right and writes dates without times', async () => {
		expect(await count('cornerstone')).toBe(rowsOf('cornerstone-transcript.csv'));
		const dates = await strings(
			'select "Transcript - Transcript Registration Date" from cornerstone'
		);
		expect(dates.every((cell) => /^\d{1,2}\/\d{1,2}\/202[456]$/.test(cell))).toBe(true);
	});

	test('speaks in the statuses of a transcript', async () => {
		const statuses = await strings(
			'select distinct "Transcript - Transcript Status" from cornerstone'
		);
		expect(statuses).toEqual(
			expect.arrayContaining([
				'Completed',
				'Completed (Equivalent)',
				'Not Started / Past Due',
				'In Progress / Past Due',
				'Pending Approval',
				'Withdrawn'
			])
		);
	});
});

describe('moodle-log.csv', () => {
	test('has the site-wide header, LF, and short times, newest first', async () => {
		const text = await made.text('moodle-log.csv');
		const [header, first] = text.split('\n');
		expect(header).toBe(
			'Course,Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address'
		);
		expect(first).toMatch(/,"(29|30)\/09\/26, \d\d:\d\d",/);
		expect(text).not.toContain('\r');
		expect(await count('moodle')).toBe(rowsOf('moodle-log.csv'));
	});

	test('tells who enrolled whom, how, in the words of Moodle', async () => {
		const methods = await strings(
			`select distinct regexp_extract("Description", '^The user with id ''\\d+'' enrolled the user with id ''\\d+'' using the enrolment method ''(\\w+)'' in the course with id ''\\d+''\\.$', 1)
			from moodle where "Event name" = 'User enrolled in course' order by all`
		);
		expect(methods).toEqual(['cohort', 'manual', 'self']);
		expect(
			await count(`moodle where "Event name" = 'Course completed'
				and not regexp_matches("Description", '^The user with id ''\\d+'' completed the course with id ''\\d+''\\.$')`)
		).toBe(0);
	});

	test('mixes in cron and web services, and identical rows', async () => {
		expect(await strings('select distinct "Origin" from moodle order by all')).toEqual([
			'cli',
			'web',
			'ws'
		]);
		expect(await count('(select distinct * from moodle)')).toBeLessThan(
			Number(await count('moodle')) - 50
		);
	});

	test('knows nobody by address, and nobody who is in another system', async () => {
		expect(await made.text('moodle-log.csv')).not.toContain('@');
		expect(
			await count(`(select distinct "Affected user" as name from moodle) where name in (
				select "First Name" || ' ' || "Last Name" from absorb
				union select "User - User First Name" || ' ' || "User - User Last Name" from cornerstone)`)
		).toBe(0);
	});
});

describe('lxp-statements.ndjson.gz', () => {
	test('carries neither time nor system in its gzip header', async () => {
		const bytes = await made.bytes('lxp-statements.ndjson.gz');
		expect([...bytes.subarray(0, 10)]).toEqual([31, 139, 8, 0, 0, 0, 0, 0, bytes[8], 255]);
	});

	test('holds one whole statement a line', async () => {
		const text = gunzipSync(await made.bytes('lxp-statements.ndjson.gz')).toString('utf8');
		const lines = text.trimEnd().split('\n');
		expect(lines).toHaveLength(Number(rowsOf('lxp-statements.ndjson.gz')));
		for (const line of lines) {
			const { id, actor, verb, object, timestamp, stored } = JSON.parse(line);
			expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
			expect(actor.mbox).toMatch(/^mailto:[a-z0-9.-]+@aldermere\.example$/);
			expect(verb.id).toMatch(/^https?:\/\//);
			expect(object.id).toBeTruthy();
			expect(timestamp).toMatch(/^202[456]-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
			expect(stored > timestamp).toBe(true);
		}
	});

	test('says by every signal who chose, repeats a few and takes a few back', async () => {
		const verbs = await strings('select distinct verb from xapi');
		for (const verb of [
			'planned',
			'was-assigned',
			'enrolled',
			'registered',
			'progressed',
			'completed'
		]) {
			expect(
				verbs.some((id) => id.endsWith(`/${verb}`)),
				verb
			).toBe(true);
		}
		expect(await count('statement')).toBeLessThan(Number(rowsOf('lxp-statements.ndjson.gz')));
		expect(await count(`statement where (json->>'$.verb.id') like '%/voided'`)).toBeGreaterThan(0);
	});

	test('names people by the address that Absorb has', async () => {
		const { people, known, employed } = await sample.numbers(`
			select count(*) as people, count(*) filter (email in (select lower("Email Address") from absorb)) as known,
				count(*) filter (email in (select "Work Email" from job)) as employed from (select distinct email from xapi)`);
		expect(employed).toBe(people);
		expect(known! / people!).toBeGreaterThan(0.98);
	});
});

describe('all exports', () => {
	test('reach the end of September 2026', async () => {
		const ends = await sample.rows(`
			select max(day_of("Date Enrolled"))::varchar as day from absorb
			union all select max(strptime("Transcript - Transcript Registration Date", '%-m/%-d/%Y'))::date::varchar from cornerstone
			union all select max(strptime("Time", '%-d/%m/%y, %H:%M'))::date::varchar from moodle
			union all select max(happened_at)::date::varchar from xapi`);
		for (const { day } of ends) expect(['2026-09-29', '2026-09-30']).toContain(day);
	});

	test('give everybody a name and an address of their own', async () => {
		const people =
			'(select distinct "Employee ID" as id, "First Name" || \' \' || "Last Name" as name, "Work Email" as email from job)';
		const { persons, names, emails, inside } = await sample.numbers(`
			select count(*) as persons, count(distinct name) as names, count(distinct email) as emails,
				count(*) filter (email like '%@aldermere.example' or email like '%@feldkamp.example') as inside from ${people}`);
		expect(persons).toBe(made.manifest.people);
		expect([names, emails, inside]).toEqual([persons, persons, persons]);
		expect(await count(`${people} as p join ${people} as q on lower(p.name) = q.email`)).toBe(0);
	});

	test('name only items of the catalogue in the mandatory list and the paths', async () => {
		expect(await count('mandatory where "Title" not in (select "Title" from catalogue)')).toBe(0);
		expect(
			await count('official_path where "Item title" not in (select "Title" from catalogue)')
		).toBe(0);
		expect(
			await count(
				`mandatory where "Audience type" = 'unit' and "Audience" not in (select "Supervisory Organization - Proposed" from job where "Supervisory Organization - Proposed" is not null)`
			)
		).toBe(0);
	});
});
