import { describe, expect, test } from 'vitest';
import { defaults } from '#lib/filters/filters.ts';
import { questionOf } from '#lib/filters/request.ts';
import type { Answer, AskRequest } from '#lib/server/ask.ts';
import { completionCurve } from '#lib/server/figures/completion-curve.ts';
import { unitsOnFunnel } from '#lib/server/figures/funnel-plot.ts';
import { gapByLength } from '#lib/server/figures/gap-by-length.ts';
import { initiationMix } from '#lib/server/figures/initiation-mix.ts';
import { voluntaryAgainstAssigned } from '#lib/server/figures/rate-over-time.ts';
import { estimateOf } from '#lib/server/figures/rows.ts';
import { gapTile, rateTile, reachTile, timeTile } from '#lib/server/figures/tiles.ts';
import { ask, hiddenRow, rateRow } from '#tests/src/fixtures/ask.ts';

const asked = async (request: AskRequest) =>
	(await ask(null, null, request as Parameters<typeof ask>[2])) as unknown as Answer;
const grain = defaults.grain;
const variant = defaults.count;
const seen = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

describe('estimateOf(row)', () => {
	test('lets nothing of a hidden cell through', () => {
		const row = hiddenRow({ org_unit: 'Night shift' }) as never;
		expect(estimateOf(row)).toEqual({
			value: null,
			lo: null,
			hi: null,
			n: null,
			isHidden: true,
			range: null,
			words: 'fewer than 5 people'
		});
	});

	test('says that few people are behind a hidden cell only where that is why', () => {
		const words = ['complementary', 'nested', 'dominance', 'period', 'frozen', 'a_new_rule'].map(
			(reason) => estimateOf(hiddenRow({ reason }) as never)?.words
		);
		expect(words.every((word) => word?.startsWith('hidden: '))).toBe(true);
		expect(words.join()).not.toContain('fewer than 5');
		expect(words[0]).toBe('hidden: a small group beside it could be worked out');
	});

	test('gives a range instead of a point where too much is unknown', () => {
		const row = rateRow(0.5, 100, { reason: 'range', bound_lo: 0.4, bound_hi: 0.7 }) as never;
		expect(estimateOf(row)).toMatchObject({ value: null, lo: null, range: [0.4, 0.7] });
	});

	test('says a band instead of 0 % or 100 % of a small group', () => {
		const band = { value: null, reason: 'band', bound_lo: 0.95, bound_hi: 1 };
		expect(estimateOf(rateRow(1, 12, band) as never)?.words).toBe('at least 95 %');
	});
});

