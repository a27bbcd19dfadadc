import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BatchReport } from '#pipelines/batches.ts';
import { undoBatch } from '#pipelines/batches.ts';
import { runCommand } from '#pipelines/commands.ts';
import { importFile } from '#pipelines/import.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from './folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const by = { importedBy: 'test', now: () => new Date('2026-01-02T03:04:05Z') };
/** The models are made with the file that comes next. */
const byMany = { ...by, isOneOfMany: true };
const header =
	'Course Name,Course ID,Enrollment Method,Status,Email Address,Enrollment ID,Date Enrolled,Date Completed';
const row = (id: number, enrolled: string, completed = '', method = 'Self') =>
	`Course,C1,${method},${completed === '' ? 'InProgress' : 'Complete'},p${id}@firm.example,E${id},${enrolled},${completed}`;
const report = (name: string, rows: readonly string[]) =>
	fileOf(name, [header, ...rows, ''].join('\n'));

const first = [
	row(1, '2025-03-01'),
	row(2, '2025-03-02'),
	row(3, '2025-03-03', '2025-03-20'),
	row(4, '2025-03-04'),
	row(5, '2025-03-05', '2025-03-06'),
	row(6, '2025-03-06')
];
/** One finished and was moved by an administrator, three are as they were, 4 and 5 are gone, 7 and 8 came. */
const second = [
	row(1, '2025-03-01', '2025-04-01', 'Admin'),
	row(2, '2025-03-02'),
	row(3, '2025-03-03', '2025-03-20'),
	row(6, '2025-03-06'),
	row(7, '2025-04-02'),
	row(8, '2025-04-03', '2025-04-20')
];

const outcomes = () =>
	warehouse.read(async (connection) =>
		(
			await connection.runAndReadAll(`
				select i.email[1:2] as person, e.outcome::varchar, e.class::varchar, e.days_to_end
				from episode as e join identity_person as p on p.person_id = e.person_id
				join identity as i on i.identity_id = p.identity_id group by all order by 1`)
		).getRowsJS()
	);

test('a growing report is the next snapshot: new, changed, vanished and same records are counted', async () => {
	const one = await importFile(warehouse, report('one.csv', first), byMany);
	expect(one.snapshot).toBeNull();
	const two = await importFile(warehouse, report('two.csv', second), by);
	expect(two.snapshot).toEqual({
		earlier_batch_id: one.batch_id,
		new_rows: 2,
		changed_rows: 1,
		vanished_rows: 2,
		same_rows: 3,
		withdrawn_rows: 1
	});
	expect(await outcomes()).toEqual([
		['p1', 'completed', 'self_initiated', 31],
		['p2', 'open', 'self_initiated', null],
		['p3', 'completed', 'self_initiated', 17],
		['p4', 'closed', 'self_initiated', 47],
		['p5', 'completed', 'self_initiated', 1],
		['p6', 'open', 'self_initiated', null],
		['p7', 'open', 'self_initiated', null],
		['p8', 'completed', 'self_initiated', 17]
	]);
	await undoBatch(warehouse, two.batch_id ?? 0, 'test');
	expect((await outcomes()).map(([person, outcome]) => [person, outcome])).toEqual([
		['p1', 'open'],
		['p2', 'open'],
		['p3', 'completed'],
		['p4', 'open'],
		['p5', 'completed'],
		['p6', 'open']
	]);
});

test.each([
	['Declined', 'InProgress', 'open'],
	['InProgress', 'Declined', 'closed']
])('of two exports that reach as far, %s then %s, the later one decides', async (was, is, ends) => {
	const as = (state: string) => [
		row(1, '2025-03-01').replace('InProgress', state),
		row(2, '2025-03-02', '2025-03-09')
	];
	await importFile(warehouse, report('monday.csv', as(was)), byMany);
	await importFile(warehouse, report('tuesday.csv', as(is)), by);
	expect((await outcomes())[0]?.[1]).toBe(ends);
});

test('of two exports that reach the same day, the later one closes what it no longer holds, a narrower one nothing', async () => {
	const [a, b, c] = [
		row(1, '2025-03-01', '2025-03-20'),
		row(2, '2025-03-02'),
		row(3, '2025-03-03')
	];
	const one = await importFile(warehouse, report('same1.csv', [a, b, c]), byMany);
	const narrow = await importFile(warehouse, report('narrow.csv', [a]), by);
	expect(narrow.snapshot).toBeNull();
	expect((await outcomes()).map(([, outcome]) => outcome)).toEqual(['completed', 'open', 'open']);
	const two = await importFile(warehouse, report('same2.csv', [a, b]), by);
	expect(two.snapshot).toMatchObject({
		earlier_batch_id: one.batch_id,
		same_rows: 2,
		vanished_rows: 1,
		withdrawn_rows: 1
	});
	expect((await outcomes()).map(([, outcome]) => outcome)).toEqual(['completed', 'open', 'closed']);
	await undoBatch(warehouse, two.batch_id ?? 0, 'test');
	expect((await outcomes())[2]?.[1]).toBe('open');
});

