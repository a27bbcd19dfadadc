import { describe, expect, test } from 'vitest';
import type { ResultRow } from '#lib/server/ask.ts';
import { likelyInWords, valueInWords } from '#lib/server/trace-table.ts';

const row = (value: number, measure: string | null = null): ResultRow =>
	({
		measure,
		value,
		lo: value - 1,
		hi: value + 1,
		numerator: null,
		denominator: null,
		reason: null,
		suppressed: false
	}) as ResultRow;

describe('a number stands in the unit of its measure', () => {
	test.each([
		{ unit: 'ratio', value: 5.7682, shown: '5.77', likely: 'between 4.77 and 6.77' },
		{ unit: 'bits', value: 2.4, shown: '2.4 bits', likely: 'between 1.4 bits and 3.4 bits' },
		{
			unit: 'per_100',
			value: 14.23,
			shown: '14.23 per 100',
			likely: 'between 13.23 per 100 and 15.23 per 100'
		},
		{ unit: 'score', value: -0.5, shown: '−0.5', likely: 'between −1.5 and 0.5' },
		{ unit: 'money', value: 41_200, shown: '41,200', likely: 'between 41,199 and 41,201' },
		{ unit: 'days', value: 11, shown: '11 days', likely: 'between 10 and 12 days' }
	])('$unit', ({ unit, value, shown, likely }) => {
		expect(valueInWords(row(value), unit)).toBe(shown);
		expect(likelyInWords(row(value), unit)).toBe(likely);
	});

	test('differences of shares in points, differences of ratings as they are', () => {
		expect(valueInWords(row(-0.37, 'difference'), 'share')).toBe('−37 points');
		expect(valueInWords(row(0.18, 'change'), 'points')).toBe('+18 points');
		expect(valueInWords(row(0.43, 'difference'), 'score')).toBe('0.43');
	});
});
