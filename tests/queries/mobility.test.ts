import { beforeAll, describe, expect, test } from 'vitest';
import { describeExplanation } from '#pipelines/describe.ts';
import { ask } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import { countsOf, valueOf } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { JobFacts } from './rows.ts';
import type { Warehouse } from './warehouse.ts';

const year = { from: '2025-01-01', to: '2026-01-01', as_of: '2025-12-31' };

/**
 * METRICS.md golden C2: average headcount 105; p1 promotion, p2 lateral twice, p3 reorganisation, p4 title, p5 in-line
 * progression, p6 downward. Here 104 people all year and two for half of it each.
 */
async function goldenC2(): Promise<Warehouse> {
	const warehouse = await openWarehouse();
	const job = async (
		person: string,
		day: string,
		unit: string,
		code: string,
		grade: string,
		further: Pick<JobFacts, 'title' | 'reason' | 'isToday' | 'before'> = {}
	): Promise<void> =>
		warehouse.job(person, day, unit, code, undefined, { family: unit, grade, ...further });
	for (let index = 1; index <= 104; index += 1) {
		await warehouse.employ(`p${index}`, '2020-01-01');
		// Of p6 a list of today alone tells the hire; the change states what was before.
		if (index !== 6)
			await job(`p${index}`, '2020-01-01', 'Sales', 'SAL', 'G5', { title: 'Seller' });
	}
	await warehouse.employ('first', '2020-01-01', '2025-07-02', { kind: 'voluntary' });
	await job('first', '2020-01-01', 'Sales', 'SAL', 'G5');
	await warehouse.employ('second', '2025-07-02');
	await job('second', '2025-07-02', 'Sales', 'SAL', 'G5');
	await warehouse.employ('earlier', '2020-01-01', '2024-01-15');
	await job('p1', '2025-02-01', 'Sales', 'SAL-2', 'G6');
	await job('p2', '2025-02-01', 'Service', 'SRV', 'G5');
	await job('p2', '2025-09-01', 'Sales', 'SAL', 'G5');
	await job('p3', '2025-04-01', 'Growth', 'SAL', 'G5', { reason: 'reorganisation' });
	await job('p4', '2025-04-01', 'Sales', 'SAL', 'G5', { title: 'Account manager' });
	await job('p5', '2025-04-01', 'Sales', 'SAL', 'G6');
	await job('p6', '2025-04-01', 'Sales', 'AST', 'G4', { before: { job: 'SAL', grade: 'G5' } });
	await job('p6', '2020-01-01', 'Sales', 'AST', 'G4', { isToday: true });
	await job('p1', '2020-01-01', 'Sales', 'SAL-2', 'G6', { isToday: true });
	await warehouse.personnelTo('2025-12-31');
	await warehouse.build();
	return warehouse;
}

