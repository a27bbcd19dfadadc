import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '#queries/ask.ts';
import type { Company } from './company.ts';
import { openCompany, times } from './company.ts';
import { growthFiles } from './growth-files.ts';

let company: Company;
beforeAll(async () => {
	company = await openCompany(growthFiles);
});

const valueOf = async (metric: string, asked: object, pick: object): Promise<number | null> =>
	(await company.row(metric, asked, pick)).value;

describe('METRICS.md golden B5', () => {
	const asked = { from: '2023-04-01', to: '2023-07-01', variant: 'a1 → a2 → a3' };

	test('6 of 300, then 15 of 320: emergent, growth 2.344, 90 % [1.059, 5.188]', async () => {
		const state = await company.row('emergent_paths', asked, { measure: 'state_emergent' });
		expect(state).toMatchObject({ numerator: 15, denominator: 320 });
		const growth = await company.row('emergent_paths', asked, { measure: 'growth' });
		expect(growth.value).toBeCloseTo(2.34375, 9);
		expect(growth.lo).toBeCloseTo(1.0588807182, 8);
		expect(growth.hi).toBeCloseTo(5.187708, 6);
		const before = { ...asked, from: '2023-01-01', to: '2023-04-01' };
		const first = await company.row('emergent_paths', before, { measure: 'state_emergent' });
		expect(first).toMatchObject({ numerator: 6, denominator: 300 });
	});

	test('only one of its two steps stands in the official path: novelty 0.5', async () => {
		expect(await valueOf('emergent_paths', asked, { measure: 'novelty' })).toBe(0.5);
	});
});

describe('METRICS.md golden B7: [[30, 10], [20, 40]]', () => {
	test('30 % across, 50 % expected, r = 0.40', async () => {
		expect(await company.row('silo_index', {}, { measure: 'cross_share' })).toMatchObject({
			value: 0.3,
			numerator: 30,
			denominator: 100
		});
		expect(await valueOf('silo_index', {}, { measure: 'cross_share_by_chance' })).toBeCloseTo(
			0.5,
			9
		);
		expect(await valueOf('silo_index', {}, { measure: null })).toBeCloseTo(0.4, 9);
	});

	test.each([
		['X → X', 30],
		['X → Y', 10],
		['Y → X', 20],
		['Y → Y', 40]
	])('%s: %i', async (variant, numerator) => {
		const cell = { variant, measure: 'observed' };
		expect(await company.row('silo_index', {}, cell)).toMatchObject({ numerator });
	});
});

describe('METRICS.md golden E, ten people for each of the ten', () => {
	const asked = { from: '2025-04-01', to: '2025-07-01' };
	const those = { ...asked, where: ['org_unit=Types'] };

	test.each([
		['strategic', 10, 0.125],
		['proactive', 20, 0.25],
		['reactive', 30, 0.375],
		['passive', 20, 0.25]
	])('%s: %i of 80', async (variant, numerator, value) => {
		const pick = { variant, measure: 'share' };
		expect(await company.row('autonomy_types', those, pick)).toMatchObject({
			value,
			numerator,
			denominator: 80
		});
	});

	test('twenty, of these and of the twenty twins, cannot be classified', async () => {
		const pick = { measure: 'not_classifiable' };
		expect(await company.row('autonomy_types', asked, pick)).toMatchObject({
			numerator: 20,
			denominator: 120
		});
	});

	test('row by row, each of a place of its own, with the twins of ruling 6', async () => {
		const { rows } = await company.answer('autonomy_types', { ...asked, by: 'location' });
		const typeOf = (place: string) =>
			rows
				.filter(
					(row) => row['location'] === place && row.measure === 'share' && row.bound_lo === 0.95
				)
				.map(({ variant }) => variant);
		expect(times(12).map((n) => typeOf(`row ${n + 1}`))).toEqual([
			...[['proactive'], ['strategic'], ['reactive'], ['reactive'], ['passive'], ['passive']],
			...[[], [], ['reactive'], ['proactive'], ['strategic'], ['proactive']]
		]);
	});
});

test('METRICS.md golden E2: 12 of 20 stay passive, 60 %; 5, 1 and 2 are told as 8, and no net flow tells the 2', async () => {
	const { rows, notes } = await company.answer('type_transitions', {
		from: '2024-01-01',
		to: '2024-04-01'
	});
	const told = rows.filter(({ measure }) => measure !== 'share_two_quarters');
	expect(told).toMatchObject([
		{ variant: 'passive → other', measure: 'share', value: 0.4, numerator: 8, denominator: 20 },
		{ variant: 'passive → passive', measure: 'share', value: 0.6, numerator: 12, denominator: 20 }
	]);
	// R: prop.test(12, 20, correct = FALSE)
	expect(notes.join(' ')).toContain('those who stayed, too, where no row tells of them');
	expect(told[1]?.lo).toBeCloseTo(0.386581500762, 9);
	expect(told[1]?.hi).toBeCloseTo(0.781193467627, 9);
});

describe('METRICS.md golden H: 36, 40, 55, 12 and 66 %', () => {
	const asked = { from: '2024-10-01', to: '2025-01-01' };
	const index = { measure: null };
	let before: Answer;
	beforeAll(async () => {
		before = await company.answer('autonomy_index', asked);
		await company.run('rules', ['set', 'setting', 'index', 'on']);
	});

	test('is not told until somebody sets it; then 51.44, arithmetic 52.00, leaving one out 49.49 to 54.77', async () => {
		expect(before.rows.filter(({ measure, value }) => measure === null && value !== null)).toEqual(
			[]
		);
		expect(await valueOf('autonomy_index', asked, index)).toBeCloseTo(51.4352079676, 8);
		expect(await valueOf('autonomy_index', asked, { measure: 'arithmetic' })).toBeCloseTo(52, 9);
		const left = await company.row('autonomy_index', asked, { measure: 'leave_one_out' });
		expect(left.lo).toBeCloseTo(49.49232, 5);
		expect(left.hi).toBeCloseTo(54.772256, 5);
	});

	test.each([
		['initiative', 0.36, 60],
		['direction', 0.4, 50],
		['follow_through', 0.55, 50],
		['path_making', 0.12, 40],
		['experience', 0.66, 60]
	])('%s is %f, scaled to %i', async (part, value, scaled) => {
		expect(await valueOf('autonomy_index', asked, { measure: part })).toBeCloseTo(value, 9);
		const asScaled = await valueOf('autonomy_index', asked, { measure: `scaled_${part}` });
		expect(asScaled).toBeCloseTo(scaled, 9);
	});
});
