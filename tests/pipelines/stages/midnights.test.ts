import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { previewFile } from '#pipelines/preview.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { fileOf, openEmpty } from '../folder.ts';
import { xlsxOf } from '../readers/xlsx-file.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty();
});

afterEach(async () => {
	await warehouse.close();
});

const header = [
	...['Course Name', 'Enrollment Method', 'Status', 'Email Address'],
	...['Date Enrolled', 'Date Completed', 'Enrollment ID']
];
const record = (n: number, enrolled: string) => [
	...['Course', 'Self', 'Complete', `p${n}@example.org`],
	...[enrolled, '2025-06-01 00:00:00', `E${n}`]
];
const many = 1500;
const atMidnight = Array.from({ length: many }, (_, n) => record(n, '2025-03-01 00:00:00'));
const bare = Array.from({ length: many }, (_, n) => record(n, '2025-03-01'));
const timed = record(many, '2025-03-02 09:30:00');
const late = record(many, '2025-03-02 00:00:00');

const csv = (records: readonly (readonly string[])[]) =>
	fileOf('a.csv', [header, ...records].map((cells) => cells.join(',')).join('\n'));
const xlsx = (records: readonly (readonly string[])[]) =>
	fileOf('a.xlsx', xlsxOf([{ name: 'Sheet', rows: [header, ...records] }]));

/** How many rows have which day, time and mark of a day. */
async function kept(batch: number | null) {
	const connection = await warehouse.connect();
	try {
		const reader = await connection.runAndReadAll(
			`select enrolled_at::varchar, completed_at::varchar, is_date_only, count(*)::integer
			from enrolment where batch_id = ${batch ?? 0} group by all order by all`
		);
		return reader.getRows();
	} finally {
		connection.closeSync();
	}
}

const moments = [
	['2025-03-01 00:00:00', '2025-06-01 12:00:00', false, many],
	['2025-03-02 09:30:00', '2025-06-01 12:00:00', false, 1]
];

describe('whether a column of midnights holds days is told by all rows', () => {
	const by = { importedBy: 'test', isOneOfMany: true };

	test.each([
		['CSV, the time last', () => csv([...atMidnight, timed])],
		['CSV, the time first', () => csv([timed, ...atMidnight])],
		['a damaged CSV, the time last', () => csv([...atMidnight, timed, ['cut off']])],
		['XLSX, the time last', () => xlsx([...atMidnight, timed])],
		['XLSX, the time first', () => xlsx([timed, ...atMidnight])]
	])('%s: moments', async (_name, file) => {
		const report = await importFile(warehouse, file(), by);
		expect(await kept(report.batch_id)).toEqual(moments);
	});

	test.each([
		['CSV, the midnight last', () => csv([...bare, late])],
		['CSV, the midnight first', () => csv([late, ...bare])],
		['XLSX, the midnight last', () => xlsx([...bare, late])]
	])('%s: days', async (_name, file) => {
		const report = await importFile(warehouse, file(), by);
		expect(await kept(report.batch_id)).toEqual([
			['2025-03-01 12:00:00', '2025-06-01 12:00:00', true, many],
			['2025-03-02 12:00:00', '2025-06-01 12:00:00', true, 1]
		]);
	});

	test('the report names the column, and asks for the zone of its times', async () => {
		const report = await importFile(warehouse, csv([...atMidnight, timed]), by);
		const reasons = await warehouse.read(async (connection) => {
			const reader = await connection.runAndReadAll(
				`select reading from batch where batch_id = ${report.batch_id ?? 0}`
			);
			return String(reader.getRows()[0]?.[0]);
		});
		expect(reasons).toContain('Date Enrolled: rows further down have a time of day');
		expect(reasons).toContain('Date Completed: every time is midnight');
		expect(report.warnings.map(({ code }) => code)).toContain('zone_assumed');
	});

	test('a preview that reaches the time shows moments', async () => {
		const preview = await previewFile(csv([...atMidnight, timed]), { warehouse });
		expect(preview.rows[0]?.values['enrolled_at']).toBe('2025-03-01 00:00:00');
	});
});
