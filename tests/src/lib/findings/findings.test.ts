import { describe, expect, test } from 'vitest';
import type { Estimate } from '#lib/charts/figure.ts';
import { differ, differenceOf, effectiveCases } from '#lib/findings/compare.ts';
import { funnelLimits, placeIn } from '#lib/findings/funnel.ts';
import { gapTitle, headline } from '#lib/findings/gap.ts';
import { usualRange } from '#lib/findings/control-chart.ts';
import { changeInWords, mixTitle, yearOnYear } from '#lib/findings/mix.ts';
import { overviewFinding } from '#lib/findings/overview.ts';
import { curveTitle, dayInWords } from '#lib/findings/time.ts';
import { youngOf } from '#lib/findings/young.ts';
import { intervalInWords, rateInWords, signedInWords } from '#lib/findings/words.ts';

const estimate = (value: number | null, lo: number | null, hi: number | null, more = {}) =>
	({ value, lo, hi, n: 400, isHidden: false, range: null, words: null, ...more }) as Estimate;
const seen = (text: string | null) => text?.replaceAll('\u00a0', ' ');

describe('headline(gap)', () => {
	test('says the rate with its interval and a clear difference', () => {
		const said = headline(
			{
				voluntary: estimate(0.43, 0.37, 0.49),
				assigned: estimate(0.55, 0.5, 0.6),
				difference: estimate(-0.12, -0.16, -0.08)
			},
			'broad'
		);
		expect(seen(said.finding)).toBe(
			'Within 90 days people finished 43 % of what they chose for themselves (likely between 37 and 49 %).'
		);
		expect(seen(said.comparison)).toBe(
			'Of what they had to take they finished 55 %: 12 points more (likely 8 to 16).'
		);
	});

	test('prints rates to a tenth where whole ones would not differ by the points', () => {
		const { finding, comparison } = headline(
			{
				voluntary: estimate(0.445, 0.4, 0.5),
				assigned: estimate(0.804, 0.78, 0.82),
				difference: estimate(-0.359, -0.38, -0.34)
			},
			'strict'
		);
		expect(seen(finding)).toContain('people finished 44.5 % of what they chose');
		expect(seen(comparison)).toContain('they finished 80.4 %: 36 points more');
	});

	test('gives no direction to a difference whose interval includes zero', () => {
		const { comparison } = headline(
			{
				voluntary: estimate(0.44, 0.38, 0.5),
				assigned: estimate(0.46, 0.4, 0.52),
				difference: estimate(-0.02, -0.06, 0.02)
			},
			'broad'
		);
		expect(seen(comparison)).toBe(
			'Of what they had to take they finished 46 %: a difference too small to tell.'
		);
	});

	test('says a range instead of a number where too much is unknown', () => {
		const range = estimate(null, null, null, { range: [0.4, 0.57] });
		expect(seen(headline({ voluntary: range }, 'strict').finding)).toContain('between 40 and 57 %');
	});

	test('holds no number of a hidden group', () => {
		const words = 'fewer than 5 people';
		const hidden = estimate(null, null, null, { isHidden: true, n: null, words });
		expect(headline({ voluntary: hidden }, 'broad')).toEqual({
			finding:
				'How much people finished within 90 days of what they chose for themselves is not shown (fewer than 5 people).',
			comparison: null
		});
		expect(rateInWords(hidden)).toBe('fewer than 5 people');
		expect(intervalInWords(hidden)).toBe('');
		expect(gapTitle({ voluntary: hidden })).not.toContain('%');
	});
});

