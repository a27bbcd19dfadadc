import { beforeAll, describe, expect, test } from 'vitest';
import { describeExplanation } from '#pipelines/describe.ts';
import { ask } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import type { ResultRow } from '#queries/ask.ts';
import { returnInWords, returnReferences } from '#queries/return.ts';
import { causalWords } from '#queries/wording.ts';
import { openWarehouse } from './warehouse.ts';
import { countsOf } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const analyst = { role: 'analyst' } as const;
type Amount = number | readonly [low: number, likely: number, high: number];

const costs = { licences: 20000, content: 10000, staff: 12000, rollout: 0, tool: 0 };
const golden = {
	...costs,
	hourly_wage: 30,
	external_fill: 13000,
	internal_fill: 1000,
	backfill: 6000,
	replacement: 15000,
	admin_hour: 40,
	minutes_per_assignment: 6,
	assignments_released: 3000,
	extra_moves: 8,
	avoided_exits: 4,
	confidence_moves: 0.7,
	confidence_exits: 0.6,
	confidence_admin: 0.8
};

/** 200 people with three voluntary completions of two hours each. */
const learners: Enrolment[] = Array.from({ length: 600 }, (_none, index) => ({
	person: `p${index % 200}`,
	item: `c${Math.floor(index / 200)}`,
	enrolled: '2025-03-01',
	completed: '2025-04-01',
	seconds: 7200,
	origin: 'self',
	obligation: 'optional'
}));

async function sheet(
	warehouse: Warehouse,
	amounts: Readonly<Record<string, Amount>>,
	facts: Readonly<Record<string, string | null>> = {}
): Promise<void> {
	await warehouse.connection.run('delete from cost_input');
	let line = 1;
	for (const [input, amount] of Object.entries(amounts)) {
		const [low, likely, high] = typeof amount === 'number' ? [null, amount, null] : amount;
		await warehouse.insert('cost_input', {
			batch_id: 1,
			line: (line += 1),
			input,
			side: 'cost',
			low,
			likely,
			high,
			currency: 'EUR',
			basis: 'the books',
			valid_on: '2025-01-01',
			confirmed_by: 'A. Controller',
			confirmed_on: '2025-02-01',
			...facts
		});
	}
}
const rowsOf = async (warehouse: Warehouse): Promise<readonly ResultRow[]> =>
	(await ask(warehouse.connection, analyst, { metric: 'return_on_investment' })).rows;
const of = (rows: readonly ResultRow[], measure: string | null, variant = 'expected') =>
	rows.find((row) => row.measure === measure && row.variant === variant);

let warehouse: Warehouse;
beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.load({ from: '2024-01-01', to: '2025-12-31', enrolments: learners });
	await warehouse.build();
});

