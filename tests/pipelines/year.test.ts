import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '#pipelines/commands.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from './folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const log = (times: readonly string[]) =>
	fileOf(
		'log.csv',
		[
			'Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address',
			...times.map(
				(time) =>
					`"${time}",Ann Ito,-,Course: Safety,System,Course viewed,"The user with id '7' viewed the course with id '5'.",web,10.0.0.1`
			),
			''
		].join('\n')
	);

async function daysOf(times: readonly string[], year: number) {
	const { path } = log(times);
	await runCommand({ warehouse, by: 'test', folder: '/' }, 'import', [path], { year });
	return warehouse.read(async (connection) =>
		(
			await connection.runAndReadAll(
				'select happened_at::date::varchar from learning_event order by line'
			)
		)
			.getRowsJS()
			.flat()
	);
}

test('dates without a year are asked for it', async () => {
	const { path } = log(['7 September, 21:40']);
	const { exit, text } = await runCommand(
		{ warehouse, by: 'test', folder: '/' },
		'import',
		[path],
		{}
	);
	expect(exit).toBe(2);
	expect(text).toContain('The dates have no year (7 September, 21:40): name it.');
	expect(text).toContain('--year');
});

test('in the order of time the year turns after December', async () => {
	expect(
		await daysOf(['30 November, 08:00', '31 December, 23:59', '1 January, 00:01'], 2024)
	).toEqual(['2024-11-30', '2024-12-31', '2025-01-01']);
});

test('newest first it turns back before January, twice in two years', async () => {
	const times = [
		'2 May, 8:00',
		'1 January, 8:00',
		'30 December, 8:00',
		'2 March, 8:00',
		'9 December, 8:00'
	];
	expect(await daysOf(times, 2026)).toEqual([
		'2026-05-02',
		'2026-01-01',
		'2025-12-30',
		'2025-03-02',
		'2024-12-09'
	]);
});

test('out of order it stays that of the first row', async () => {
	const times = [
		'2 May, 8:00',
		'1 April, 8:00',
		'30 December, 8:00',
		'2 January, 8:00',
		'9 March, 8:00'
	];
	expect((await daysOf(times, 2026)).map((day) => String(day).slice(0, 4))).toEqual(
		Array.from({ length: 5 }, () => '2026')
	);
});
