import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Column, Reading } from '#pipelines/sources/columns.ts';
import { fraction, number, percent, quote, whole } from '#pipelines/sources/columns.ts';
import { seconds } from '#pipelines/sources/durations.ts';
import { anchorDate, date, dayOnly } from '#pipelines/sources/dates.ts';
import type { Notation } from '#pipelines/sources/notations.ts';
import { monthNumberOf, notationsShown } from '#pipelines/sources/notations.ts';
import { jobReasons, reasonIn } from '#pipelines/sources/people/reasons.ts';
import { noItem } from '#pipelines/stages/map-wide.ts';
import { zoneOfHeading, zoneOfHeadings } from '#pipelines/stages/zone.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
	instance = await DuckDBInstance.create(':memory:');
	connection = await instance.connect();
	await connection.run("set TimeZone = 'UTC'");
});

afterAll(() => {
	connection.closeSync();
	instance.closeSync();
});

const plain: Reading = {
	dateOrder: 'ymd',
	dateFormats: [],
	notations: [],
	year: '2025',
	timeZone: 'UTC',
	about: null,
	fileName: '',
	table: [],
	cell: () => 'cell',
	item: noItem,
	unitOf: () => null,
	learned: () => 'null',
	once: (value) => value
};

/** What a column makes of one cell; the reason where it refuses the row. */
async function read(column: Column, cell: string, reading: Partial<Reading> = {}) {
	const cast = column.cast({ ...plain, ...reading });
	const refuses = cast.refuses ? cast.refuses.when('value') : 'false';
	const reader = await connection.runAndReadAll(
		`with given as (select ${quote(cell)} as cell), valued as (select *, ${cast.value} as value from given)
		select value::varchar as value, coalesce(${refuses}, false) as refused from valued`
	);
	const [row] = reader.getRowObjectsJS();
	return row?.['refused'] === true ? (cast.refuses?.reason ?? 'refused') : row?.['value'];
}

describe('seconds(unit)', () => {
	test.each([
		['minutes', '90', '5400'],
		['minutes', '62,5', '3750'],
		['hours', '1.25', '4500'],
		['days', '0.5', '43200'],
		['hours', '1:42:05', '6125'],
		['hours', '25:00:01', '90001'],
		['minutes', '01:30', '5400'],
		['seconds', '1h 5m 2s', '3902'],
		['seconds', '12m', '720'],
		['seconds', '2 hrs 5 mins', '7500'],
		['seconds', '1d 2h', '93600'],
		['seconds', '1 Std. 30 Min.', '5400'],
		['seconds', '45 minutos', '2700'],
		['seconds', '1,5 Std.', '5400'],
		['seconds', '0.25 h', '900'],
		['seconds', '1h 2,5m', '3750'],
		['minutes', 'PT1H20M', '4800'],
		['minutes', 'PT75.5S', '76'],
		['minutes', 'PT1M0.5S', '61'],
		['minutes', 'PT99999999999S', 'not_a_duration'],
		['minutes', '0:01:05.60', '66'],
		['minutes', '1 day, 2:03:04', '93784'],
		['minutes', '0 days 01:05:30', '3930'],
		['minutes', '1.02:03:04', '93784'],
		['seconds', '1,234 min', 'not_a_duration'],
		['seconds', 'P', 'not_a_duration'],
		['seconds', '-', null],
		['seconds', '1:75', 'not_a_duration'],
		['seconds', 'a lot', 'not_a_duration'],
		['seconds', '-5', 'not_a_duration']
	] as const)('%s: %s is %s', async (unit, cell, expected) => {
		expect(await read(seconds(unit, 'x'), cell)).toBe(expected);
	});
});

describe('shares and numbers', () => {
	test('a percentage has a decimal comma, a sign, and ends at 100', async () => {
		expect(await read(percent('x'), '45,5 %')).toBe('0.455');
		expect(await read(percent('x'), '120')).toBe('1.0');
		expect(await read(percent('x'), 'half')).toBe('not_a_number');
	});

	test('a fraction is one already; a word is none, and not 0', async () => {
		expect(await read(fraction('x'), '0,4')).toBe('0.4');
		expect(await read(fraction('x'), '0,5 %')).toBe('0.005');
		expect(await read(fraction('x'), '100%')).toBe('1.0');
		expect(await read(fraction('x'), 'some')).toBe('not_a_number');
		expect(await read(fraction('x'), '-')).toBe(null);
	});

	test.each([
		['1,020.5', 'point', '1020.5'],
		['1,020.5', 'comma', '1020.5'],
		['1.020,5', 'point', '1020.5'],
		['1,234,567', 'comma', '1234567.0'],
		['1.234.567', 'point', '1234567.0'],
		['12,34,567', 'point', '1234567.0'],
		['12,5', 'point', '12.5'],
		['12.5', 'comma', '12.5'],
		['0,125', 'point', '0.125'],
		['1234,567', 'point', '1234.567'],
		['1,234', 'point', '1234.0'],
		['1,234', 'comma', '1.234'],
		['1.234', 'point', '1.234'],
		['1.234', 'comma', '1234.0'],
		['-1,234', 'point', '-1234.0'],
		['95', 'comma', '95.0'],
		['12.03.2024', 'comma', 'not_a_number'],
		['1,2.3', 'point', 'not_a_number']
	] as const)('%s, where decimals have a %s, is %s', async (cell, decimals, expected) => {
		expect(await read(number('x'), cell, { decimals })).toBe(expected);
	});

	test('thousands of minutes are minutes, and a whole number may have them', async () => {
		expect(await read(seconds('minutes', 'x'), '1,234')).toBe('74040');
		expect(await read(whole('x'), '1,234')).toBe('1234');
		expect(await read(whole('x'), '1,234', { decimals: 'comma' })).toBe('not_a_number');
	});

	test('a dash is no number and no fault', async () => {
		expect(await read(number('x'), '-')).toBe(null);
	});
});