test('a file whose words are read anew counts its changed rows, the newest reading holds, and undo brings the earlier back', async () => {
	const one = report('one.csv', first);
	const reading = (sense: string) =>
		({
			source: 'absorb-enrolments',
			columns: {},
			words: { status: { InProgress: sense } }
		}) as const;
	const before = await importFile(warehouse, one, by);
	const shipped = await outcomes();
	const anew = await importFile(warehouse, one, { ...by, mapping: reading('failed') });
	expect(anew).toMatchObject({ rows_read: 6, rows_loaded: 4, rows_duplicate: 2 });
	expect(anew.snapshot).toEqual({
		earlier_batch_id: before.batch_id,
		new_rows: 0,
		changed_rows: 4,
		vanished_rows: 0,
		same_rows: 2,
		withdrawn_rows: 0
	});
	expect((await outcomes())[3]).toEqual(['p4', 'closed', 'self_initiated', 0]);
	expect(await importFile(warehouse, one, { ...by, mapping: reading('failed') })).toMatchObject({
		rows_loaded: 0,
		rows_duplicate: 6,
		warnings: [{ code: 'same_file' }]
	});
	expect(await importFile(warehouse, one, by)).toMatchObject({ warnings: [{ code: 'same_file' }] });
	const back = await importFile(warehouse, one, { ...by, mapping: reading('in_progress') });
	expect(back).toMatchObject({ rows_loaded: 0, rows_duplicate: 6 });
	expect(await outcomes()).toEqual(shipped);
	await undoBatch(warehouse, back.batch_id ?? 0, 'test');
	expect((await outcomes())[3]).toEqual(['p4', 'closed', 'self_initiated', 0]);
});

test('a list that is no learning is not read twice: its rows would count double', async () => {
	const people = fileOf(
		'people.csv',
		'Person number,Unit of the person,Hired on\n1,Works,2020-01-01\n2,Sales,2021-01-01\n'
	);
	await importFile(warehouse, people, { ...by, source: 'own-people', isOneOfMany: true });
	await expect(
		importFile(warehouse, people, {
			...by,
			mapping: { source: 'own-people', columns: {}, fixed: { org_unit: 'Works' } }
		})
	).rejects.toThrow('read otherwise');
});

test('the command line says it too, also for several files at once and in any order', async () => {
	const files = [report('two.csv', second), report('one.csv', first)];
	const { json, text } = await runCommand(
		{ warehouse, by: 'test', folder: '/' },
		'import',
		files.map(({ path }) => path),
		{}
	);
	const [late, early] = (json as { batches: { snapshot: unknown }[] }).batches;
	expect(early?.snapshot).toBeNull();
	expect(late?.snapshot).toMatchObject({ new_rows: 2, changed_rows: 1, vanished_rows: 2 });
	expect(text).toContain(
		'Since batch 2: 2 new, 1 changed, 3 the same, 2 vanished, 1 of those counted as withdrawn.'
	);
});

test('another report of the same system is no snapshot, and nothing in it is withdrawn', async () => {
	await importFile(warehouse, report('one.csv', first), byMany);
	const other = await importFile(
		warehouse,
		report(
			'other.csv',
			[11, 12, 13, 14].map((id) => row(id, '2025-05-01'))
		),
		by
	);
	expect(other.snapshot).toBeNull();
	expect((await outcomes()).filter(([, outcome]) => outcome === 'closed')).toEqual([]);
});

test('a growing log keeps its identical rows', async () => {
	const log = (days: readonly number[]) =>
		[
			'Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address',
			...days.map(
				(day) =>
					`"${day}/03/25, 10:00",Ann Ito,-,Course: Safety,System,Course viewed,"The user with id '7' viewed the course with id '5'.",web,10.0.0.1`
			),
			''
		].join('\n');
	await importFile(warehouse, fileOf('log-1.csv', log([14, 13, 13])), byMany);
	const grown = await importFile(warehouse, fileOf('log-2.csv', log([15, 15, 14, 13, 13])), by);
	expect(grown).toMatchObject({
		rows_loaded: 2,
		rows_duplicate: 3,
		snapshot: { new_rows: 2, same_rows: 3, changed_rows: 0, vanished_rows: 0 }
	});
	const events = await warehouse.read(async (connection) =>
		(
			await connection.runAndReadAll(
				'select count(*)::integer from learning_event where not is_repeat'
			)
		).getRowsJS()
	);
	expect(events).toEqual([[5]]);
});

