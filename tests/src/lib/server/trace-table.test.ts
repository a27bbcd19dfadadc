import { describe, expect, test } from 'vitest';
import type { Answer, ResultRow } from '#lib/server/ask.ts';
import { countInWords, likelyInWords, tableOf, valueInWords } from '#lib/server/trace-table.ts';

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

describe('what a number is counted in', () => {
	test.each([
		{ unit: 'minutes', measure: null, shown: '3 h 20 min' },
		{ unit: 'days', measure: null, shown: '200 days' },
		{ unit: undefined, measure: null, shown: '200' },
		{ unit: 'minutes', measure: 'tier_1', shown: '200' }
	] as const)('$unit, $measure: $shown', ({ unit, measure, shown }) => {
		expect(countInWords(200, { measure }, unit).replaceAll('\u00a0', ' ')).toBe(shown);
	});

	test('the number itself stands above what its evidence rests on', () => {
		const hours = (variant: string | null, measure: string | null): ResultRow => ({
			...row(0.5, measure),
			variant,
			numerator: 90,
			denominator: 180,
			period_start: null
		});
		const rows = [hours(null, 'tier_2'), hours(null, 'tier_1'), hours('wall', null)];
		const answer = { rows, dimensions: [], unit: 'share' } as unknown as Answer;
		const measures = { tier_1: 'share', tier_2: 'share' } as const;
		const table = tableOf(
			answer,
			{ id: 'voluntary_hours_share', measures, smallest_group: 5, counted_in: 'minutes' },
			null
		);
		const at = table.columns.findIndex(({ label }) => label === 'Numerator');
		expect(table.rows.map((cells) => cells[at]?.replaceAll('\u00a0', ' '))).toEqual([
			'1 h 30 min',
			'90',
			'90'
		]);
	});
});

test('which changes are clear stands in a column of its own, where there are some', () => {
	const change = (isClear: boolean | null): ResultRow => ({
		...row(0.2, isClear === null ? 'favourable' : 'change'),
		is_clear_change: isClear,
		period_start: null,
		variant: null
	});
	const metric = {
		id: 'favourability',
		measures: { change: 'points' },
		smallest_group: 10
	} as const;
	const cells = (rows: readonly ResultRow[]) => {
		const answer = { rows, dimensions: [], unit: 'share' } as unknown as Answer;
		const table = tableOf(answer, metric, null);
		const at = table.columns.findIndex(({ label }) => label === 'Worth a word');
		return table.rows.map((one) => one[at]);
	};
	expect(cells([change(null), change(false), change(true)])).toEqual([
		'',
		'no',
		'yes: at least 5 points, and the interval leaves out 0'
	]);
	expect(cells([change(null)])).toEqual([undefined]);
});