describe('date(…) in every notation', () => {
	const stamps: readonly [Notation, string, string | null][] = [
		['unix', '1741000000', '2025-03-03 11:06:40'],
		['unix', '0', null],
		['unixMilliseconds', '1741000000123', '2025-03-03 11:06:40.123'],
		['dotnet', '/Date(1403563220000-0500)/', '2014-06-23 22:40:20'],
		['dotnet', '/Date(1403563220000)/', '2014-06-23 22:40:20'],
		['compact', '20250331', '2025-03-31 12:00:00'],
		['compact', '20251331', 'not_a_date'],
		['dayInZone', '2025-03-31-08:00', '2025-03-31 12:00:00'],
		['dayInZone', '2025-03-31Z', '2025-03-31 12:00:00'],
		['dayInZone', '2025-02-31+01:00', 'not_a_date'],
		['serial', '45292', '2024-01-01 12:00:00'],
		['serial', '45292.75', '2024-01-01 18:00:00'],
		['wordsWithShortYear', '13-JAN-01', '2001-01-13 12:00:00'],
		['wordsWithShortYear', '1-Mar-24', '2024-03-01 12:00:00'],
		['wordsWithShortYear', '24-JUL-98', '1998-07-24 12:00:00'],
		['wordsWithShortYear', '13 Mär. 24, 9:05 PM', '2024-03-13 21:05:00'],
		['wordsWithShortYear', '32-Mar-24', 'not_a_date'],
		['words', '3 March 2025, 9:15 AM', '2025-03-03 09:15:00'],
		['words', '3 March 2025, 12:15 AM', '2025-03-03 00:15:00'],
		['words', 'Monday, 3 March 2025, 12:15 PM', '2025-03-03 12:15:00'],
		['words', 'Mar 3, 2025', '2025-03-03 12:00:00'],
		['words', '3. März 2025, 09:15', '2025-03-03 09:15:00'],
		['words', 'lunes, 3 de marzo de 2025, 21:15', '2025-03-03 21:15:00'],
		['words', 'lundi 1er août 2025', '2025-08-01 12:00:00'],
		['words', '17-Jul-2025', '2025-07-17 12:00:00'],
		['words', '31 June 2025', 'not_a_date'],
		['yearFirstInZone', '2025/03/31 9:15:07 AM GMT+2', '2025-03-31 07:15:07'],
		['yearFirstInZone', '2025/03/31 12:15:07 PM GMT+5:30', '2025-03-31 06:45:07'],
		['yearFirstInZone', '2025/03/31 12:15:07 a.m. GMT-3', '2025-03-31 03:15:07'],
		['yearFirstInZone', '2025/03/31 9:15:07 PM EST', '2025-04-01 02:15:07'],
		['yearFirstInZone', '2025-03-31 09:15:00 +0200', '2025-03-31 07:15:00'],
		['yearFirstInZone', '2025-03-31T09:15Z', '2025-03-31 09:15:00'],
		['yearFirstInZone', '2025-02-31T09:15Z', 'not_a_date'],
		['yearFirstByHalves', '2025/3/31 12:05 AM', '2025-03-31 00:05:00'],
		['none', 'never', null],
		['none', '-', null]
	];

	test.each(stamps)('%s: %s is %s', async (notation, cell, expected) => {
		expect(await read(date('x'), cell, { notations: [notation] })).toBe(expected);
	});

	test('an offset in an ISO stamp moves it to UTC', async () => {
		expect(await read(date('x'), '2025-01-16 10:30:00+01:00')).toBe('2025-01-16 09:30:00');
		expect(await read(date('x'), '2025-01-16T10:30:00.500Z')).toBe('2025-01-16 10:30:00.5');
		const zoned = { timeZone: 'America/New_York' };
		for (const cell of [
			'2025-01-16T10:30:00-02:00',
			'2025-01-16 10:30:00-0200',
			'2025-01-16T10:30:00.25-02',
			'2025-01-16 12:30:00 UTC'
		])
			expect(await read(date('x'), cell, zoned)).toMatch(/^2025-01-16 12:30:00(\.25)?$/);
		expect(await read(date('x'), '2025-01-16 12:30:00.25', zoned)).toBe('2025-01-16 17:30:00.25');
	});

	test('a stamp without a zone is in that of the file; absolute ones are not moved', async () => {
		const zoned = { timeZone: 'America/Los_Angeles', notations: ['unix', 'words'] as const };
		expect(await read(date('x'), '2025-03-07 23:30', zoned)).toBe('2025-03-08 07:30:00');
		expect(await read(date('x'), '7 July 2025, 08:00', zoned)).toBe('2025-07-07 15:00:00');
		expect(await read(date('x'), '1741000000', zoned)).toBe('2025-03-03 11:06:40');
	});

	test.each(['0000-00-00', '0000-00-00 00:00:00', 'n/a', 'N/A', '-'])(
		'%s says that there is no date, which is no fault where one may be missing',
		async (cell) => {
			expect(await read(date('x'), cell)).toBeNull();
			expect(await read(anchorDate('x'), cell)).toBe('not_a_date');
		}
	);

	test('a day has no time of day in any notation', async () => {
		const all = { notations: ['unix', 'compact', 'dayInZone', 'words'] as const };
		expect(await read(dayOnly('x'), '20250331', all)).toBe('true');
		expect(await read(dayOnly('x'), '2025-03-31-08:00', all)).toBe('true');
		const zoned = { ...all, timeZone: 'America/Los_Angeles' };
		expect(await read(date('x'), '2025-03-31Z', zoned)).toBe('2025-03-31 19:00:00');
		expect(await read(dayOnly('x'), '3 March 2025', all)).toBe('true');
		expect(await read(dayOnly('x'), '3 March 2025, 09:15', all)).toBe('false');
		expect(await read(dayOnly('x'), '1741000000', all)).toBe('false');
	});

	test('a year is no serial date and no stamp', () => {
		expect(notationsShown(['2024', '2025-01-01', '13/02/2025'])).toEqual([]);
		expect(notationsShown(['45292', '-', '20250331'])).toEqual(['none', 'compact', 'serial']);
		expect(
			notationsShown(['2025-01-01 10:00:00', '2025-01-01T10:00:00+01:00', '2025/01/01 10:00'])
		).toEqual([]);
		expect(notationsShown(['2025/01/01 1:00:00 PM GMT+1'])).toEqual(['yearFirstInZone']);
		expect(notationsShown(['2025/01/01 1:00 PM', '2025-01-01 10:00:00 -0300'])).toEqual([
			'yearFirstInZone',
			'yearFirstByHalves'
		]);
	});
});