test('a log that tells the number of its course later repeats the rows of one that did not', async () => {
	const rows = [
		`"13/03/25, 10:00",Ann Ito,-,Course: Safety,System,Course viewed,"The user with id '7' viewed the 'quiz' activity with course module id '9'.",web,10.0.0.1`,
		`"14/03/25, 10:00",Ann Ito,-,Course: Safety,System,Course viewed,"The user with id '7' viewed the course with id '5'.",web,10.0.0.1`
	];
	const heading =
		'Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address';
	const log = (count: number) => [heading, ...rows.slice(0, count), ''].join('\n');
	await importFile(warehouse, fileOf('log-1.csv', log(1)), byMany);
	const told = await importFile(warehouse, fileOf('log-2.csv', log(2)), byMany);
	expect(told).toMatchObject({ rows_loaded: 1, rows_duplicate: 1 });
	const database =
		'id,enrol,userid,courseid,timecreated,timestart,timeend,status\n1,self,7,5,1741860000,0,0,0\n';
	await importFile(warehouse, fileOf('enrolments.csv', database), by);
	const items = await warehouse.read(async (connection) =>
		(await connection.runAndReadAll('select code, title from item_member')).getRowsJS()
	);
	expect(items).toEqual([['5', 'Safety']]);
});

test('those who left are missed where the personnel file knows several and the report none', async () => {
	await importFile(warehouse, report('one.csv', first), byMany);
	const leave = async (people: readonly string[]) => {
		await warehouse.transaction(async (connection) => {
			await connection.run(`
				insert into batch (batch_id, source_id, system, imported_at) values (900, 'personnel-file', 'personnel', now()::timestamp);
				delete from employment; delete from identity where batch_id = 900; delete from identity_person where identity_id > 9000`);
			for (const [index, email] of people.entries()) {
				await connection.run(`
					insert into identity (identity_id, batch_id, system, email) values (${9001 + index}, 900, 'personnel', '${email}');
					insert into identity_person select ${9001 + index}, coalesce(min(p.person_id), ${9001 + index})
						from identity i join identity_person p on p.identity_id = i.identity_id where i.email = '${email}' and i.batch_id <> 900;
					insert into employment (batch_id, line, identity_id, hired_on, left_on)
						values (900, ${index + 2}, ${9001 + index}, date '2020-01-01', date '2025-03-05');
					update setting set value = value || '1' where name = 'data_version'`);
			}
		});
	};
	const warned = async () => {
		const { json } = await runCommand(
			{ warehouse, by: 'test', folder: '/' },
			'import',
			[fileOf('one.csv', [header, ...first, ''].join('\n')).path],
			{}
		);
		return (json as { batches: BatchReport[] }).batches[0]?.warnings.map(
			({ code, message }) => `${code} ${message}`
		);
	};
	await leave(['x1', 'x2', 'x3', 'x4', 'x5'].map((name) => `${name}@firm.example`));
	expect((await warned())?.join()).toContain('5 people left while these data ran');
	await leave(['x1', 'x2', 'x3', 'x4', 'p6'].map((name) => `${name}@firm.example`));
	expect((await warned())?.join()).not.toContain('left while these data ran');
});

test('a record that the next snapshot refuses did not vanish: what was open stays open', async () => {
	await importFile(warehouse, report('one.csv', first), byMany);
	const damaged = [
		...second.slice(0, 3),
		row(6, 'the sixth of March'),
		...second.slice(4),
		'Course,C1,Self,InProgress,p4@firm.example,,4 March,'
	];
	const two = await importFile(warehouse, report('two.csv', damaged), by);
	expect(two.rows_rejected).toBe(2);
	expect(two.snapshot).toMatchObject({ vanished_rows: 1, withdrawn_rows: 0 });
	expect(await outcomes()).toEqual(
		expect.arrayContaining([
			['p4', 'open', 'self_initiated', null],
			['p6', 'open', 'self_initiated', null]
		])
	);
});

test.each([
	// p4 stands in the one record that could not be cut; p2 is the one that is missing else, and was withdrawn
	['names its person', ['"Course",C1,Self,"InPro"gress,p4@firm.example,E4,2025-03-04,,,,'], ['p4']],
	['names nobody', ['"Course",C1,Self'], ['p4']],
	['are two', ['"Course",C1,Self', 'Course'], ['p2', 'p4']],
	['lacks its person', ['Course,C1,Self,InProgress,,,2025-03-02,'], ['p4']],
	['is a row of sums', ['Total,,,,,,,'], []]
])(
	'as many as the records of the next snapshot that show not whose they are stay open: it %s',
	async (_what, damaged, open) => {
		await importFile(warehouse, report('one.csv', first), byMany);
		const rows = [...second.filter((_row, place) => place !== 1), ...damaged];
		const two = await importFile(warehouse, report('two.csv', rows), by);
		expect(two.rows_rejected).toBe(damaged.length);
		expect(two.snapshot?.withdrawn_rows).toBe(2 - open.length);
		const found = (await outcomes()).filter(([person]) => person === 'p2' || person === 'p4');
		expect(found.filter(([, outcome]) => outcome === 'open').map(([person]) => person)).toEqual(
			open
		);
	}
);
