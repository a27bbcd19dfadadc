import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import CompletionCurve from '#lib/charts/CompletionCurve.svelte';
import type { Estimate, Figure } from '#lib/charts/figure.ts';
import FunnelPlot from '#lib/charts/FunnelPlot.svelte';
import GapByLength from '#lib/charts/GapByLength.svelte';
import InitiationMix from '#lib/charts/InitiationMix.svelte';
import RateOverTime from '#lib/charts/RateOverTime.svelte';
import { funnelLimits } from '#lib/findings/funnel.ts';

const rate = (value: number): Estimate => ({
	value,
	lo: value - 0.05,
	hi: value + 0.05,
	n: 200,
	isHidden: false,
	range: null,
	words: null
});
const words = 'fewer than 5 people';
const hidden: Estimate = {
	...rate(0),
	value: null,
	lo: null,
	hi: null,
	n: null,
	isHidden: true,
	words
};

function figure<Shown>(shown: Shown): Figure<Shown> {
	return {
		id: 'figure',
		title: 'The finding',
		subtitle: 'Measure, unit · all units · All dates',
		note: 'n = 400 enrolments · Data to 31 Dec 2025',
		hiddenNote: null,
		blank: null,
		table: {
			columns: [
				{ label: 'Period', isNumber: false },
				{ label: 'chosen', isNumber: true }
			],
			rows: [['Q1 2025', '44 %']]
		},
		definition: {
			id: 'initiation_mix',
			name: 'Initiation mix',
			question: 'How much?',
			version: 1,
			parts: [],
			variants: [],
			told: [],
			caveats: [],
			sql: 'select 1'
		},
		csvHref: '/api/metrics/initiation_mix?format=csv',
		traceHref: '/trace/initiation_mix',
		shown
	};
}

/** What the server sends of a chart. */
function draw<Shown>(chart: Component<{ figure: Figure<Shown> }>, shown: Shown): string {
	return render(chart, { props: { figure: figure(shown) } }).body;
}

const marks = [{ date: '2025-02-14', text: 'Library launched' }];
const point = (date: string, row: number, estimate: Estimate) => ({
	...estimate,
	date,
	row,
	isPartial: false
});

