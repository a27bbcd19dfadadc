import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { undoBatch } from '#pipelines/batches.ts';
import { runCommand } from '#pipelines/commands.ts';
import type { ImportOptions } from '#pipelines/import.ts';
import { importFile } from '#pipelines/import.ts';
import { previewFile } from '#pipelines/preview.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from '../folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const absorb = (name: string, dates: readonly string[]) =>
	fileOf(
		name,
		[
			'Course Name,Enrollment Method,Status,Email Address,Date Enrolled,Enrollment ID,Course ID',
			...dates.map((date, n) => `Course,Self,Complete,p${n}@example.org,${date},${name}-${n},C1`),
			''
		].join('\n')
	);

const taken = (file: ReturnType<typeof fileOf>, options: Partial<ImportOptions> = {}) =>
	importFile(warehouse, file, {
		importedBy: 'test',
		isOneOfMany: true,
		badRowLimit: 1,
		...options
	});

const days = (batch: number | null) =>
	warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			`select enrolled_at::date::varchar from enrolment where batch_id = ${batch ?? 0} order by line`
		);
		return reader.getRowsJS().map(([day]) => day);
	});

const codes = ({ warnings }: { warnings: readonly { code: string }[] }) =>
	warnings.map(({ code }) => code);

describe('an order of day and month that no date tells', () => {
	test('is asked for, with a date that shows the question', async () => {
		const file = absorb('open.csv', ['3/3/2024', '3/4/2024']);
		const asked = await previewFile(file, { warehouse });
		expect(asked.openDate).toBe('3/4/2024');
		expect((await previewFile(absorb('dots.csv', ['3.4.2024']))).reading?.dates).toBe(
			'day before month, because of 3.4.2024'
		);
		const answered = await previewFile(file, { warehouse, dateOrder: 'dmy' });
		expect(answered.openDate).toBeNull();
		expect(answered.reading?.dates).toBe('day before month, as you said');
		expect(answered.rows[1]?.values['enrolled_at']).toMatch(/^2024-04-03/);
		expect((await previewFile(absorb('told.csv', ['3/4/2024', '3/25/2024']))).openDate).toBeNull();
	});

	test('is the source’s habit with a warning where nobody can be asked, and what a person says', async () => {
		const usual = await taken(absorb('usual.csv', ['3/4/2024']));
		expect(codes(usual)).toContain('ambiguous_dates');
		expect(await days(usual.batch_id)).toEqual(['2024-03-04']);
		const said = await taken(absorb('said.csv', ['3/4/2024']), { dateOrder: 'dmy' });
		expect(codes(said)).not.toContain('ambiguous_dates');
		expect(await days(said.batch_id)).toEqual(['2024-04-03']);
	});

	test('is not a person’s to change where a date proves it', async () => {
		const proven = await taken(absorb('proven.csv', ['3/4/2024', '3/25/2024']), {
			dateOrder: 'dmy'
		});
		expect(await days(proven.batch_id)).toEqual(['2024-03-04', '2024-03-25']);
	});

	test('is told by an earlier file of the same system, until that is taken back or another differs', async () => {
		const open = absorb('open.csv', ['3/4/2024']);
		const first = await taken(absorb('first.csv', ['25/3/2024']));
		const told = await previewFile(open, { warehouse });
		expect(told.openDate).toBeNull();
		expect(told.reading?.dates).toBe(
			'day before month, as in first.csv, an earlier file of this system'
		);
		await undoBatch(warehouse, first.batch_id ?? 0, 'test');
		expect((await previewFile(open, { warehouse })).openDate).toBe('3/4/2024');
		await taken(absorb('again.csv', ['25/3/2024']));
		const later = await taken(open);
		expect(codes(later)).not.toContain('ambiguous_dates');
		expect(await days(later.batch_id)).toEqual(['2024-04-03']);
		await taken(absorb('differs.csv', ['3/25/2024']));
		expect((await previewFile(absorb('next.csv', ['5/6/2024']), { warehouse })).openDate).toBe(
			'5/6/2024'
		);
	});

	test('is proven by rows further down against an earlier file', async () => {
		await taken(absorb('first.csv', ['25/3/2024']));
		const dates = [...Array.from({ length: 1500 }, () => '3/4/2024'), '3/25/2024'];
		const report = await taken(absorb('long.csv', dates));
		expect(report.rows_rejected).toBe(0);
		expect((await days(report.batch_id))[0]).toBe('2024-03-04');
	});

	test('is named on the command line', async () => {
		const { path } = absorb('line.csv', ['3/4/2024']);
		const context = { warehouse, by: 'test', folder: '/' };
		await runCommand(context, 'import', [path], { dates: 'dmy' });
		expect(await days(1)).toEqual(['2024-04-03']);
		await expect(runCommand(context, 'import', [path], { dates: 'ymd' })).rejects.toThrow();
	});
});
