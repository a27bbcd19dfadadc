import { describe, expect, test } from 'vitest';
import type { Cell } from '#queries/compute.ts';
import { present, roundRow } from '#queries/present.ts';
import { readRequest } from '#queries/request.ts';

const row = {
	value: 43 / 87,
	numerator: 43,
	denominator: 87,
	persons: 62,
	lo: 0.38412,
	hi: 0.60619,
	bound_lo: 0.31847,
	bound_hi: 0.70004,
	unknown_share: 0.12345
};

describe('roundRow(row, unit)', () => {
	test('below a hundred cases shares are whole per cents beside counts to base 5', () => {
		expect(roundRow(row, 'share')).toEqual({
			value: 0.49,
			numerator: 45,
			denominator: 85,
			persons: 60,
			lo: 0.38,
			hi: 0.61,
			bound_lo: 0.32,
			bound_hi: 0.7,
			unknown_share: 0.12
		});
	});

	test('from a hundred cases on they are tenths of a per cent', () => {
		const many = { ...row, value: 987 / 1863, numerator: 987, denominator: 1863, persons: 1201 };
		expect(roundRow(many, 'share')).toMatchObject({
			value: 0.53,
			numerator: 985,
			denominator: 1865,
			persons: 1200,
			lo: 0.384,
			hi: 0.606,
			bound_lo: 0.318,
			bound_hi: 0.7,
			unknown_share: 0.123
		});
	});

	test('a few cases are not rounded to none, by which nothing can be divided', () => {
		const few = { ...row, value: 0.5, numerator: 1, denominator: 2 };
		expect(roundRow(few, 'share')).toMatchObject({ numerator: 0, denominator: null });
	});

	test('a difference has only people to go by, and never a negative zero', () => {
		const difference = { ...row, value: -0.0012, numerator: null, denominator: null };
		expect(roundRow(difference, 'share')).toMatchObject({ value: 0, numerator: null, persons: 60 });
	});

	test('days are whole, the unknown share beside them is a share', () => {
		const days = { ...row, value: 17.4, lo: 12.6, hi: null };
		expect(roundRow(days, 'days')).toMatchObject({
			value: 17,
			lo: 13,
			hi: null,
			unknown_share: 0.12
		});
	});

	test('means and ratios are finer from a hundred cases on, and a chance is never nothing', () => {
		const of = (value: number, denominator: number, unit: 'score' | 'ratio' | 'probability') =>
			roundRow({ ...row, value, denominator }, unit).value;
		expect([of(0.2294, 99, 'score'), of(0.2294, 100, 'score')]).toEqual([0.2, 0.23]);
		expect([of(0.9781, 99, 'ratio'), of(0.9781, 100, 'ratio')]).toEqual([0.98, 0.978]);
		expect([of(1 / 201, 50, 'probability'), of(1e-9, 500, 'probability')]).toEqual([0.005, 0.001]);
		expect(of(0.005, 50, 'probability')).toBe(0.005);
	});

	test.each(['share', 'days'] as const)(
		'what is not a number stays, and twice is once: %s',
		(unit) => {
			const named = { ...row, denominator: 98, org_unit: 'Sales', suppressed: false };
			const once = roundRow(named, unit);
			expect(once).toMatchObject({ org_unit: 'Sales', suppressed: false, denominator: 100 });
			expect(roundRow(once, unit)).toEqual(once);
		}
	);
});

describe('present(table, question, viewer)', () => {
	const question = readRequest({ metric: 'initiation_mix', grain: 'month', by: ['org_unit'] });
	const cell = (
		period_no: number,
		unit: number,
		variant: string | null,
		measure: string | null = null,
		horizon: number | null = null
	): Cell => ({
		...{ period_no, keys: [unit], layer: 'all', variant, measure, horizon, persons: 40 },
		...{ value: 0.25, numerator: 10, denominator: 40, lo: null, hi: null },
		...{ bound_lo: null, bound_hi: null, unknown_share: 0 }
	});
	const [first, , last] = question.metric.variants;
	const sorted = [
		cell(24_299, 2, null),
		cell(24_300, 1, 'not a variant'),
		cell(24_300, 1, first ?? ''),
		cell(24_300, 1, last ?? '', null, null),
		cell(24_300, 1, last ?? '', null, 90),
		cell(24_300, 1, last ?? '', 'gap'),
		cell(24_300, 1, last ?? '', 'lift', 30),
		cell(24_300, 10, first ?? ''),
		cell(24_311, 1, first ?? '')
	];
	const names = [new Map([1, 2, 10].map((id) => [id, `Unit ${id}`]))];
	const told = (cells: readonly Cell[]) =>
		present({ cells, names, hides: () => null }, question, { role: 'analyst' }).rows;

	test('rows stand by period, breakdown, variant as the metric lists them, measure and horizon', () => {
		const mixed = sorted.map((_cell, place) => sorted[(place * 4 + 3) % sorted.length] as Cell);
		expect(new Set(mixed).size).toBe(sorted.length);
		expect(told(mixed)).toEqual(told(sorted));
		expect(
			told(mixed).map((one) => [one.period_start, one['org_unit'], one.variant, one.measure])
		).toEqual([
			['2024-12-01', 'Unit 2', null, null],
			['2025-01-01', 'Unit 1', 'not a variant', null],
			['2025-01-01', 'Unit 1', first, null],
			['2025-01-01', 'Unit 1', last, null],
			['2025-01-01', 'Unit 1', last, null],
			['2025-01-01', 'Unit 1', last, 'gap'],
			['2025-01-01', 'Unit 1', last, 'lift'],
			['2025-01-01', 'Unit 10', first, null],
			['2025-12-01', 'Unit 1', first, null]
		]);
	});

	test('the columns of each row stand in the order of the contract', () => {
		for (const one of told(sorted))
			expect(Object.keys(one)).toEqual([
				...['period_start', 'variant', 'measure', 'horizon', 'org_unit'],
				...['value', 'numerator', 'denominator', 'persons', 'lo', 'hi'],
				...['bound_lo', 'bound_hi', 'unknown_share', 'suppressed', 'reason']
			]);
	});
});