describe('METRICS.md golden G: 200 learners', () => {
	let rows: readonly ResultRow[];
	beforeAll(async () => {
		await sheet(warehouse, golden);
		rows = await rowsOf(warehouse);
	});
	const value = (measure: string | null) => of(rows, measure)?.value;

	test('moves 33,600, exits 36,000, hours 9,600; costs 78,000', () => {
		expect(value('benefit_moves')).toBeCloseTo(33600, 6);
		expect(value('benefit_exits')).toBeCloseTo(36000, 6);
		expect(value('benefit_admin')).toBeCloseTo(9600, 6);
		expect(value('units_admin')).toBeCloseTo(300, 9);
		expect(value('benefits')).toBeCloseTo(79200, 6);
		expect(value('cost_learner_time')).toBeCloseTo(36000, 6);
		expect(value('costs')).toBeCloseTo(78000, 6);
	});

	test('return 1.54 %, BCR 1.0154, payback 11.82 months, without learners’ time 88.6 %', () => {
		expect(value(null)).toBeCloseTo(0.015384615385, 9);
		expect(value('bcr')).toBeCloseTo(1.0153846154, 9);
		expect(value('payback_months')).toBeCloseTo(11.8181818182, 8);
		expect(value('roi_without_time')).toBeCloseTo(79200 / 42000 - 1, 9);
		expect(value('roi_without_time')).toBeCloseTo(0.886, 3);
	});

	test('it is explained by the lines of the cost sheet, each with its file and line', async () => {
		expect(await countsOf(warehouse, { metric: 'return_on_investment' })).toEqual({
			numerator: { benefit: 12 },
			denominator: { cost: 6 },
			out: {}
		});
		const { rows: lines } = await explain(warehouse.connection, analyst, {
			metric: 'return_on_investment'
		});
		expect(lines?.[0]).toMatchObject({
			person: 'A. Controller',
			item: 'external fill 13,000 EUR',
			class: 'moves',
			enrolled: '2025-02-01',
			reason: 'benefit',
			line: 8
		});
		const amounts = new Map(
			(lines ?? []).map(({ item }) => {
				const [, name, amount = ''] = /^(.+) ([\d,.]+) EUR$/.exec(item) ?? [];
				return [name, Number(amount.replaceAll(',', ''))];
			})
		);
		const sum = ['licences', 'content', 'staff', 'rollout', 'tool'].reduce(
			(all, input) => all + (amounts.get(input) ?? NaN),
			0
		);
		expect(sum + 1200 * (amounts.get('hourly wage') ?? NaN)).toBeCloseTo(value('costs') ?? 0, 6);
	});

	test('only what is money has a currency, and the columns of the command line are those of a sheet', async () => {
		const found = await explain(warehouse.connection, analyst, { metric: 'return_on_investment' });
		expect(
			(found.rows ?? []).map(({ item }) => item).filter((item) => !item.endsWith(' EUR'))
		).toEqual([
			expect.stringMatching(/^minutes per assignment [\d.]+$/),
			expect.stringMatching(/^assignments released [\d,]+$/),
			expect.stringMatching(/^extra moves \d+$/),
			expect.stringMatching(/^avoided exits \d+$/),
			...['moves', 'exits', 'admin'].map((name) =>
				expect.stringMatching(new RegExp(String.raw`^confidence ${name} [\d.]+$`))
			)
		]);
		expect(describeExplanation(found)).toMatch(
			/^confirmed by +amount +for +counted +reason +file +line$/m
		);
	});

	test('it would pay from 7.71 extra moves per 100 learners on, and without a range there is no swing', () => {
		expect(value('break_even_moves_per_100')).toBeCloseTo(((78000 - 45600) / 4200 / 200) * 100, 8);
		expect(rows.filter((row) => row.measure?.startsWith('swing'))).toEqual([]);
		expect(of(rows, 'most_likely')).toMatchObject({ value: value(null), lo: value(null) });
		expect(value('pays_back')).toBe(1);
		expect(value('ladder_moves')).toBe(3);
	});
});

