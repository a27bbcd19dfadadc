import { beforeAll, describe, expect, test } from 'vitest';
import type { Company } from './company.ts';
import { daysAfter, openCompany, times } from './company.ts';

const heading =
	'Learner e-mail,Learner unit,Item taken,Code of the item,Enrolled on,Completed on,State of enrolment,Time spent,Enrolled how';
const took = (who: string, unit: string, item: string, on: string, done = true, minutes = 0) =>
	[
		...[`${who.replaceAll(' ', '')}@example.org`, unit, item, item, on, done ? on : ''],
		...[done ? 'Completed' : 'In progress', minutes || '', 'self']
	].join(',');

/** Golden B, five people for each of the six: one letter an item, ten days apart. */
const learners = ['ABC', 'ABCD', 'BAC', 'AB', 'ABEC', 'DE'].flatMap((items, n) =>
	times(5).flatMap((copy) =>
		[...items].map((item, place) =>
			took(`learner ${n} ${copy}`, 'Learners', item, daysAfter('2025-01-06', 10 * place))
		)
	)
);

/** The people of a unit, each with one item of a month, every second of them done. */
const unit = (name: string, people: number, month: string): string[] =>
	times(people).map((n) => took(`${name} ${n}`, name, 'C', `${month}-10`, n % 2 === 0));

const january = { from: '2024-01-01', to: '2024-02-01', variant: 'strict' };
let company: Company;
beforeAll(async () => {
	company = await openCompany({
		'register.csv': [
			heading,
			...[...unit('A', 40, '2024-01'), ...unit('B', 12, '2024-01')],
			...[...unit('C', 4, '2024-01'), ...unit('D', 7, '2024-01')],
			...[...unit('Tech of 16', 16, '2024-02'), ...unit('Rest of 4', 4, '2024-02')],
			...[...unit('Tech of 14', 14, '2024-03'), ...unit('Rest of 6', 6, '2024-03')],
			...[500, 120, 80, 60, 40].map((minutes, n) =>
				took(`heavy ${n}`, 'Heavy', 'H', '2024-04-10', true, minutes)
			),
			...learners,
			took('last', 'Learners', 'last', '2025-12-31', false)
		]
	});
});

const told = async (metric: string, variant: string) => {
	const { rows } = await company.answer(metric, { variant });
	return new Map(rows.map((row) => [row.measure, row]));
};

describe('METRICS.md golden B, five people for each of the six: ABC, ABCD, BAC, AB, ABEC, DE', () => {
	test('B2: 4 of 5 go from A to B directly, 80 %', async () => {
		const edge = await told('next_item_graph', 'A → B');
		expect(edge.get('confidence')).toMatchObject({ value: 0.8, numerator: 20, denominator: 25 });
	});

	test('B4: lift 2.40 over the order by chance; z and the Poisson tail of five times the people', async () => {
		const edge = await told('next_item_graph', 'A → B');
		expect(edge.get('expected')?.value).toBeCloseTo(5 * 1.6666667, 6);
		expect(edge.get('lift')?.value).toBeCloseTo(2.4, 6);
		// R: (20 − 25/3) / sqrt(5 · 1.0694444); ppois(19, 25/3, lower.tail = FALSE)
		expect(edge.get('z')?.value).toBeCloseTo(5.0452497911, 6);
		expect(edge.get('p_order')?.value).toBeCloseTo(0.000419992559, 8);
	});

	test('B3: 66.7 % took A and then B, 50.0 % A, B and C; rule lift 1.125', async () => {
		const ab = await told('frequent_paths', 'A → B');
		expect(ab.get('support')).toMatchObject({ numerator: 20, denominator: 30 });
		expect(ab.get('support')?.value).toBeCloseTo(4 / 6, 8);
		const abc = await told('frequent_paths', 'A → B → C');
		expect(abc.get('support')).toMatchObject({ value: 0.5, numerator: 15, denominator: 30 });
		expect(abc.get('confidence')?.value).toBeCloseTo(0.75, 12);
		expect(abc.get('rule_lift')?.value).toBeCloseTo(1.125, 12);
	});

	test('B4: four hold A, B and C, one in six of them in this order by chance; lift 4.5', async () => {
		const abc = await told('frequent_paths', 'A → B → C');
		expect(abc.get('expected')?.value).toBeCloseTo(5 * 0.6666667, 6);
		expect(abc.get('order_lift')?.value).toBeCloseTo(4.5, 6);
	});
});

describe('METRICS.md §I', () => {
	const rate = 'voluntary_completion_rate';

	test('golden 1 and 3: of 40, 12, 4 and 7 the 4 and then the 7 stay dark; the total of 63 is shown', async () => {
		const { rows, hidden } = await company.answer(rate, { ...january, by: 'org_unit' });
		expect(rows.map((row) => [row['org_unit'], row.persons, row.reason])).toEqual([
			['A', 40, null],
			['B', 12, null],
			['C', null, 'too_few'],
			['D', null, 'complementary']
		]);
		expect(hidden).toEqual([
			{ rule: 'complementary', cells: 1 },
			{ rule: 'too_few', cells: 1 }
		]);
		expect((await company.row(rate, january)).persons).toBe(63);
	});

	test('golden 4: 16 of 20 leave out 4 and are refused, 14 of 20 leave out 6 and are not', async () => {
		const asked = (name: string, from: string, to: string) =>
			company.row(rate, { from, to, variant: 'strict', where: [`org_unit=${name}`] });
		await expect(asked('Tech of 16', '2024-02-01', '2024-03-01')).rejects.toMatchObject({
			code: 'refused'
		});
		expect(await asked('Tech of 14', '2024-03-01', '2024-04-01')).toMatchObject({ persons: 14 });
	});

	test('golden 6: of 500, 120, 80, 60 and 40 minutes the first has 62.5 %, so nothing is shown', async () => {
		const asked = { variant: 'wall', from: '2024-04-01', to: '2024-05-01' };
		const pick = { variant: 'wall' };
		expect(await company.row('voluntary_hours_share', asked, pick)).toMatchObject({
			value: null,
			numerator: null,
			reason: 'dominance'
		});
	});
});
