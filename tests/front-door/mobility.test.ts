import { beforeAll, describe, expect, test } from 'vitest';
import type { ResultRow } from '#queries/ask.ts';
import type { Company } from './company.ts';
import { openCompany } from './company.ts';
import { mobilityFiles } from './mobility-files.ts';

let company: Company;
beforeAll(async () => {
	company = await openCompany(mobilityFiles);
});

const at = (place: string, further: object = {}) => ({ where: [`location=${place}`], ...further });
const year = { from: '2025-01-01', to: '2026-01-01' };
/** The landmark of July 2024. */
const july = { from: '2024-07-01', to: '2024-10-01' };

async function measures(metric: string, asked: object): Promise<(name: string) => ResultRow> {
	const { rows } = await company.answer(metric, asked);
	return (name) => {
		const found = rows.filter(({ measure }) => measure === name);
		expect(found, name).toHaveLength(1);
		return found[0] as ResultRow;
	};
}

function between(row: ResultRow, lo: number, hi: number, digits = 9): void {
	expect(row.lo).toBeCloseTo(lo, digits);
	expect(row.hi).toBeCloseTo(hi, digits);
}

describe('METRICS.md golden C2: seven rows, 105 people on average', () => {
	test('C2: four moves, 3.81 per 100', async () => {
		const rate = await company.row('mobility_rate', at('C2', year));
		expect(rate).toMatchObject({ numerator: 4, measure: 'rate' });
		expect(rate.denominator).toBeCloseTo(105, 9);
		expect(rate.value).toBeCloseTo(3.8095238095, 9);
		// R: 400/105 · exp(∓ z / √4)
		between(rate, 1.42978231395, 10.15012671068);
	});

	test.each([
		['promotion', 1],
		['lateral', 2],
		['downward', 1],
		['progression', 1]
	])('of these %s: %i', async (variant, numerator) => {
		const rate = await company.row('mobility_rate', at('C2', { ...year, variant }));
		expect(rate).toMatchObject({ numerator });
	});

	test('C2p: three people, 2.86 %', async () => {
		const share = await company.row('mover_share', at('C2', year));
		expect(share.numerator).toBe(3);
		expect(share.value).toBeCloseTo(0.028571428571, 9);
	});

	test('C2f: three of eight from inside, 37.5 %', async () => {
		const rate = await company.row('internal_fill_rate', {});
		expect(rate).toMatchObject({ value: 0.375, numerator: 3, denominator: 8 });
	});
});

test.each([
	[90, 0, 0.25, 0.75],
	[180, 0.1875, 0.25, 0.5625],
	[300, 0.1875, 0.390625, 0.421875],
	[360, 0.328125, 0.390625, 0.28125]
])(
	'METRICS.md golden C3, two people for each of the six: after %i days %f moved, %f left, %f stay',
	async (horizon, moved, left, stay) => {
		const of = await measures('time_to_move', at('C3', { asOf: '2024-07-05', horizon }));
		expect(of('cif_move').value).toBeCloseTo(moved, 12);
		expect(of('cif_exit').value).toBeCloseTo(left, 12);
		expect(of('stay').value).toBeCloseTo(stay, 12);
	}
);

describe('METRICS.md golden C4, two people for each of theirs', () => {
	test('raw +12.2 points, three quarters matched, difference +16.7 points, ratio 2.00, E-value 3.41', async () => {
		const of = await measures('mobility_difference', at('C4', july));
		expect(of('naive').value).toBeCloseTo(6 / 20 - 8 / 45, 12);
		expect(of('matched_share')).toMatchObject({ value: 0.75, numerator: 30, denominator: 40 });
		expect(of('rd').value).toBeCloseTo(1 / 6, 12);
		// R: closed form over the two strata with twice the people; METRICS.md's SE .1370 / √2
		between(of('rd'), -0.0232465504583, 0.3565798837916);
		expect(of('rr').value).toBeCloseTo(2, 12);
		// R: Greenland–Robins with twice the people; METRICS.md's SE .5404 / √2
		between(of('rr'), 0.945771761083, 4.229350213862);
		expect(of('e_value').value).toBeCloseTo(3.4142135624, 9);
		expect(of('e_value_limit').value).toBe(1);
		for (const name of ['tenure', 'grade', 'time_in_role'])
			expect(of(`balance_${name}`).value).toBe(0);
	});

	test('person-time, twenty people for each of the six: 1 move in 12 months against 2 in 30, 1.25', async () => {
		const of = await measures('mobility_difference', at('Split', { asOf: '2024-06-24' }));
		const years = (months: number): number => (20 * months * 30) / 365.25;
		expect(of('exposed_rate').numerator).toBe(20);
		expect(of('exposed_rate').denominator).toBeCloseTo(years(12), 9);
		expect(of('unexposed_rate').numerator).toBe(40);
		expect(of('unexposed_rate').denominator).toBeCloseTo(years(30), 9);
		expect(of('irr').value).toBeCloseTo(1.25, 12);
		between(
			of('irr'),
			1.25 * Math.exp(-1.959963985 * Math.sqrt(1 / 20 + 1 / 40)),
			1.25 * Math.exp(1.959963985 * Math.sqrt(1 / 20 + 1 / 40)),
			6
		);
	});
});

test('METRICS.md golden C5, two people for each of theirs: −13.33 points; with a zero cell the bootstrap', async () => {
	const of = await measures('retention_difference', at('C5', july));
	expect(of('rd').value).toBeCloseTo(-2 / 15, 12);
	// R: 20,000 draws of the three binomials that vary give −0.267 to 0.000
	between(of('rd'), -0.267, 0, 1);
});

test('METRICS.md golden C6, three sets for each of the four: odds ratio 9.0', async () => {
	const asked = { from: '2025-03-01', to: '2025-04-01' };
	const of = await measures('aligned_learning_odds', asked);
	expect(of('odds_ratio').value).toBeCloseTo(9, 12);
	// R: mantelhaen.test over the twelve sets
	between(of('odds_ratio'), 1.98023166316, 40.90430504007, 6);
	expect(of('movers')).toMatchObject({ numerator: 9, denominator: 12 });
	expect(of('others')).toMatchObject({ numerator: 12, denominator: 48 });
});