describe('amounts', () => {
	test('nothing is computed without a name, a day and a basis; what is confirmed still shows', async () => {
		for (const facts of [{ confirmed_by: null }, { confirmed_on: null }, { basis: ' ' }]) {
			await sheet(warehouse, golden, facts);
			const rows = await rowsOf(warehouse);
			expect(of(rows, null)).toMatchObject({ value: null, reason: 'unconfirmed' });
			expect(
				rows.filter((row) => row.value !== null && !row.measure?.startsWith('ladder'))
			).toEqual([]);
			expect(returnInWords(rows).range).toMatch(/^Not computed/);
		}
		const { hourly_wage: _wage, ...without } = golden;
		await sheet(warehouse, without);
		const rows = await rowsOf(warehouse);
		expect(of(rows, null)).toMatchObject({ value: null, reason: 'unconfirmed' });
		expect(of(rows, 'cost_licences')?.value).toBe(20000);
		await sheet(warehouse, golden);
		await warehouse.connection.run("update cost_input set currency = 'USD' where input = 'tool'");
		expect(of(await rowsOf(warehouse), 'roi_without_time')).toMatchObject({
			value: null,
			reason: 'several_currencies'
		});
		await sheet(warehouse, golden);
		await warehouse.connection.run(
			"update cost_input set currency = 'h' where input = 'confidence_moves'"
		);
		expect(of(await rowsOf(warehouse), 'roi_without_time')?.reason).toBeNull();
	});

	test('a line without confirmed amounts or known units counts as nothing and says why', async () => {
		const { replacement: _none, confidence_moves: _unsure, ...rest } = golden;
		await sheet(warehouse, rest);
		const rows = await rowsOf(warehouse);
		expect(of(rows, 'benefit_exits')).toMatchObject({ value: 0, reason: 'unconfirmed' });
		expect(of(rows, 'benefit_moves')).toMatchObject({ value: 0, reason: 'no_estimate' });
		expect(of(rows, 'benefits')?.value).toBeCloseTo(9600, 6);
		const words = returnInWords(rows);
		expect(words.uncounted).toEqual([
			'Internal moves instead of external hires: counted as nothing; neither a matched difference, nor one from the trend before the programme, nor a confirmed estimate is known',
			'Voluntary exits avoided: counted as nothing; nobody confirmed what one is worth'
		]);
		expect(words.range).toContain('most likely -88\u00a0%');
		expect(words.breakEven).toMatch(/extra internal moves per 100 self-directed learners/);
		for (const text of [...Object.values(words), ...returnReferences().map(({ text }) => text)])
			expect(causalWords.test(String(text))).toBe(false);
	});

	test('productivity is blank without a study, and needs a stated confidence', async () => {
		await sheet(warehouse, golden);
		const blank = await rowsOf(warehouse);
		expect(of(blank, 'benefit_productivity')).toMatchObject({ value: 0, reason: 'no_study' });
		const study = { productivity_units: [300, 500, 600], productivity_value: 40 } as const;
		await sheet(warehouse, { ...golden, ...study });
		const unsure = await rowsOf(warehouse);
		expect(of(unsure, 'benefit_productivity')).toMatchObject({ value: 0, reason: 'unconfirmed' });
		expect(of(unsure, 'benefits')?.value).toBeCloseTo(79200, 6);
		await sheet(warehouse, { ...golden, ...study, confidence_productivity: 0.5 });
		const rows = await rowsOf(warehouse);
		expect(of(rows, 'benefit_productivity')?.value).toBeCloseTo(500 * 40 * 0.5, 6);
		expect(of(rows, 'benefits')?.value).toBeCloseTo(89200, 6);
		expect(of(rows, null)?.value).toBeCloseTo(89200 / 78000 - 1, 9);
		// The careful reading takes the low end of what the study found.
		expect(of(rows, 'benefit_productivity', 'conservative')?.value).toBeCloseTo(6000, 6);
		// 300 to 600 around 500 is worth 6,000 to 12,000 of 78,000: no other amount has a range, so all draws lie between.
		const likely = of(rows, 'most_likely');
		expect(likely?.lo).toBeGreaterThan((79200 + 6000) / 78000 - 1);
		expect(likely?.hi).toBeLessThan((79200 + 12000) / 78000 - 1);
		expect(likely?.lo).toBeLessThan(likely?.hi ?? 0);
		expect(await countsOf(warehouse, { metric: 'return_on_investment' })).toMatchObject({
			numerator: { benefit: 15 },
			out: {}
		});
	});

	test('a later confirmed line replaces an earlier one, in any order of lines', async () => {
		await sheet(warehouse, golden);
		const line = { batch_id: 1, input: 'Licences', currency: 'EUR', basis: 'contract' };
		await warehouse.insert('cost_input', {
			...line,
			line: 1,
			likely: 25000,
			valid_on: '2025-06-01',
			confirmed_by: 'A. Controller',
			confirmed_on: '2025-06-02'
		});
		await warehouse.insert('cost_input', {
			...line,
			line: 99,
			likely: 1,
			valid_on: '2025-07-01',
			confirmed_by: null,
			confirmed_on: null
		});
		expect(of(await rowsOf(warehouse), 'cost_licences')?.value).toBe(25000);
	});
});