describe('names of months and zones', () => {
	test('months in four languages', () => {
		const names = ['Januar', 'enero', 'février', 'Mai', 'junio', 'juillet', 'août', 'Dez'];
		expect(names.map(monthNumberOf)).toEqual([1, 1, 2, 5, 6, 7, 8, 12]);
		expect(monthNumberOf('Montag')).toBe(null);
	});

	test('a heading names its zone in brackets', () => {
		expect(zoneOfHeading('Started (PST/PDT)')).toBe('America/Los_Angeles');
		expect(zoneOfHeading('Start Date (UTC)')).toBe('UTC');
		expect(zoneOfHeading('Start (Europe/Berlin)')).toBe('Europe/Berlin');
		expect(zoneOfHeading('Started (AEST/AEDT)')).toBe('Australia/Sydney');
		expect(zoneOfHeading('Started (IST)')).toBe('Asia/Kolkata');
		expect(zoneOfHeading('Started (GMT+01:00)')).toBe('Etc/GMT-1');
		expect(zoneOfHeading('Started (UTC-5)')).toBe('Etc/GMT+5');
		expect(zoneOfHeading('Started (GMT+5:30)')).toBe(null);
		expect(zoneOfHeading('Time Spent (min)')).toBe(null);
		expect(zoneOfHeadings(['A (UTC)', 'B (CET)'])).toBe(null);
	});
});

describe('quote(text)', () => {
	test('is one constant whatever the text holds', async () => {
		const reader = await connection.runAndReadAll(`select ${quote("it's a \0 here")} as text`);
		expect(reader.getRowsJS()).toEqual([["it's a \uFFFD here"]]);
	});
});

test('what reasons mean: leave, return and secondment are told apart', async () => {
	const meant = {
		'Change Job > Other': 'job_change',
		'Job Change > Transfer': 'lateral',
		'Leave of Absence > Parental Leave': 'leave',
		'Place Worker on Leave': 'leave',
		'Return Worker from Leave': 'leave_end',
		'Return from Parental Leave': 'leave_end',
		Elternzeit: 'leave',
		'Rückkehr aus Elternzeit': 'leave_end',
		'Maternity Leave Cover': 'secondment',
		'Return from Secondment': 'return',
		'Termination after Leave of Absence': 'termination'
	};
	const given = Object.keys(meant).map((reason, place) => `(${place}, ${quote(reason)})`);
	const reader = await connection.runAndReadAll(
		`select reason, ${reasonIn('reason', jobReasons)} as kind
		from (values ${given.join(', ')}) as given (place, reason) order by place`
	);
	expect(reader.getRowsJS()).toEqual(Object.entries(meant));
});
