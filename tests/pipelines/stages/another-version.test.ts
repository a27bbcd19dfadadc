import { afterEach, beforeEach, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { model } from '#pipelines/stages/model.ts';
import { migrations } from '#pipelines/warehouse/migrate.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from '../folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const survey = [
	'Id,Start time,Completion time,Email,Name,What should we know?',
	'1,2025-03-10 09:00:00,2025-03-10 09:05:00,a@example.org,,Hardly ever useful for me',
	'2,2025-03-10 09:00:00,2025-03-10 09:05:00,b@example.org,,There is no lack of choice here',
	''
].join('\n');

const jobs = [
	'Employee ID,Display name,Effective date,Title,Department,Site,Reports to,Reason',
	...['New hire', 'Job change', 'Lateral move', 'Change job: team', 'Move'].map(
		(reason, n) => `31,Ann Lee,${10 + n}/01/2024,Buyer ${n},Purchasing,Utrecht,Bo Ray,${reason}`
	),
	''
].join('\n');

const list = [
	'Employee ID,Worker,Hire Date,Position Start Date,Job Profile,Supervisory Organization,Worker Type,Manager',
	'41,Cy Fox,2021-03-01,,Buyer,Purchasing,Regular,Bo Ray',
	'42,Di Roe,2021-03-01,2024-02-01,Planner,Purchasing,Regular,Bo Ray',
	''
].join('\n');

test('of a list of people that came in before posts of today were told apart, the posts on the day of the hire are such', async () => {
	const options = { importedBy: 'test', isOneOfMany: true };
	await importFile(warehouse, fileOf('work.csv', jobs), options);
	await importFile(warehouse, fileOf('workers.csv', list), options);
	const connection = await warehouse.connect();
	const told = async () =>
		(
			await connection.runAndReadAll(
				'select job_title from job_history where is_today order by batch_id, line'
			)
		).getRowsJS();
	expect(await told()).toEqual([['Buyer']]);
	await connection.run('update job_history set is_today = null');
	await connection.run(migrations().find(({ number }) => number === 17)?.sql ?? '');
	expect(await told()).toEqual([['Buyer']]);
	connection.closeSync();
});

test('another version of the program reads the tone of comments and the reasons of moves that are there anew', async () => {
	const options = { importedBy: 'test', isOneOfMany: true };
	await importFile(warehouse, fileOf('pulse 2025-Q1.csv', survey), options);
	const said = { 'Change job: team': 'lateral', Move: 'lateral' };
	await importFile(warehouse, fileOf('work.csv', jobs), {
		...options,
		mapping: parseMapping({ source: 'hibob-work', columns: {}, words: { reason_kind: said } })
	});
	const connection = await warehouse.connect();
	const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJS();
	const tones = () => rowsOf('select compound from comment_tone order by line, question');
	const kinds = async () =>
		(await rowsOf('select reason_kind from job_history order by line')).flat();
	const read = await tones();
	expect(read).toHaveLength(2);
	const meant = ['hire', 'job_change', 'lateral', 'lateral', 'lateral'];
	expect(await kinds()).toEqual(meant);
	await connection.run('update comment_tone set compound = 0.99, lexicon_version = 0');
	await connection.run(
		"update job_history set reason_kind = 'lateral' where reason_kind = 'job_change'"
	);
	await connection.run("update setting set value = 'older' where name = 'model_definition'");
	await model(warehouse);
	expect(await tones()).toEqual(read);
	expect(await kinds()).toEqual(meant);
	connection.closeSync();
});
