import { beforeAll, expect, test } from 'vitest';
import { readTone } from '#pipelines/tone/read-tone.ts';
import type { ResultRow } from '#queries/ask.ts';
import type { Company } from './company.ts';
import { openCompany } from './company.ts';
import { comments, voiceFiles } from './voice-files.ts';

let company: Company;
beforeAll(async () => {
	company = await openCompany(voiceFiles);
});

/** One measure of a survey, or of a variant. */
const of = (metric: string, measure: string | null, asked = {}, pick = {}): Promise<ResultRow> =>
	company.row(metric, asked, { measure, ...pick });

function between(row: ResultRow, lo: number, hi: number): void {
	expect(row.lo).toBeCloseTo(lo, 9);
	expect(row.hi).toBeCloseTo(hi, 9);
}

test('METRICS.md golden D1: 24 of 38 delivered invitations, 63.16 %', async () => {
	const rate = await of('response_rate', null);
	expect(rate).toMatchObject({ numerator: 24, denominator: 38 });
	// R: prop.test(24, 38, correct = FALSE)
	between(rate, 0.47283959557, 0.766157807528);
});

test('METRICS.md golden D2, each answer by two people: 55.6 %, net +33.3, mean 3.444, 61.1 of 100', async () => {
	const asked = { by: 'question', variant: 'favour, 2025-q1' };
	const found = (measure: string) =>
		of('favourability', measure, asked, { question: 'Learning here suits me.' });
	const favourable = await found('favourable');
	expect(favourable).toMatchObject({ numerator: 10, denominator: 18, value: 5 / 9 });
	// R: prop.test(10, 18, correct = FALSE); t.test(rep(c(5,5,4,4,4,3,3,2,1), 2))
	between(favourable, 0.33716415642, 0.75440481873);
	expect((await found('unfavourable')).value).toBeCloseTo(2 / 9, 12);
	expect((await found('net')).value).toBeCloseTo(1 / 3, 12);
	const mean = await found('mean');
	expect(mean.value).toBeCloseTo(31 / 9, 12);
	between(mean, 2.80119042398, 4.08769846491);
	expect((await found('rescaled')).value).toBeCloseTo(61.1111111111, 9);
});

test('METRICS.md golden D3: +10 ± 51.5', async () => {
	const score = await of('recommend_score', 'score');
	expect(score.value).toBeCloseTo(0.1, 12);
	expect(((score.hi ?? 0) - (score.value ?? 0)) * 100).toBeCloseTo(
		51.4849881 * (1.959964 / 1.96),
		4
	);
	expect(await of('recommend_score', 'promoters')).toMatchObject({ numerator: 4, denominator: 10 });
	expect(await of('recommend_score', 'detractors')).toMatchObject({ numerator: 3 });
});

test('METRICS.md golden D4, three people for each of the four: α 0.8889, mean 3.5 is 62.5', async () => {
	expect((await of('perceived_autonomy', 'alpha')).value).toBeCloseTo(0.8888888889, 9);
	expect(await of('perceived_autonomy', 'score')).toMatchObject({ value: 62.5, persons: 12 });
});

test('METRICS.md golden D5, two people for each of the six: 2, 2 and 2, net 0', async () => {
	expect(comments.map(([words]) => readTone(words).compound)).toEqual(
		comments.map(([, compound]) => compound)
	);
	const asked = { variant: 'comments, 2025-q1' };
	expect(await of('comment_sentiment', 'net', asked)).toMatchObject({ value: 0 });
	for (const measure of ['positive', 'neutral', 'negative'])
		expect(await of('comment_sentiment', measure, asked)).toMatchObject({
			numerator: 4,
			denominator: 12
		});
});

test('METRICS.md golden D6, three people for each of the nine: +0.80 against +0.25, +0.55', async () => {
	const learners = await of('manager_readiness', 'change', {}, { variant: 'learners' });
	expect(learners).toMatchObject({ persons: 15 });
	expect(learners.value).toBeCloseTo(0.8, 12);
	const others = await of('manager_readiness', 'change', {}, { variant: 'others' });
	expect(others).toMatchObject({ value: 0.25, persons: 12 });
	const difference = await of('manager_readiness', 'difference');
	expect(difference.value).toBeCloseTo(0.55, 12);
	// R: t.test(rep(c(1, 1, 1, 0, 1), 3), rep(c(0, 1, 0, 0), 3))
	between(difference, 0.200659801916, 0.899340198084);
});

test('METRICS.md golden D6, two raters of five people, each twice: quadratic κ 0.6875', async () => {
	const kappa = await of('manager_readiness', 'kappa');
	expect(kappa).toMatchObject({ persons: 10 });
	expect(kappa.value).toBeCloseTo(0.6875, 12);
});

test('METRICS.md golden D7: three of five themes, 60 %; median 20 days', async () => {
	expect(await company.answer('loop_closure')).toMatchObject({ as_of: '2025-06-01' });
	expect(await of('loop_closure', 'closed')).toMatchObject({ numerator: 3, denominator: 5 });
	expect(await of('loop_closure', 'days')).toMatchObject({ value: 20 });
	const early = { asOf: '2025-04-13' };
	expect(await of('loop_closure', 'closed', early)).toMatchObject({ numerator: 1, denominator: 5 });
});
