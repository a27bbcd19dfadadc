import { describe, expect, test } from 'vitest';
import type { ResultRow } from '#queries/present.ts';
import { readRequest } from '#queries/request.ts';
import { warningsOf } from '#queries/warnings.ts';

const row = (facts: Partial<ResultRow>): ResultRow =>
	({
		period_start: null,
		variant: null,
		measure: null,
		suppressed: false,
		reason: null,
		...facts
	}) as ResultRow;

const warn = (metric: string, rows: readonly Partial<ResultRow>[], by?: ['org_unit']): string =>
	warningsOf(readRequest({ metric, ...(by && { by }) }), rows.map(row)).join();

describe('what a reader is warned of', () => {
	test('METRICS.md D1: fewer than 60 % answered, overall or in a large unit', () => {
		const wave = { variant: 'pulse w1', denominator: 200 };
		expect(warn('response_rate', [{ ...wave, value: 0.6 }])).toBe('');
		expect(warn('response_rate', [{ ...wave, value: 0.59 }])).toContain('(pulse w1)');
		expect(warn('response_rate', [{ ...wave, denominator: 40, value: 0.5 }])).toContain(
			'(pulse w1)'
		);
		const places = [
			{ ...wave, org_unit: 'A', value: 0.4, denominator: 49 },
			{ ...wave, org_unit: 'B', value: 0.5, denominator: 50 },
			{ ...wave, org_unit: 'C', value: 0.2, suppressed: true }
		];
		expect(warn('response_rate', places, ['org_unit'])).toContain('(pulse w1 B)');
	});

	test('METRICS.md D4: alpha below 0.7', () => {
		expect(warn('perceived_autonomy', [{ measure: 'alpha', value: 0.7 }])).toBe('');
		expect(warn('perceived_autonomy', [{ measure: 'alpha', value: 0.644 }])).toContain('0.64');
	});

	test('METRICS.md D2: a change with an interval without 0 and of at least 5 points', () => {
		const change = (value: number, lo: number, hi: number, measure = 'change') =>
			warn('favourability', [{ variant: 'pulse w2', measure, value, lo, hi }]);
		expect(change(0.05, 0.01, 0.09)).toContain('pulse w2: +5 points');
		expect(change(-0.072, -0.1, -0.01, 'change_linked')).toContain(
			'pulse w2, those who answered both: -7.2 points'
		);
		for (const quiet of [change(0.049, 0.01, 0.09), change(0.2, -0.01, 0.41), change(0.2, 0, 0.4)])
			expect(quiet).toContain('No change');
		expect(warn('favourability', [{ measure: 'favourable', value: 0.5 }])).toBe('');
		expect(
			warn('favourability', [
				{ measure: 'change', value: null, lo: 0.1, hi: 0.3, suppressed: true }
			])
		).toBe('');
	});

	test('METRICS.md A2: lengths that both classes have are less than half', () => {
		const covered = (value: number) =>
			warn('completion_gap', [{ measure: 'standardised_coverage', value }]);
		expect(covered(0.5)).toBe('');
		expect(covered(0.31)).toContain('Only 31');
	});

	test('METRICS.md C4: groups that still differ after matching', () => {
		const balance = (measure: string, value: number) =>
			warn('mobility_difference', [{ measure, value }]);
		expect(balance('balance_before_tenure', 0.4)).toBe('');
		expect(balance('balance_tenure', -0.1)).toBe('');
		expect(balance('balance_earlier_moves', -0.102)).toContain('earlier moves');
		const inUnit = { measure: 'balance_tenure', value: 0.3, org_unit: 'Sales' };
		expect(warn('mobility_difference', [inUnit], ['org_unit'])).toContain(
			'in tenure (Sales) (more'
		);
	});
});
