import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import { parseMapping } from '#pipelines/mapping.ts';
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

const header = ['Item taken', 'Learner e-mail', 'Enrolled on', 'Time spent', 'Minutes of the item'];

const table = (
	times: readonly string[],
	delimiter = ',',
	more: (place: number) => string = () => ''
): string =>
	[
		header.join(delimiter),
		...times.map((time, place) =>
			[
				`Item ${place}`,
				`p${place}@example.org`,
				'2025-01-31',
				`"${time}"`,
				`"${more(place)}"`
			].join(delimiter)
		),
		''
	].join('\n');

const mapping = (decimals?: 'comma' | 'point') =>
	parseMapping({ source: 'own-enrolments', ...(decimals && { reading: { decimals } }) });

async function taken(text: string, decimals?: 'comma' | 'point') {
	const report = await importFile(warehouse, fileOf('times.csv', text), {
		importedBy: 'test',
		isOneOfMany: true,
		mapping: mapping(decimals)
	});
	const minutes = await warehouse.read(async (connection) => {
		const reader = await connection.runAndReadAll(
			`select (seconds / 60)::double as minutes from enrolment where batch_id = ${report.batch_id ?? 0} order by line`
		);
		return reader.getRowsJS().map(([value]) => value);
	});
	const [warning] = report.warnings.filter(({ code }) => code === 'ambiguous_numbers');
	return { report, minutes, warning: warning?.message };
}

describe('the decimal sign of a file', () => {
	test('is proven by a value with both signs: 1,234 minutes are no 74 seconds', async () => {
		const { report, minutes, warning } = await taken(table(['1,234', '1,020.5', '95']));
		expect(report).toMatchObject({ rows_loaded: 3, rows_rejected: 0, rows_repaired: 0 });
		expect(minutes).toEqual([1234, 1020.5, 95]);
		expect(warning).toBeUndefined();
	});

	test('is proven by one sign that stands twice, and by other than three digits behind it', async () => {
		expect((await taken(table(['1,234', '1,234,560']))).minutes).toEqual([1234, 1_234_560]);
		expect((await taken(table(['1,234', '87,5']))).minutes[1]).toBe(87.5);
		expect((await taken(table(['1.234', '87,5']))).minutes).toEqual([1234, 87.5]);
	});

	test('is told by another column of numbers, and by semicolons between the columns', async () => {
		const other = await taken(table(['1.234', '95'], ',', () => '12,5'));
		expect(other.minutes).toEqual([1234, 95]);
		const semicolons = await taken(table(['1.234', '95'], ';'));
		expect(semicolons.minutes).toEqual([1234, 95]);
		expect(semicolons.warning).toBeUndefined();
	});

	test('is warned of with column and example where nothing tells it, and counted', async () => {
		const { report, minutes, warning } = await taken(table(['1,234', '95']));
		expect(minutes).toEqual([1234, 95]);
		expect(warning).toContain('1,234 in the column "Time spent"');
		expect(report.rows_repaired).toBe(1);
		const preview = await previewFile(fileOf('times.csv', table(['1,234', '95'])), {
			mapping: mapping()
		});
		expect(preview.warnings.map(({ code }) => code)).toContain('ambiguous_numbers');
		expect(preview.reading?.decimals).toMatch(/^numbers like 1,234 could/);
		expect(preview.reasons).toContain(
			'numbers like 1,234 could be read both ways; taken to have a decimal point'
		);
	});

	test('is what a person says', async () => {
		const { minutes, warning } = await taken(table(['1,234', '90']), 'comma');
		expect(minutes[0]).toBeCloseTo(74 / 60);
		expect(warning).toBeUndefined();
	});

	test('is counted where a number far below can be read both ways', async () => {
		const { report, warning } = await taken(
			table([...Array.from({ length: 2000 }, () => '30'), '1,234'])
		);
		expect(warning).toBeUndefined();
		expect(report.rows_repaired).toBe(1);
	});
});