describe('figures', () => {
	test('the mix holds one row per period, and all parts of it', async () => {
		const question = questionOf('initiation_mix', defaults, { grain });
		const figure = initiationMix(defaults, question, await asked(question), []);
		expect(figure.shown.periods).toHaveLength(8);
		for (const period of figure.shown.periods) {
			const sum = period.parts.reduce((total, part) => total + part.share, 0);
			expect(sum).toBeCloseTo(1, 1);
		}
		expect(figure.table.rows).toHaveLength(8);
		expect(figure.table.rows.every((row) => row.length === figure.table.columns.length)).toBe(true);
		expect(figure.note).toContain('Data to 31 Dec 2025');
		expect(figure.csvHref).toBe('/api/metrics/initiation_mix?grain=quarter&notes=1&format=csv');
		expect(figure.traceHref).toBe('/trace/initiation_mix?grain=quarter');
	});

	test('voluntary against assigned: points and table say the same', async () => {
		const question = questionOf('completion_gap', defaults, { variant, grain });
		const overall = questionOf('completion_gap', defaults, { variant });
		const figure = voluntaryAgainstAssigned(
			defaults,
			question,
			await asked(question),
			await asked(overall),
			[]
		);
		const [voluntary, assigned] = figure.shown.series;
		expect(voluntary?.points).toHaveLength(8);
		expect(assigned?.points.every((point) => point.value !== null)).toBe(true);
		expect(seen(figure.table.rows[0]?.[1])).toMatch(/^\d\d\.\d %$/);
		expect(figure.table.rows.every((row) => row.length === figure.table.columns.length)).toBe(true);
		expect(seen(figure.title)).toMatch(/^Within 90 days, people finished 48 % .*18 points less/);
	});

	test('the funnel hides what is hidden in drawing and table alike', async () => {
		const question = questionOf('voluntary_completion_rate', defaults, {
			variant,
			by: ['org_unit']
		});
		const overall = questionOf('voluntary_completion_rate', defaults, { variant });
		const figure = unitsOnFunnel(defaults, question, await asked(question), await asked(overall));
		const night = figure.table.rows.find((row) => row[0] === 'Night shift');
		expect(night).toEqual(['Night shift', 'fewer than 5 people', '', '', '']);
		expect(figure.hiddenNote).toBe('1 value is hidden: fewer than 5 people stand behind it');
		expect(figure.table.rows.every((row) => row.length === figure.table.columns.length)).toBe(true);
	});

	test('the funnel counts no unit that is not stated', async () => {
		const question = questionOf('voluntary_completion_rate', defaults, {
			variant,
			by: ['org_unit']
		});
		const answer = await asked(question);
		const whole = await asked(questionOf('voluntary_completion_rate', defaults, { variant }));
		const before = unitsOnFunnel(defaults, question, answer, whole).title;
		const rows = [...answer.rows, rateRow(0.01, 400, { org_unit: 'not_stated' }) as never];
		const figure = unitsOnFunnel(defaults, question, { ...answer, rows }, whole);
		expect(figure.title).toBe(before);
		expect(figure.table.rows.map(([name]) => name)).toContain('unit not stated');
	});

	test('offers the coarser grain where more than half of the months hide something', async () => {
		const question = questionOf('completion_gap', defaults, { variant, grain: 'month' });
		const answer = await asked(question);
		const noteWith = (dark: number) =>
			voluntaryAgainstAssigned(
				{ ...defaults, grain: 'month' },
				question,
				{
					...answer,
					rows: answer.rows.map((row) =>
						[...new Set(answer.rows.map((one) => one.period_start))].indexOf(row.period_start) <
						dark
							? (hiddenRow({ period_start: row.period_start, measure: row.measure }) as never)
							: row
					)
				},
				answer,
				[]
			).hiddenNote;
		expect(noteWith(5)).toContain(
			'Something is hidden in 5 of 8 months; by quarter there is more to see'
		);
		expect(noteWith(4)).not.toContain('by quarter');
	});

	test('a cell that only hides its neighbour says so in table and note', async () => {
		const question = questionOf('completion_gap', defaults, { variant, grain });
		const answer = await asked(question);
		const rows = answer.rows.map((row) =>
			row.period_start === '2025-10-01'
				? (hiddenRow({ period_start: row.period_start, measure: row.measure }) as never)
				: row.period_start === '2025-07-01'
					? (hiddenRow({
							...row,
							...hiddenRow(),
							reason: 'complementary',
							measure: row.measure,
							period_start: row.period_start
						}) as never)
					: row
		);
		const figure = voluntaryAgainstAssigned(defaults, question, { ...answer, rows }, answer, []);
		expect(figure.table.rows.at(-2)?.[1]).toBe(
			'hidden: a small group beside it could be worked out'
		);
		expect(figure.table.rows.at(-1)?.[1]).toBe('fewer than 5 people');
		expect(figure.hiddenNote?.split('. ')[1]).toMatch(
			/^Of Q4 2025 only a few have had their 90 days/
		);
		expect(figure.hiddenNote?.split('. ')[0]).toBe(
			'6 values are hidden: 3 because fewer than 5 people stand behind them; 3 because from them and their neighbours a small group could be worked out'
		);
	});

	test('only what a figure draws is counted as hidden in it', async () => {
		const question = questionOf('completion_gap', defaults, { variant, grain });
		const answer = await asked(question);
		const [{ period_start } = { period_start: null }] = answer.rows;
		const beside = ['voluntary', 'coverage'].map(
			(measure) => hiddenRow({ period_start, measure: `standardised_${measure}` }) as never
		);
		const more = { ...answer, rows: [...answer.rows, ...beside] };
		expect(voluntaryAgainstAssigned(defaults, question, more, more, []).hiddenNote).toBeNull();
		const byLength = questionOf('completion_gap', defaults, { variant, by: ['length_band'] });
		const lengths = await asked(byLength);
		const figure = gapByLength(defaults, byLength, lengths, more);
		expect(figure.hiddenNote).toMatch(/^1 value is hidden/);
		expect(figure.table.rows.at(-1)?.[1]).toBe('fewer than 5 people');
	});

	test('the curve and the gap by length', async () => {
		const time = questionOf('time_to_complete', defaults);
		const required = questionOf('time_to_complete', defaults, { variant: 'assigned_required' });
		const chosen = await asked(time);
		const later = hiddenRow({ measure: 'if_nobody_withdrew', horizon: 30 }) as never;
		const more = { ...chosen, rows: [...chosen.rows, later] };
		const must = await asked(required);
		const young = {
			...must,
			rows: [...must.rows, hiddenRow({ measure: 'cif', horizon: 30 }) as never]
		};
		expect(completionCurve(defaults, time, more, must).hiddenNote).toBeNull();
		expect(completionCurve(defaults, time, more, young).hiddenNote).toMatch(/^1 value is hidden/);
		const curve = completionCurve(defaults, time, chosen, must);
		expect(curve.shown.curves.map((one) => one.points.length)).toEqual([37, 37]);
		expect(seen(curve.title)).toContain('within 12 days');
		const gap = questionOf('completion_gap', defaults, { variant, by: ['length_band'] });
		const overall = await asked(questionOf('completion_gap', defaults, { variant }));
		const mixed = overall.rows.map((row) => ({ ...row, measure: `standardised_${row.measure}` }));
		const length = gapByLength(defaults, gap, await asked(gap), {
			...overall,
			rows: [...overall.rows, ...mixed]
		});
		expect(length.shown.bands.at(-1)?.label).toBe('all, same mix');
		expect(length.shown.bands.map((band) => band.label)[0]).toBe('up to 30 min');
		expect(length.title).toBe('Chosen items are finished less often in 5 of 5 length bands');
		const bandsIn = (names: readonly string[]) => async () => {
			const answer = await asked(gap);
			const rows = answer.rows.flatMap((row) => {
				const place = names.indexOf(String(row['length_band']));
				return place < 0
					? []
					: [{ ...row, length_band: place === 0 ? 'not_stated' : (names[place] ?? '') }];
			});
			return gapByLength(defaults, gap, { ...answer, rows }, overall).title;
		};
		expect(await bandsIn(['2_to_8_h'])()).toBe('Too few enrolments of like length to compare');
		expect(await bandsIn(['2_to_8_h', 'up_to_30_min'])()).toBe(
			'Chosen items are finished less often in the one length band that can be compared'
		);
	});
});

