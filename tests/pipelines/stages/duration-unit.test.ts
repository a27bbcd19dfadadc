import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importFile } from '#pipelines/import.ts';
import type { Mapping } from '#pipelines/mapping.ts';
import { parseMapping } from '#pipelines/mapping.ts';
import { previewFile } from '#pipelines/preview.ts';
import { sources } from '#pipelines/sources/sources.ts';
import { unitIn } from '#pipelines/spoken-headings.ts';
import type { Warehouse } from '#pipelines/warehouse/open.ts';
import { emptyFolder, fileOf, openEmpty } from '../folder.ts';

let warehouse: Warehouse;

beforeEach(async () => {
	warehouse = await openEmpty(emptyFolder());
});

afterEach(() => warehouse.close());

const mapped = (heading: string, durationUnit?: 'seconds' | 'hours' | 'days'): Mapping =>
	parseMapping({
		source: 'own-enrolments',
		columns: { Login: 'Learner user name', Course: 'Item taken', [heading]: 'Time spent' },
		...(durationUnit && { reading: { durationUnit } })
	});

/** What the page and a script are shown, and what the import makes of it. */
async function taken(heading: string, cell: string, durationUnit?: 'seconds' | 'hours' | 'days') {
	const file = fileOf('times.csv', `Login,Course,${heading}\nann,Welding,${cell}\n`);
	const mapping = mapped(heading, durationUnit);
	const { reading, reasons } = await previewFile(file, { mapping });
	const report = await importFile(warehouse, file, {
		importedBy: 'test',
		mapping,
		isOneOfMany: true
	});
	const found = await warehouse.read((connection) =>
		connection.runAndReadAll('select seconds::integer as seconds from enrolment')
	);
	return {
		seconds: found.getRowsJS()[0]?.[0],
		evidence: reading?.durations,
		isReason: reasons.includes(reading?.durations ?? ''),
		warning: report.warnings.find(({ code }) => code === 'ambiguous_durations')?.message
	};
}

describe('the unit of plain lengths of time', () => {
	test.each([
		[
			'Dauer (Std.)',
			'1.5',
			undefined,
			5400,
			'plain numbers in "Dauer (Std.)" are hours, as the heading says'
		],
		['Temps (h)', '2', 'days', 172_800, 'plain lengths of time are days, as you said'],
		[
			'Spent',
			'1:05:30',
			undefined,
			3930,
			'lengths of time such as 1:05:30 say their unit themselves'
		]
	] as const)('in %s is told for %s, said %s', async (heading, cell, said, seconds, evidence) => {
		expect(await taken(heading, cell, said)).toEqual({
			seconds,
			evidence,
			isReason: true,
			warning: undefined
		});
	});

	test('is minutes where nothing tells, and the import says so', async () => {
		const { seconds, evidence, warning } = await taken('Spent', '90');
		expect(seconds).toBe(5400);
		expect(evidence).toBe(
			'nothing tells what plain numbers in "Spent" count, such as 90; taken as minutes'
		);
		expect(warning).toMatch(/^Nothing tells what plain numbers in the column "Spent" count/);
		expect((await taken('Spent', '91', 'seconds')).warning).toBeUndefined();
	});

	test('of cells that are times of items is asked for, too', async () => {
		const mapping = parseMapping({
			source: 'own-enrolments',
			wide: { cells: 'time' },
			columns: { Login: 'Learner user name' }
		});
		const file = fileOf('times.csv', 'Login,Welding (h),Selling\nann,2,3\n');
		const { reading, rows } = await previewFile(file, { mapping });
		expect(reading?.durations).toMatch(/^nothing tells what plain numbers in "Welding \(h\)"/);
		expect(rows.map(({ values }) => values['seconds'])).toEqual(['120', '180']);
	});

	test('that the heading of a known export names is the one that it is known for', () => {
		const told = sources.flatMap((source) =>
			source.format === 'table'
				? Object.values(source.columns).flatMap(({ lengths }) => lengths ?? [])
				: []
		);
		const named = told.flatMap(({ headers, unit }) =>
			headers.map((heading) => ({ heading, unit, named: unitIn(heading) }))
		);
		expect(named.filter((one) => one.named !== null).length).toBeGreaterThan(10);
		const known = named.filter(({ unit }) => unit !== null);
		expect(known.filter((one) => one.named !== null && one.named !== one.unit)).toEqual([]);
	});

	test.each([
		['Temps d’étude', null],
		['Second attempt', null],
		['Minutes or hours', null],
		['time_h', 'hours'],
		['Lernzeit in Tagen', null],
		['Durée (min.)', 'minutes'],
		['Duration [s]', 'seconds']
	] as const)('in the heading %s is %s', (heading, unit) => {
		expect(unitIn(heading)).toBe(unit);
	});
});
