import { describe, expect, test } from 'vitest';
import { formatDay, formatPeriod, isWhole, nameTicks, nextPeriod } from '#lib/format/date.ts';
import {
	formatCount,
	formatMinutes,
	formatPercent,
	formatPoints,
	formatShare
} from '#lib/format/number.ts';

const seen = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
	test.each([
		[formatShare(0.123872), '12.4 %'],
		[formatShare(0.123872, 60), '12 %'],
		[formatShare(1), '100 %'],
		[formatPercent(0.4449), '44 %'],
		[formatPercent(0.998), '99.8 %'],
		[formatPercent(0.99996), '> 99.9 %'],
		[formatPercent(0.003), '0.3 %'],
		[formatPercent(0), '0 %'],
		[formatPercent(1), '100 %'],
		[formatPercent(0.994), '99 %'],
		[formatShare(0.9996), '> 99.9 %'],
		[formatPoints(-0.0312), '−3'],
		[formatPoints(0.12), '+12'],
		[formatPoints(-0.001), '0'],
		[formatCount(1234567), '1,234,567'],
		[formatMinutes(160), '2 h 40 min'],
		[formatMinutes(59.6), '1 h'],
		[formatMinutes(7), '7 min']
	])('%s is written %s', (written, expected) => {
		expect(seen(written)).toBe(expected);
	});
});

describe('days', () => {
	test('stay the same day in every zone', () => {
		expect(formatDay('2025-01-01')).toBe('1 Jan 2025');
		expect(formatDay('2025-06-30T23:59:59')).toBe('30 Jun 2025');
	});

	test('periods are named and stepped through', () => {
		expect(formatPeriod('2025-04-01', 'quarter')).toBe('Q2 2025');
		expect(formatPeriod('2025-04-01', 'month')).toBe('Apr 2025');
		expect(nextPeriod('2025-10-01', 'quarter')).toBe('2026-01-01');
		expect(nextPeriod('2025-01-01', 'month', -12)).toBe('2024-01-01');
		const ticks = nameTicks(['2024-10-01', '2025-04-01', '2025-10-01'], 'quarter');
		expect([...ticks.values()]).toEqual(['Q4 2024', 'Q2 2025', 'Q4']);
	});

	test('a period is whole once all of it had its days', () => {
		expect(isWhole('2026-07-01', 'quarter', '2026-09-30', 0)).toBe(true);
		expect(isWhole('2026-07-01', 'quarter', '2026-09-29', 0)).toBe(false);
		expect(isWhole('2026-04-01', 'quarter', '2026-09-30', 90)).toBe(true);
		expect(isWhole('2026-07-01', 'quarter', '2026-12-28', 90)).toBe(false);
		expect(isWhole('2026-07-01', 'quarter', null, 0)).toBe(false);
	});
});