describe('METRICS.md golden C2, C2p: seven rows, 105 people on average', () => {
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await goldenC2();
	});

	test('four moves are 3.81 per 100', async () => {
		const rate = await valueOf(warehouse, { metric: 'mobility_rate', ...year }, { variant: 'all' });
		expect(rate).toMatchObject({ numerator: 4, measure: 'rate', persons: 106 });
		expect(rate.denominator).toBeCloseTo(105, 9);
		expect(rate.value).toBeCloseTo(3.8095238095, 9);
		expect(rate.lo).toBeCloseTo((400 / 105) * Math.exp(-1.959963984540054 / 2), 9);
		expect(rate.hi).toBeCloseTo((400 / 105) * Math.exp(1.959963984540054 / 2), 9);
	});

	test.each([
		['promotion', 1],
		['lateral', 2],
		['downward', 1],
		['progression', 1],
		['cross_functional', 2]
	])('of these %s: %i', async (variant, moves) => {
		const rate = await valueOf(
			warehouse,
			{ metric: 'mobility_rate', ...year, variant },
			{ variant }
		);
		expect(rate.numerator).toBe(moves);
	});

	test('promotion, lateral and downward add up to all', async () => {
		const parts = await Promise.all(
			['promotion', 'lateral', 'downward'].map((variant) =>
				valueOf(warehouse, { metric: 'mobility_rate', ...year, variant }, { variant })
			)
		);
		expect(parts.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBeCloseTo(3.8095238095, 9);
	});

	test('a quarter is told per year, and says so', async () => {
		const rate = await valueOf(
			warehouse,
			{ metric: 'mobility_rate', from: '2025-01-01', to: '2025-04-01', as_of: '2025-12-31' },
			{ variant: 'all' }
		);
		expect(rate).toMatchObject({ numerator: 2, measure: 'annualised' });
		expect(rate.value).toBeCloseTo((100 * 2 * 365.25) / (105 * 90), 9);
	});

	test('without any move the interval ends at 3.69 per headcount and year', async () => {
		const rate = await valueOf(
			warehouse,
			{ metric: 'mobility_rate', from: '2024-02-01', to: '2025-02-01', as_of: '2025-12-31' },
			{ variant: 'all' }
		);
		expect(rate).toMatchObject({ value: 0, lo: 0 });
		expect(rate.hi).toBeCloseTo(368.888 / 105, 3);
	});

	test('three people are 2.86 %', async () => {
		const share = await valueOf(warehouse, { metric: 'mover_share', ...year }, { variant: 'all' });
		expect(share.numerator).toBe(3);
		expect(share.value).toBeCloseTo(0.0285714286, 9);
	});

	test('by whole years where no grain is asked for, and by quarter on request', async () => {
		const rowsOf = async (asked: object) =>
			(await ask(warehouse.connection, { role: 'analyst' }, { metric: 'mover_share', ...asked }))
				.rows;
		const usual = await rowsOf({});
		expect(usual.map(({ period_start, value }) => [period_start, value])).toEqual([
			['2024-01-01', 0],
			['2025-01-01', expect.closeTo(3 / 105, 9)]
		]);
		const quarters = await rowsOf({ grain: 'quarter', from: '2025-01-01' });
		expect(quarters.map(({ numerator }) => numerator)).toEqual([2, 1, 1, 0]);
	});

	test('a part of a year has none, and says so', async () => {
		const request = { metric: 'mover_share', from: '2025-01-01', to: '2025-07-01' };
		const { rows, notes } = await ask(warehouse.connection, { role: 'analyst' }, request);
		expect(rows).toEqual([]);
		expect(notes.join(' ')).toContain('No whole year lies within');
	});

	test('the units’ headcounts add up to the whole', async () => {
		const { rows } = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'mobility_rate', ...year, by: ['org_unit'] }
		);
		const whole = rows.filter(({ suppressed }) => !suppressed);
		expect(whole.map((row) => row['org_unit'])).toEqual([]);
	});

	test('the command line lists the moves behind it as posts', async () => {
		const found = await explain(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'mobility_rate', ...year }
		);
		expect(describeExplanation(found)).toMatch(/^person +post +as +counted +reason +file +line$/m);
	});
});

describe('METRICS.md golden C2f: three fills from inside, five from outside', () => {
	test('37.5 %', async () => {
		const warehouse = await openWarehouse();
		for (const [index, kind] of [
			'Internal',
			'internal',
			'internal',
			...Array(5).fill('external'),
			'other'
		].entries()) {
			await warehouse.insert('vacancy_fill', {
				batch_id: 1,
				line: index,
				requisition: `R${index}`,
				filled_on: '2025-03-01',
				fill_kind: kind as string
			});
		}
		await warehouse.build();
		const answer = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'internal_fill_rate' }
		);
		expect(answer.rows).toMatchObject([{ value: 0.375, numerator: 3, denominator: 8, persons: 8 }]);
		expect(answer.rows[0]?.lo).toBeCloseTo(0.1368, 4);
	});
});

describe('what is unknown is not told', () => {
	test('without grades no promotion rate, but bounds', async () => {
		const warehouse = await openWarehouse();
		for (let index = 1; index <= 20; index += 1) {
			await warehouse.employ(`p${index}`, '2020-01-01');
			await warehouse.job(`p${index}`, '2020-01-01', 'Sales', 'SAL');
		}
		await warehouse.employ('earlier', '2020-01-01', '2024-01-15');
		for (let index = 1; index <= 6; index += 1)
			await warehouse.job(`p${index}`, '2025-03-01', 'Service', 'SRV');
		await warehouse.personnelTo('2025-12-31');
		await warehouse.build();
		const answer = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'mobility_rate', ...year, variant: 'promotion' }
		);
		expect(answer.rows).toMatchObject([
			{ value: null, lo: null, bound_lo: 0, bound_hi: 30, reason: 'grades_unknown' }
		]);
	});

	test('without personnel files the answer names them, and there is no number', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({ to: '2025-06-30', enrolments: [{ person: 'p', item: 'c' }] });
		await warehouse.build();
		for (const [metric, missing] of [
			['mobility_rate', 'job_history'],
			['mover_share', 'job_history'],
			['internal_fill_rate', 'vacancies']
		]) {
			const answer = await ask(warehouse.connection, { role: 'lead' }, { metric });
			expect(answer).toMatchObject({ missing: [missing], rows: [] });
		}
	});
});

