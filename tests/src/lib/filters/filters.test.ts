import { describe, expect, test } from 'vitest';
import { defaults, linkTo, writeFilters } from '#lib/filters/filters.ts';
import { lastYear } from '#lib/filters/periods.ts';
import { readFilters } from '#lib/filters/read-filters.ts';
import { questionOf, writeQuestion } from '#lib/filters/request.ts';

const read = (query: string) => readFilters(new URLSearchParams(query));

describe('readFilters(query)', () => {
	test('gives the defaults for an address without a query', () => {
		expect(read('')).toEqual(defaults);
	});

	test.each([
		'grain=week',
		'from=yesterday',
		'to=2025-02-30',
		'count=all',
		'from=&to=&grain=quarter&unit=&count=broad'
	])('falls back for %s', (query) => {
		expect(read(query)).toEqual(defaults);
	});

	test('drops an end that is not after the start', () => {
		expect(read('from=2025-03-01&to=2025-03-01')).toEqual({ ...defaults, from: '2025-03-01' });
	});
});

describe('writeFilters(filters)', () => {
	test('writes only what was chosen, and reads back the same', () => {
		const chosen = { ...defaults, unit: 'People & Culture', grain: 'month' as const };
		expect(writeFilters(chosen)).toBe('grain=month&unit=People+%26+Culture');
		expect(read(writeFilters(chosen))).toEqual(chosen);
		expect(linkTo('/completion', defaults)).toBe('/completion');
	});
});

describe('writeQuestion(question)', () => {
	test('is the query of the HTTP interface', () => {
		const question = questionOf(
			'completion_gap',
			{ ...defaults, from: '2025-01-01', unit: 'Sales' },
			{ variant: 'broad', by: ['length_band'] }
		);
		expect(writeQuestion(question)).toBe(
			'from=2025-01-01&variant=broad&by=length_band&where=org_unit%3ASales'
		);
	});
});

describe('lastYear(asOf)', () => {
	test('begins on the first day of a month, twelve months back', () => {
		expect(lastYear('2025-06-30')[0]).toMatchObject({ from: '2024-07-01', to: '' });
		expect(lastYear('2025-12-31')[0]).toMatchObject({ from: '2025-01-01' });
		expect(lastYear(null)).toEqual([]);
	});
});