describe('how sure it is', () => {
	const ranged: Readonly<Record<string, Amount>> = {
		...golden,
		licences: [18000, 20000, 26000],
		hourly_wage: [25, 30, 41],
		external_fill: [10000, 13000, 18000],
		replacement: [9000, 15000, 22000],
		extra_moves: [2, 8, 12]
	};
	let rows: readonly ResultRow[];
	beforeAll(async () => {
		await sheet(warehouse, ranged);
		rows = await rowsOf(warehouse);
	});

	test('the tornado moves one input at a time', () => {
		const at = (change: Partial<typeof golden>): number => {
			const g = { ...golden, ...change };
			const benefits =
				g.extra_moves * (g.external_fill - g.internal_fill - g.backfill) * g.confidence_moves +
				g.avoided_exits * g.replacement * g.confidence_exits +
				9600;
			return benefits / (g.licences + 22000 + 1200 * g.hourly_wage) - 1;
		};
		for (const [input, low, high] of [
			['licences', 18000, 26000],
			['hourly_wage', 25, 41],
			['external_fill', 10000, 18000],
			['replacement', 9000, 22000],
			['extra_moves', 2, 12]
		] as const) {
			const swing = of(rows, `swing_${input}`);
			expect(swing?.lo).toBeCloseTo(at({ [input]: low }), 8);
			expect(swing?.hi).toBeCloseTo(at({ [input]: high }), 8);
			expect(swing?.value).toBeCloseTo(Math.abs(at({ [input]: high }) - at({ [input]: low })), 8);
		}
		expect(rows.filter((row) => row.measure?.startsWith('swing')).length).toBe(5);
	});

	test('10,000 draws agree with a simulation of another make', () => {
		let state = 12345;
		const uniform = (): number => {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			return (state + 0.5) / 4294967296;
		};
		const exponential = () => -Math.log(uniform());
		const normal = () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
		/** Marsaglia and Tsang's gamma law, for a shape of at least 1. */
		const gamma = (shape: number): number => {
			const d = shape - 1 / 3;
			for (;;) {
				const z = normal();
				const v = (1 + z / Math.sqrt(9 * d)) ** 3;
				if (v > 0 && Math.log(uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
			}
		};
		const pert = (amount: Amount | undefined): number => {
			if (typeof amount === 'number' || amount === undefined) return amount ?? 0;
			const [low, likely, high] = amount;
			const a = gamma(1 + (4 * (likely - low)) / (high - low));
			const b = gamma(1 + (4 * (high - likely)) / (high - low));
			return low + ((high - low) * a) / (a + b);
		};
		const draws = Array.from({ length: 20_000 }, () => {
			const benefits =
				pert(ranged['extra_moves']) * (pert(ranged['external_fill']) - 7000) * 0.7 +
				4 * pert(ranged['replacement']) * 0.6 +
				9600;
			return benefits / (pert(ranged['licences']) + 22000 + 1200 * pert(ranged['hourly_wage'])) - 1;
		}).toSorted((x, y) => x - y);
		const quantile = (p: number) => draws[Math.floor(p * draws.length)] ?? 0;
		const found = of(rows, 'most_likely');
		expect(Math.abs((found?.value ?? 9) - quantile(0.5))).toBeLessThan(0.01);
		expect(Math.abs((found?.lo ?? 9) - quantile(0.05))).toBeLessThan(0.015);
		expect(Math.abs((found?.hi ?? 9) - quantile(0.95))).toBeLessThan(0.015);
		const pays = draws.filter((roi) => roi > 0).length / draws.length;
		expect(Math.abs((of(rows, 'pays_back')?.value ?? 9) - pays)).toBeLessThan(0.015);
		expect(of(rows, null)).toMatchObject({ lo: found?.lo, hi: found?.hi });
	});

	test('the same again, and with the lines in another order', async () => {
		expect(await rowsOf(warehouse)).toEqual(rows);
		await sheet(warehouse, Object.fromEntries(Object.entries(ranged).toReversed()));
		expect(await rowsOf(warehouse)).toEqual(rows);
	});

	test('a PERT draw is the point of its beta law', async () => {
		const reader = await warehouse.connection.runAndReadAll(`
			with span as (select 'x' as input, 3 as place, 10.0 as low, 20.0 as likely, 50.0 as high, null::double as deviation)
			select a.amount, d.u
			from drawn_amount('span', 200) as a join return_draw(200) as d on d.sample = a.sample and d.place = 3`);
		for (const [amount, u] of reader.getRowsJS() as [number, number][]) {
			const x = (amount - 10) / 40;
			const below = 1 - (1 - x) ** 5 - 5 * x * (1 - x) ** 4;
			expect(Math.abs(below - u)).toBeLessThan(1e-4);
		}
	});
});

describe('the isolation ladder', () => {
	/** One landmark with METRICS.md's golden CEM, six times as many people. */
	async function landmark(moves: number, exits: number): Promise<void> {
		await warehouse.connection.run('delete from landmark');
		let person = 5000;
		for (const [stratum, n1, a1, n0, a0] of [
			[0, 60, 24, 120, 24],
			[1, 30, 6, 60, 6]
		] as const)
			for (const [arm, people, events] of [
				['learner', n1, a1],
				['other', n0, a0]
			] as const)
				await warehouse.connection.run(`
					insert into landmark by name
					select date '2024-07-01' as landmark_on, ${person} + i as person_id, 0 as org_unit_id, 0 as job_family_id,
						0 as location_id, 0 as grade_id, '${arm}' as arm, '${stratum}' as stratum, true as is_known_to_learning,
						case when i < ${events * moves} then date '2024-10-01' end as first_move_on,
						case when i < ${events * exits} then date '2024-10-01' end as exit_on,
						case when i < ${events * exits} then 'voluntary' end as exit_kind
					from range(${people}) as p (i)`);
		await warehouse.insert('employment', { batch_id: 1, line: 2, identity_id: 1 });
		person += 1000;
	}

	test('1: the matched difference goes before an estimate; conservative takes the lower limit of 80 %', async () => {
		await sheet(warehouse, golden);
		await landmark(1, 1);
		const rows = await rowsOf(warehouse);
		const error = 0.1370320319 / Math.sqrt(6);
		expect(of(rows, 'ladder_moves')?.value).toBe(1);
		expect(of(rows, 'units_moves')?.value).toBeCloseTo(200 / 6, 6);
		expect(of(rows, 'units_moves', 'conservative')?.value).toBeCloseTo(
			200 * (1 / 6 - 1.2815515655 * error),
			5
		);
		expect(of(rows, 'benefit_moves')?.value).toBeCloseTo((200 / 6) * 6000 * 0.7, 4);
	});

	test('where one move more costs more than it saves, the careful reading counts with the upper limit', async () => {
		await sheet(warehouse, { ...golden, backfill: 20000 });
		const rows = await rowsOf(warehouse);
		const error = 0.1370320319 / Math.sqrt(6);
		expect(of(rows, 'units_moves', 'conservative')?.value).toBeCloseTo(
			200 * (1 / 6 + 1.2815515655 * error),
			5
		);
		const benefitOf = (variant: string) => of(rows, 'benefit_moves', variant)?.value ?? 0;
		expect(benefitOf('conservative')).toBeLessThan(benefitOf('expected'));
		await sheet(warehouse, golden);
	});

	test('says the range, what it is not, and which lines count as nothing', async () => {
		const answer = await ask(warehouse.connection, analyst, { metric: 'return_on_investment' });
		expect(answer.said[0]).toMatch(/^Between .+ probability of paying back/);
		expect(answer.said.at(-1)).toMatch(/^Differences between groups were observed/);
		const one = { metric: 'return_on_investment', variant: 'conservative' };
		expect((await ask(warehouse.connection, analyst, one)).said).toEqual([]);
	});

	test('a correction of two people moves nothing that a lead is told, and no digit gives the exact difference', async () => {
		const request = { metric: 'return_on_investment' };
		const asLead = async () =>
			(await ask(warehouse.connection, { role: 'lead' }, request)).rows.map(
				({ variant, measure, value, lo, hi }) => ({ variant, measure, value, lo, hi })
			);
		const before = await asLead();
		expect(of(before as ResultRow[], 'units_moves')?.value).toBe(33.3);
		expect(of(before as ResultRow[], 'value_hour')?.value).toBe(golden.admin_hour);
		await warehouse.connection.run(`
			create or replace temp table corrected as from landmark where person_id between 5000 and 5001;
			delete from landmark where person_id in (select person_id from corrected)`);
		const exact = of(await rowsOf(warehouse), 'units_moves')?.value ?? 0;
		expect(Math.abs(exact - 200 / 6)).toBeGreaterThan(0.1);
		expect(await asLead()).toEqual(before);
		await warehouse.connection.run('insert into landmark from corrected; drop table corrected');
	});

	test('an outcome that speaks against it is taken off with the end that costs more, and no line is above the expected one', async () => {
		const rows = await rowsOf(warehouse);
		expect(of(rows, 'units_exits')?.value).toBeCloseTo(-200 / 6, 6);
		expect(of(rows, 'benefit_exits')?.value).toBeCloseTo((-200 / 6) * 15000 * 0.6, 4);
		expect(of(rows, 'units_exits', 'conservative')?.value).toBeCloseTo(
			200 * (-1 / 6 - (1.2815515655 * 0.1370320319) / Math.sqrt(6)),
			5
		);
		expect(of(rows, 'benefit_exits', 'conservative')?.reason).toBeNull();
		for (const line of ['benefit_moves', 'benefit_exits', 'benefit_admin', 'benefits', null])
			expect(of(rows, line, 'conservative')?.value).toBeLessThanOrEqual(
				of(rows, line, 'expected')?.value ?? NaN
			);
		expect(returnInWords(rows).uncounted).toEqual([]);
	});

	test('a benefit whose interval holds zero counts as nothing in the conservative reading, and says so', async () => {
		await warehouse.connection.run(`
			update landmark set exit_on = null, exit_kind = null;
			update landmark set exit_on = date '2024-10-01', exit_kind = 'voluntary'
			where stratum = '0'
				and (arm = 'learner' and person_id % 1000 < 2 or arm = 'other' and person_id % 1000 < 6)`);
		const rows = await rowsOf(warehouse);
		expect(of(rows, 'units_exits')?.value).toBeGreaterThan(0);
		expect(of(rows, 'benefit_exits', 'conservative')).toMatchObject({
			value: 0,
			reason: 'contains_zero'
		});
		expect(returnInWords(rows).uncounted).toEqual([
			'Voluntary exits avoided: counted as nothing; the interval of the matched difference, or of that from the trend, holds zero'
		]);
		const answer = await ask(warehouse.connection, analyst, { metric: 'return_on_investment' });
		expect(answer.notes.join()).toContain('Voluntary exits avoided: counted as nothing');
		await landmark(1, 1);
	});

	describe('2: the trend before the start of the programme', () => {
		const moves = [0, 1, 1, 2, 0, 1, 1, 0, 2, 1, 1, 0, ...Array.from({ length: 12 }, () => 3)];
		const stayers = Array.from({ length: 40 }, (_none, index) => `p${index}`);
		/** The first day on which each is gone. */
		const leavers = { q0: '2023-03-15', q1: '2023-07-01', q2: '2023-11-20', q3: '2024-05-10' };
		const monthStart = (month: number): Date => new Date(Date.UTC(2023, month, 1));
		const days = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 86_400_000;
		let trending: Warehouse;

		/** Units by normal equations and the covariance of their solution, with t of 10 degrees at 90 % (R: qt(0.9, 10)). */
		const byHand = (counts: readonly number[]) => {
			const heads = counts.map((_none, month) => {
				const [first, next] = [monthStart(month), monthStart(month + 1)];
				const held = Object.values(leavers).map((left) =>
					Math.max(days(first, new Date(Math.min(next.getTime(), Date.parse(left)))), 0)
				);
				return stayers.length + held.reduce((sum, n) => sum + n, 0) / days(first, next);
			});
			const rates = counts.map((count, month) => count / (heads[month] ?? 1));
			const dot = (a: readonly number[], b: readonly number[]) =>
				a.reduce((sum, one, index) => sum + one * (b[index] ?? 0), 0);
			const before = rates.slice(0, 12);
			const time = before.map((_none, month) => month);
			const [n, sx, sxx] = [
				12,
				dot(
					time,
					time.map(() => 1)
				),
				dot(time, time)
			];
			const det = n * sxx - sx * sx;
			const solve = (a: number, b: number) =>
				[(sxx * a - sx * b) / det, (n * b - sx * a) / det] as const;
			const [level, slope] = solve(
				dot(
					before,
					before.map(() => 1)
				),
				dot(before, time)
			);
			const residual = before.map((rate, month) => rate - level - slope * month);
			const later = heads.slice(12);
			const laterTime = later.map((_none, index) => index + 12);
			const g = [
				dot(
					later,
					later.map(() => 1)
				),
				dot(later, laterTime)
			] as const;
			const [u, v] = solve(g[0], g[1]);
			const error = Math.sqrt(
				(dot(residual, residual) / 10) * (dot(later, later) + g[0] * u + g[1] * v)
			);
			const units = dot(later, rates.slice(12)) - level * g[0] - slope * g[1];
			return { units, low: units - 1.372183641110336 * error };
		};

		beforeAll(async () => {
			trending = await openWarehouse();
			await trending.load({
				from: '2023-01-01',
				to: '2024-12-31',
				enrolments: stayers.flatMap((person) =>
					['a', 'b', 'c'].map((item) => ({
						person,
						item,
						enrolled: '2024-03-01',
						completed: '2024-04-01',
						seconds: 7200,
						origin: 'self' as const,
						obligation: 'optional' as const
					}))
				)
			});
			for (const person of [...stayers, ...Object.keys(leavers)])
				await trending.job(person, '2022-01-01', 'Unit', 'J0');
			for (const person of stayers) await trending.employ(person, '2022-01-01');
			for (const [person, left] of Object.entries(leavers))
				await trending.employ(person, '2022-01-01', left, { kind: 'voluntary' });
			let mover = 0;
			for (const [month, count] of moves.entries())
				for (let nth = 0; nth < count; nth += 1) {
					const day = monthStart(month).toISOString().slice(0, 8) + '11';
					await trending.job(`p${mover % 40}`, day, 'Unit', `J${1 + (mover += 1)}`);
				}
			await trending.personnelTo('2024-12-31');
			await trending.insert('setting', { name: 'personnel.from', value: '2023-01-01' });
			await trending.build();
		}, 240_000);
		const start = async (valid_on: string) => {
			await sheet(trending, golden);
			await trending.insert('cost_input', {
				batch_id: 1,
				line: 99,
				input: 'Programme_start',
				basis: 'minutes of the board',
				valid_on,
				confirmed_by: 'A. Controller',
				confirmed_on: '2024-02-01'
			});
			return rowsOf(trending);
		};

		test('units are what the year after it has more than the line through the months before', async () => {
			const rows = await start('2024-01-01');
			const expected = byHand(moves);
			expect(of(rows, 'ladder_moves')?.value).toBe(2);
			expect(of(rows, 'units_moves')?.value).toBeCloseTo(expected.units, 6);
			expect(of(rows, 'units_moves', 'conservative')?.value).toBeCloseTo(expected.low, 5);
			expect(expected.low).toBeGreaterThan(0);
			const exits = byHand(moves.map((_none, month) => ([2, 5, 10, 16].includes(month) ? -1 : 0)));
			expect(of(rows, 'ladder_exits')?.value).toBe(2);
			expect(of(rows, 'units_exits')?.value).toBeCloseTo(exits.units, 6);
			expect(of(rows, 'units_exits', 'conservative')?.value).toBeCloseTo(
				exits.units < 0 ? exits.low : Math.max(exits.low, 0),
				5
			);
			const { out } = await countsOf(trending, { metric: 'return_on_investment' });
			expect(out).toEqual({ measured_instead: 2, trend_start: 1 });
		});

		test('without twelve months on either side the estimate counts', async () => {
			for (const day of ['2023-12-01', '2024-01-02'])
				expect(of(await start(day), 'ladder_moves')?.value).toBe(3);
		});

		test('each benefit says what guards it', () => {
			const { guards } = returnInWords([]);
			expect(guards.map(({ guard }) => guard).join(' ')).toMatch(
				/opens a seat.*not counted as a hire.*to be released/
			);
		});
	});
});