test('more movers than people on average are told as they are, without an interval (C2p)', async () => {
	const warehouse = await openWarehouse();
	await warehouse.insert('setting', { name: 'personnel.from', value: '2025-01-01' });
	for (let index = 0; index < 12; index += 1) {
		await warehouse.employ(`p${index}`, '2025-04-01', '2025-10-01');
		await warehouse.job(`p${index}`, '2025-04-01', 'A', 'A', undefined, { family: 'A' });
		await warehouse.job(`p${index}`, '2025-06-01', 'B', 'B', undefined, { family: 'B' });
	}
	await warehouse.personnelTo('2025-12-31');
	await warehouse.build();
	const share = await valueOf(
		warehouse,
		{ metric: 'mover_share', as_of: '2025-12-31' },
		{ variant: 'all' }
	);
	expect(share).toMatchObject({ numerator: 12, lo: null, hi: null });
	expect(share.value).toBeCloseTo(365 / 183, 9);
	const quarter = { metric: 'mover_share', from: '2025-04-01', to: '2025-07-01', grain: 'quarter' };
	const everybody = await valueOf(
		warehouse,
		{ ...quarter, as_of: '2025-12-31' },
		{ variant: 'all' }
	);
	expect(everybody).toMatchObject({ value: 1, hi: 1 });
	expect(everybody.lo).toBeCloseTo(0.7575, 4);
});

test('a job history alone tells that enrolments are missing, and not also that completions are', async () => {
	const warehouse = await openWarehouse();
	await warehouse.employ('a', '2020-01-01');
	await warehouse.job('a', '2020-01-01', 'Sales', 'SAL');
	await warehouse.personnelTo('2025-12-31');
	await warehouse.build();
	const asked = { metric: 'voluntary_completion_rate' };
	const { missing } = await ask(warehouse.connection, { role: 'analyst' }, asked);
	expect(missing).toEqual(['enrolment']);
});

test('a move counts where the person was, also one on the first day of the period', async () => {
	const warehouse = await openWarehouse();
	const work = async (name: string, grade: string): Promise<void> => {
		await warehouse.employ(name, '2020-01-01');
		await warehouse.job(name, '2020-01-01', 'Sales', grade, undefined, { grade, location: grade });
	};
	for (let index = 0; index < 30; index += 1) await work(`low${index}`, 'G5');
	for (let index = 0; index < 20; index += 1) await work(`high${index}`, 'G6');
	await warehouse.employ('earlier', '2020-01-01', '2024-01-15');
	const risen = { grade: 'G6', location: 'G6' };
	for (const [name, day] of [
		['low1', '2025-01-01'],
		['low2', '2025-01-01'],
		['low3', '2025-07-02']
	] as const)
		await warehouse.job(name, day, 'Sales', 'G6', undefined, risen);
	await warehouse.personnelTo('2025-12-31');
	await warehouse.build();
	const { connection } = warehouse;
	for (const by of ['grade', 'location'])
		for (const metric of ['mobility_rate', 'mover_share']) {
			const asked = { metric, ...year, by: [by] };
			const { rows } = await ask(connection, { role: 'analyst' }, asked);
			const of = (place: string) => rows.find((row) => row[by] === place);
			expect(of('G5')).toMatchObject({ numerator: 3, persons: 30 });
			// Two were at risk on the day before only, one for 182 days.
			expect(of('G5')?.denominator).toBeCloseTo(27 + 182 / 365, 9);
			expect(of('G6')?.denominator).toBeCloseTo(22 + 183 / 365, 9);
			expect(of('G6')?.numerator).toBe(0);
			const where = { [by]: 'G5' };
			expect((await countsOf(warehouse, { metric, ...year, where })).numerator).toEqual({
				moved: 3
			});
		}
});

test('that nobody of a few moved is told as at most 5 per 100, which of many is 0', async () => {
	const warehouse = await openWarehouse();
	const work = async (name: string, unit: string): Promise<void> => {
		await warehouse.employ(name, '2020-01-01');
		await warehouse.job(name, '2020-01-01', unit, 'SAL', undefined, {
			family: 'Sales',
			grade: 'G5'
		});
	};
	for (let index = 1; index <= 12; index += 1) await work(`few${index}`, 'Few');
	for (let index = 1; index <= 30; index += 1) await work(`many${index}`, 'Many');
	await warehouse.personnelTo('2025-12-31');
	await warehouse.build();
	const request = { metric: 'mobility_rate', ...year, by: ['org_unit'], variant: 'all' };
	for (const role of ['analyst', 'lead'] as const) {
		const { rows } = await ask(warehouse.connection, { role }, request);
		expect(rows.find(({ org_unit: unit }) => unit === 'Many')).toMatchObject({ value: 0 });
		expect(rows.find(({ org_unit: unit }) => unit === 'Few')).toMatchObject({
			...{ value: null, numerator: null, reason: 'band', bound_lo: 0, bound_hi: 5 },
			...{ lo: null, hi: null }
		});
	}
});