describe('drawn by the server, without scripts', () => {
	test('RateOverTime: line, band, label at its end, annotation, hatched where hidden', () => {
		const body = draw(RateOverTime, {
			grain: 'quarter',
			marks,
			series: [
				{
					tone: 'self_initiated',
					label: 'chosen',
					points: [
						point('2025-01-01', 0, rate(0.4)),
						point('2025-04-01', 1, hidden),
						point('2025-07-01', 2, rate(0.5))
					]
				}
			]
		});
		expect(body).toContain('The finding');
		expect(body).toMatch(/>50\u00a0%<\/tspan>/);
		expect(body).toContain('Library launched');
		expect(body.match(/fewer than 5 people/g)).toHaveLength(1);
		expect(body).toMatch(/<path[^>]*fill-opacity="0\.16"/);
		expect(body).not.toContain('NaN');
		expect(body).toMatch(/<td[^>]*>44 %<\/td>/);
	});

	test('RateOverTime: no line over what is hidden; a point between hidden ones has its whisker', () => {
		const draws = (middle: Estimate) =>
			draw(RateOverTime, {
				grain: 'month',
				marks: [],
				series: [
					{
						tone: 'self_initiated',
						label: 'chosen',
						points: [
							point('2025-01-01', 0, rate(0.4)),
							point('2025-02-01', 1, middle),
							point('2025-03-01', 2, rate(0.5))
						]
					}
				]
			});
		expect(draws(hidden).match(/class="alone/g)).toHaveLength(2);
		expect(draws(rate(0.45))).not.toContain('class="alone');
		expect(draws(hidden)).not.toMatch(/<path[^>]*d="M[^"]*L[^"]*"[^>]*stroke-width="2\.5"/);
	});

	test('RateOverTime: where one of two is hidden, the hatching does not lie over the other', () => {
		const of = (label: string, estimate: Estimate) => ({
			tone: 'self_initiated' as const,
			label,
			points: [point('2025-01-01', 0, rate(0.4)), point('2025-02-01', 1, estimate)]
		});
		const one = draw(RateOverTime, {
			grain: 'month',
			marks: [],
			series: [of('chosen', hidden), of('required', rate(0.8))]
		});
		expect(one).toMatch(/<rect[^>]*height="12"[^>]*fill="url\(#[^)]*-hatch\)"/);
	});

	test('a chart of one hidden cell holds no number of it', () => {
		const body = draw(RateOverTime, {
			grain: 'quarter',
			marks: [],
			series: [
				{ tone: 'self_initiated', label: 'chosen', points: [point('2025-01-01', 0, hidden)] }
			]
		});
		expect(body).not.toContain('NaN');
		expect(body).not.toContain('<circle');
		expect(body).not.toContain('class="end');
	});

	test('InitiationMix: parts fill the column, unknown is hatched', () => {
		const body = draw(InitiationMix, {
			grain: 'quarter',
			marks,
			labels: {
				self_initiated: 'chosen by people',
				prompted: 'prompted',
				assigned_other: 'other',
				assigned_required: 'required',
				unknown: 'unknown'
			},
			periods: [
				{
					date: '2025-01-01',
					isHidden: false,
					parts: [
						{ tone: 'self_initiated', share: 0.6 },
						{ tone: 'unknown', share: 0.4 }
					],
					chosen: rate(0.6)
				},
				{ date: '2025-04-01', isHidden: true, parts: [], chosen: hidden }
			]
		});
		expect(body).toMatch(/fill="url\(#[^)]*-unknown\)"/);
		expect(body).toMatch(/fill="url\(#[^)]*-hidden\)"/);
		expect(body).toContain('chosen by people');
		expect(body).not.toContain('NaN');
	});

	test('CompletionCurve: a step for each kind, labelled at its end', () => {
		const body = draw(CompletionCurve, {
			lastDay: 180,
			curves: [
				{
					tone: 'self_initiated',
					label: 'chosen',
					points: [0, 30, 180].map((day, row) => ({ ...rate(day / 400 + 0.06), day, row }))
				},
				{ tone: 'assigned_required', label: 'required', points: [] }
			]
		});
		expect(body).toContain('days since enrolment');
		expect(body).toMatch(/>51\u00a0%<\/tspan>/);
		expect(body).not.toContain('NaN');
	});

	test('FunnelPlot: names only units beyond the limits, and says that some are hidden', () => {
		const unit = (
			label: string,
			row: number,
			estimate: Estimate,
			place: 'within' | 'far_above'
		) => ({
			...estimate,
			label,
			row,
			isChosen: false,
			place
		});
		const body = draw(FunnelPlot, {
			overall: 0.4,
			largest: 210,
			limits: funnelLimits({ rate: 0.4, designEffect: 1 }, 210),
			units: [
				unit('Sales', 0, rate(0.7), 'far_above'),
				unit('Legal', 1, rate(0.41), 'within'),
				unit('Night shift', 2, hidden, 'within')
			]
		});
		expect(body).toMatch(/<text[^>]*>Sales<\/text>/);
		expect(body).not.toMatch(/<text[^>]*>Legal<\/text>/);
		expect(body).not.toContain('Night shift');
		expect(body).toContain('1 unit is hidden');
		expect(body).not.toContain('NaN');
	});

	test('GapByLength: both rates with intervals, and the verdict', () => {
		const band = { row: 0, voluntary: rate(0.4), assigned: rate(0.6), isClear: true };
		const body = draw(GapByLength, {
			labels: { voluntary: 'chosen', assigned: 'required' },
			bands: [
				{ ...band, label: 'up to 30 min', verdict: '−20 points' },
				{
					...band,
					row: 1,
					label: '2 to 8 h',
					voluntary: hidden,
					verdict: 'no data',
					isClear: false
				}
			]
		});
		expect(body).toContain('−20 points');
		expect(body.match(/fewer than 5 people/g)).toHaveLength(1);
		expect(body).not.toContain('NaN');
	});
});