describe('overviewFinding(begun, rate)', () => {
	const rate = estimate(0.439, 0.42, 0.46);
	const begun = { share: estimate(0.437, null, null), likely: null, ceiling: 0.464 };

	test('says first what people began themselves, then what they finished, in one sentence', () => {
		expect(seen(overviewFinding(begun, rate, 'broad', null))).toBe(
			'People began 44 % of their learning by their own choice, unprompted (up to 46 % with the unknown), and finished 44 % of what they chose, prompted or not, within 90 days (likely between 42 and 46 %).'
		);
		const likely = { ...begun, likely: [0.42, 0.45] as const, ceiling: null };
		expect(seen(overviewFinding(likely, rate, 'strict', null))).toContain(
			'unprompted (likely between 42 and 45 %), and finished 44 % of it within 90 days'
		);
	});

	test('never says that nothing is shown beside a number', () => {
		const words = 'hidden: a small group beside it could be worked out';
		const hidden = estimate(null, null, null, { isHidden: true, n: null, words });
		const noShare = { share: hidden, likely: null, ceiling: null };
		expect(seen(overviewFinding(noShare, rate, 'broad', null))).toMatch(
			/choice is not shown \(hidden: a small group.*\), and finished 44 %/
		);
		expect(seen(overviewFinding(begun, hidden, 'broad', null))).toMatch(
			/^People began 44 %.*; what they finished of what they chose within 90 days is not shown/
		);
	});

	test('says of a young file what it waits for', () => {
		const young = { count: 171, from: '2025-04-02' };
		expect(seen(overviewFinding(begun, undefined, 'broad', young))).toContain(
			'; none of what they chose has had its 90 days to be finished yet: 171 enrolments still mature, a first number comes with data to 2 Apr 2025.'
		);
	});
});

describe('differ(a, b)', () => {
	test('is the published example of Newcombe: 56/70 and 48/80', () => {
		const difference = differ(estimate(0.8, 0.6919, 0.877), estimate(0.6, 0.4905, 0.7004));
		expect(difference?.value).toBeCloseTo(0.2, 6);
		expect(difference?.lo).toBeCloseTo(0.0524, 3);
		expect(difference?.hi).toBeCloseTo(0.3339, 3);
		expect(difference?.isClear).toBe(true);
	});

	test('is nothing where one side is hidden', () => {
		expect(differ(estimate(0.5, 0.4, 0.6), estimate(null, null, null))).toBeNull();
	});
});

describe('effectiveCases(rate, lo, hi)', () => {
	test('finds the n behind a Wilson interval', () => {
		expect(effectiveCases(0.5, 0.2072, 0.7928)).toBeCloseTo(7.3636, 1);
		expect(effectiveCases(0.5, 0.253782, 0.746218)).toBeCloseTo(12, 2);
	});
});

describe('the funnel', () => {
	const whole = { rate: 0.4, designEffect: 1 };

	test('has limits that close in with n', () => {
		const limits = funnelLimits(whole, 500);
		const widths = limits.map((limit) => limit.outer[1] - limit.outer[0]);
		expect(widths.every((width, index) => width <= (widths[index - 1] ?? 1))).toBe(true);
		expect(limits.every((limit) => limit.inner[0] >= limit.outer[0])).toBe(true);
	});

	test('places a unit', () => {
		expect(placeIn(whole, 0.42, 100)).toBe('within');
		expect(placeIn(whole, 0.52, 100)).toBe('above');
		expect(placeIn(whole, 0.6, 100)).toBe('far_above');
		expect(placeIn(whole, 0.2, 100)).toBe('far_below');
		expect(placeIn({ ...whole, designEffect: 4 }, 0.52, 100)).toBe('within');
	});
});

describe('changes in a year', () => {
	const point = (date: string, value: number) => ({
		...estimate(value, value - 0.02, value + 0.02),
		date
	});

	test('compare the same quarter, because learning has seasons', () => {
		const { last, change } = yearOnYear(
			[point('2024-01-01', 0.3), point('2024-10-01', 0.6), point('2025-01-01', 0.4)],
			'quarter'
		);
		expect(last?.date).toBe('2025-01-01');
		expect(change?.value).toBeCloseTo(0.1);
		expect(changeInWords(change)).toBe('up 10 points in a year');
	});

	test('say when they are too small to tell', () => {
		expect(changeInWords(differenceOf(0.01, -0.02, 0.04))).toBe(
			'change in a year: too small to tell'
		);
		expect(signedInWords(differenceOf(-0.034, -0.05, -0.01))).toBe('−3 points');
		expect(signedInWords(differenceOf(-0.03, -0.07, 0.01))).toBe('too small to tell');
	});
});

