import { describe, expect, test } from 'vitest';
import { roundRow } from '#queries/present.ts';

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