describe('key numbers', () => {
	test('read as a person would say them', async () => {
		const of = async (metric: string, more = {}) => {
			const question = questionOf(metric, defaults, more);
			return [question, await asked(question)] as const;
		};
		const [gapQuestion, gap] = await of('completion_gap', { variant });
		const [, gapByPeriod] = await of('completion_gap', { variant, grain });
		const tile = rateTile(defaults, gapQuestion, gap, gapByPeriod);
		expect([tile.label, seen(tile.value), seen(tile.interval), tile.scope]).toEqual([
			'Finished of what people chose',
			'48 %',
			'between 45 and 51 %',
			'chosen or prompted · within 90 days · data to 31 Dec 2025'
		]);
		expect(gapTile(defaults, gapQuestion, gap, gapByPeriod).value).toBe('−18 points');
		const [reachQuestion, reach] = await of('self_directed_reach', { grain: 'quarter' });
		expect(reachTile(reachQuestion, reach).label).toBe(
			'People who learned of their own accord, Q4 2025'
		);
		const [timeQuestion, time] = await of('time_to_complete', { variant });
		const [, timeByPeriod] = await of('time_to_complete', { variant, grain });
		expect(timeTile(defaults, timeQuestion, time, timeByPeriod)).toMatchObject({
			value: '12 days',
			interval: 'half is not reached',
			scope: 'chosen or prompted · data to 31 Dec 2025'
		});
		const likely = time.rows.map((row) =>
			row.measure === 'day_25' ? { ...row, lo: 11, hi: 14.4 } : row
		);
		expect(timeTile(defaults, timeQuestion, { ...time, rows: likely }, timeByPeriod).interval).toBe(
			'likely between 11 and 14 days; half is not reached'
		);
		const sure = time.rows.map((row) =>
			row.measure === 'day_25' ? { ...row, lo: 12, hi: 12 } : row
		);
		expect(timeTile(defaults, timeQuestion, { ...time, rows: sure }, timeByPeriod).interval).toBe(
			'likely 12 days, no more and no less; half is not reached'
		);
	});
});