describe('METRICS.md S12: what is usual', () => {
	const quarters = (values: readonly number[]) => values.map((value) => ({ value, n: 100 }));

	test('the newest of eight quarters against Laney’s limits', () => {
		// Centre 0.525; neighbours lie 0.36 ÷ 7 apart in the mean, so sigma is that ÷ 1.128 and the limits three of them away.
		const found = usualRange(quarters([0.5, 0.52, 0.48, 0.5, 0.52, 0.48, 0.5, 0.7]));
		expect(found).toMatchObject({ isSignal: true, isAbove: true });
		expect(found?.low).toBeCloseTo(0.525 - (3 * 0.36) / 7 / 1.128, 12);
		expect(found?.high).toBeCloseTo(0.525 + (3 * 0.36) / 7 / 1.128, 12);
	});

	test('quarters that always vary much are no signal, and seven are too few', () => {
		const wild = [0.3, 0.7, 0.35, 0.65, 0.3, 0.7, 0.3, 0.7];
		expect(usualRange(quarters(wild))?.isSignal).toBe(false);
		expect(usualRange(quarters(wild.slice(1)))).toBeNull();
		expect(usualRange(quarters(Array.from({ length: 9 }, () => 1)))).toBeNull();
		const alike = quarters(Array.from({ length: 9 }, () => 0.1 + 0.2));
		expect(usualRange(alike)?.isSignal).toBe(false);
		expect(usualRange([...alike, { value: null, n: null }])).toBeNull();
	});
});

describe('titles', () => {
	test('of the mix name the newest period that can be shown', () => {
		const parts = [
			{ tone: 'self_initiated', share: 0.31 },
			{ tone: 'assigned_required', share: 0.4 }
		];
		const title = mixTitle(
			[
				{ date: '2025-01-01', isWhole: true, parts },
				{ date: '2025-04-01', isWhole: true, parts: [] },
				{ date: '2025-07-01', isWhole: false, parts }
			],
			'quarter'
		);
		expect(seen(title)).toBe(
			'In Q1 2025, 31 % of enrolments were chosen by people themselves, 40 % were required'
		);
	});

	test('of the mix name a period that is not over where there is no other', () => {
		const parts = [{ tone: 'self_initiated', share: 0.87 }];
		const young = [{ date: '2025-01-01', isWhole: false, parts }];
		expect(seen(mixTitle(young, 'quarter'))).toBe(
			'In Q1 2025 so far, 87 % of enrolments were chosen by people themselves, 0 % were required'
		);
		expect(mixTitle([{ date: '2025-01-01', isWhole: true, parts: [] }], 'quarter')).toBe(
			'How learning came about is not shown in this selection'
		);
	});

	test('say what is waited for where nothing is old enough', () => {
		const young = youngOf({ rows: [], maturing: 171, matures_on: '2025-04-02' });
		expect(headline({}, 'broad', young).finding).toBe(
			'Nothing that people chose for themselves has had its 90 days to be finished yet: 171 enrolments still mature, a first number comes with data to 2 Apr 2025.'
		);
		expect(gapTitle({}, young)).toContain('Too early to say');
		expect(youngOf({ rows: [], maturing: 0 })).toBeNull();
		expect(headline({}, 'broad').finding).toContain('Nobody chose anything');
	});

	test('of the curve say when a quarter is never reached', () => {
		const points = [{ ...estimate(0.2, 0.18, 0.22), day: 180 }];
		expect(seen(curveTitle(points, null))).toBe(
			'By day 180, 20 % of what people chose is finished; a quarter is not reached'
		);
		expect(seen(curveTitle(points, 12.4))).toContain('within 12 days');
		const hidden = [{ ...estimate(null, null, null, { isHidden: true }), day: 180 }];
		expect(curveTitle(hidden, null)).toBe('How fast people finish what they chose is not shown');
		expect(dayInWords(1)).toBe('1 day');
	});
});
