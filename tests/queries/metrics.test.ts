import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { countsOf, goldenA1, openedWith, valueOf } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const quarter = { from: '2025-01-01', to: '2025-04-01' };
const close = 1e-6;

/** Wilson's interval. */
function wilson(p: number, n: number): [number, number] {
	const z = 1.959963984540054;
	const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
	const of = (sign: number): number => (p + (z * z) / (2 * n) + sign * half) / (1 + (z * z) / n);
	return [of(-1), of(1)];
}

/** The variance of 1 − Kaplan–Meier over people with a wait each: how far it moves as each of them weighs a little more. */
function spreadOf(waits: readonly [day: number, isEvent: boolean][]): number {
	const share = (weights: readonly number[]): number =>
		1 -
		waits.reduce((stay, [day, isEvent], index) => {
			const atRisk = weights.filter((_weight, other) => (waits[other]?.[0] ?? 0) >= day);
			const sum = atRisk.reduce((one, other) => one + other, 0);
			return isEvent ? stay * (1 - (weights[index] ?? 0) / sum) : stay;
		}, 1);
	const step = 1e-6;
	const even = waits.map(() => 1);
	const pulls = waits.map((_wait, index) => {
		const moved = (by: number): number =>
			share(even.map((one, other) => one + (other === index ? by : 0)));
		return (moved(step) - moved(-step)) / (2 * step);
	});
	const m = waits.length;
	return (m / (m - 1)) * pulls.reduce((sum, pull) => sum + pull * pull, 0);
}

describe('METRICS.md golden A1, A2, A2p: 13 rows of one quarter', () => {
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await openedWith({ to: '2025-06-30', enrolments: goldenA1 });
	});
	const value = (request: Record<string, unknown>, pick: Record<string, unknown> = {}) =>
		valueOf(warehouse, { ...quarter, ...request }, pick);

	test('13 rows are 12 episodes', async () => {
		const reader = await warehouse.connection.runAndReadAll(
			'select count(*)::integer as n from episode'
		);
		expect(reader.getRowObjectsJS()[0]?.['n']).toBe(12);
	});

	test('A1 strict is 2 of 5', async () => {
		const strict = await value({ metric: 'voluntary_completion_rate' }, { variant: 'strict' });
		expect(strict).toMatchObject({ value: 0.4, numerator: 2, denominator: 5, persons: 5 });
	});

	test('A1 broad is 3 of 6 with its Wilson interval and the bounds of the unknown row', async () => {
		const broad = await value({ metric: 'voluntary_completion_rate' }, { variant: 'broad' });
		expect(broad).toMatchObject({ value: 0.5, numerator: 3, denominator: 6, bound_lo: 0.5 });
		expect(broad.lo).toBeCloseTo(0.1876163065, 9);
		expect(broad.hi).toBeCloseTo(0.8123836935, 9);
		expect(broad.bound_hi).toBeCloseTo(4 / 7, 9);
		expect(broad.unknown_share).toBeCloseTo(1 / 12, 9);
	});

	test('A2 is −25 points with Newcombe’s interval', async () => {
		const gap = await value({ metric: 'completion_gap' }, { measure: 'difference' });
		expect(gap.value).toBeCloseTo(-0.25, 9);
		expect(gap.lo).toBeCloseTo(-0.6233204253, 9);
		expect(gap.hi).toBeCloseTo(0.297271711, 9);
	});

	test('A2 of one length is the same standardised, with the same interval', async () => {
		const plain = await value({ metric: 'completion_gap' }, { measure: 'difference' });
		const standardised = await value(
			{ metric: 'completion_gap' },
			{ measure: 'standardised_difference', variant: 'broad' }
		);
		for (const name of ['value', 'lo', 'hi', 'bound_lo', 'bound_hi'] as const)
			expect(standardised[name], name).toBeCloseTo(plain[name] ?? NaN, 9);
	});

	test('A2 standardised to the mix of lengths of both, thin lengths as one', async () => {
		// Minutes, class, people, completed.
		const groups: [number, 'optional' | 'mandatory', number, number][] = [
			[20, 'optional', 8, 6],
			[20, 'mandatory', 5, 4],
			[100, 'optional', 5, 1],
			[100, 'mandatory', 10, 6],
			[600, 'optional', 4, 1],
			[600, 'mandatory', 3, 0],
			[1300, 'optional', 2, 2],
			[1300, 'mandatory', 3, 3]
		];
		const enrolments = groups.flatMap(([minutes, obligation, people, done]) =>
			Array.from({ length: people }, (_none, index): Enrolment => ({
				person: `${obligation} ${minutes} ${index}`,
				item: `i${minutes}`,
				minutes,
				enrolled: '2025-01-10',
				completed: index < done ? '2025-02-10' : null,
				obligation,
				origin: obligation === 'optional' ? 'self' : 'admin'
			}))
		);
		const mixed = await openedWith({ to: '2025-12-31', enrolments });
		const of = (measure: string) =>
			valueOf(mixed, { metric: 'completion_gap' }, { measure, variant: 'broad' });
		// 13, 15 and 12 of 40: .325 · 6/8 + .375 · 1/5 + .3 · 3/6, and .325 · 4/5 + .375 · 6/10 + .3 · 3/6.
		const chosen = await of('standardised_voluntary');
		const required = await of('standardised_assigned_required');
		expect(chosen.value).toBeCloseTo(0.46875, 9);
		expect(required.value).toBeCloseTo(0.635, 9);
		const gap = await of('standardised_difference');
		expect(gap.value).toBeCloseTo(-0.16625, 9);
		expect((await of('difference')).value).toBeCloseTo(10 / 19 - 13 / 21, 9);
		// The strata spread less than 19 and 21 people of one group would, so their numbers are the effective sizes.
		const [low, high] = wilson(0.46875, 19);
		const [below, above] = wilson(0.635, 21);
		expect(gap.lo).toBeCloseTo(-0.16625 - Math.hypot(0.46875 - low, above - 0.635), 9);
		expect(gap.hi).toBeCloseTo(-0.16625 + Math.hypot(high - 0.46875, 0.635 - below), 9);
		// By length each is told of one length only, and thin ones are hidden; the whole is told, of 6 people at least.
		const lead = await ask(mixed.connection, { role: 'lead' }, { metric: 'completion_gap' });
		expect(
			lead.rows.map(({ measure, value: told, denominator }) => [measure, told, denominator])
		).toEqual([
			['assigned_required', 0.62, 20],
			['difference', -0.09, null],
			['standardised_assigned_required', 0.64, null],
			['standardised_coverage', 1, null],
			['standardised_difference', -0.17, null],
			['standardised_voluntary', 0.47, null],
			['voluntary', 0.53, 20]
		]);
	});

	/** People who took an item of so many minutes; every fourth completed it. */
	const everyFourth = (minutes: number, obligation: 'optional' | 'mandatory', people: number) =>
		Array.from({ length: people }, (_none, index): Enrolment => ({
			person: `${obligation} ${minutes} ${index}`,
			item: `i${minutes}`,
			minutes,
			enrolled: '2025-01-10',
			completed: index % 4 === 0 ? '2025-02-10' : null,
			obligation,
			origin: obligation === 'optional' ? 'self' : 'admin'
		}));

	test('A2 at the same mix of lengths is told although a few people have odd lengths', async () => {
		const enrolments = [
			...everyFourth(20, 'optional', 40),
			...everyFourth(20, 'mandatory', 40),
			...everyFourth(100, 'optional', 20),
			...everyFourth(100, 'mandatory', 20),
			...everyFourth(600, 'mandatory', 2)
		];
		const odd = await openedWith({ to: '2025-12-31', enrolments });
		const rows = (await ask(odd.connection, { role: 'analyst' }, { metric: 'completion_gap' }))
			.rows;
		const told = (measure: string) => rows.find((row) => row.measure === measure)!;
		expect(told('standardised_difference')).toMatchObject({ suppressed: false });
		// 80 episodes of one length, 42 of the two others together: 1/4 each of what is chosen, 10 of 40 and 6 of 22 of the rest.
		expect(told('standardised_assigned_required').value).toBeCloseTo(
			(80 * (10 / 40) + 42 * (6 / 22)) / 122,
			9
		);
		expect(told('standardised_coverage').value).toBe(1);
	});

	test('A2 says which share of both classes is of lengths that both have', async () => {
		const enrolments = [
			...everyFourth(20, 'optional', 7),
			...everyFourth(20, 'mandatory', 5),
			...everyFourth(100, 'mandatory', 28)
		];
		const apart = await openedWith({ to: '2025-12-31', enrolments });
		const request = { metric: 'completion_gap' };
		const coverage = await valueOf(apart, request, {
			measure: 'standardised_coverage',
			variant: 'broad'
		});
		expect(coverage.value).toBeCloseTo(12 / 40, 9);
		const { notes } = await ask(apart.connection, { role: 'lead' }, request);
		expect(notes.join()).toMatch(/Only 30\s% of the learning is of lengths that both classes have/);
	});

	test('A2p is 2 of 6 in the quarter', async () => {
		const rate = await value(
			{ metric: 'period_completion_rate', grain: 'quarter' },
			{ variant: 'broad' }
		);
		expect(rate).toMatchObject({ numerator: 2, denominator: 6 });
		expect(rate.value).toBeCloseTo(1 / 3, 9);
	});

	test('a horizon of 30 days counts 2 of 6', async () => {
		const rate = await value(
			{ metric: 'voluntary_completion_rate', horizon: 30 },
			{ variant: 'broad' }
		);
		expect(rate).toMatchObject({ numerator: 2, denominator: 6, horizon: 30 });
	});

	test('a leaver before H is not completed, a chained pair counts once from its first enrolment', async () => {
		const reader = await warehouse.connection.runAndReadAll(
			'select outcome::varchar as outcome, days_to_end from episode where person_id in (5, 8) order by person_id'
		);
		expect(reader.getRowsJS()).toEqual([
			['completed', 40],
			['left', 17]
		]);
	});

	test('censored at the exit, the days of the leaver that are missing are filled in by those who stayed', async () => {
		const rate = (variant: string) =>
			value({ metric: 'voluntary_completion_rate', variant }, { variant });
		// Days 10 C, 17 left, 22 C, 40 C, two open at 90: 1 − 5/6 · 3/4 · 2/3; without the prompted one 1 − 3/4 · 2/3.
		const broad = await rate('broad_exit_censored');
		expect(broad).toMatchObject({ numerator: 3, denominator: 6, persons: 6, apart: 1 });
		expect(broad.value).toBeCloseTo(7 / 12, 9);
		expect((await rate('strict_exit_censored')).value).toBeCloseTo(1 / 2, 9);
		const waits: [number, boolean][] = [
			[10, true],
			[17, false],
			[22, true],
			[40, true],
			[90, false],
			[90, false]
		];
		const size = (7 / 12) * (5 / 12) * (6 / 5) * (1 / spreadOf(waits));
		const [low, high] = wilson(7 / 12, Math.min(6, size));
		expect(broad.lo).toBeCloseTo(low, 6);
		expect(broad.hi).toBeCloseTo(high, 6);
		expect(broad.bound_lo).toBeCloseTo(3.5 / 6, 9);
		expect(broad.bound_hi).toBeCloseTo(4.5 / 7, 9);
	});

	test('nobody who left before the horizon: the exit-censored share and its interval are those of the rate', async () => {
		const asked = {
			metric: 'voluntary_completion_rate',
			horizon: 15,
			variant: 'broad_exit_censored'
		};
		const censored = await value(asked, { variant: 'broad_exit_censored' });
		const rate = await value({ ...asked, variant: undefined }, { variant: 'broad' });
		expect(censored.apart).toBe(0);
		for (const name of ['value', 'lo', 'hi', 'bound_lo', 'bound_hi', 'persons'] as const)
			expect(censored[name], name).toBeCloseTo(rate[name] ?? NaN, 9);
	});

	test('an explanation says who was followed until the exit', async () => {
		const asked = {
			metric: 'voluntary_completion_rate',
			variant: 'broad_exit_censored',
			...quarter
		};
		const counts = await countsOf(warehouse, asked);
		expect(counts.numerator).toEqual({ completed: 3 });
		expect(counts.denominator).toEqual({ open: 1, completed_late: 1, left_followed: 1 });
	});

	test('nothing that young is counted: an as_of before maturity leaves the young out', async () => {
		const rate = await value(
			{ metric: 'voluntary_completion_rate', as_of: '2025-05-15' },
			{ variant: 'broad' }
		);
		expect(rate).toMatchObject({ denominator: 4 });
	});

	test('ask hides all of it: the golden quarter has fewer people than may be told apart', async () => {
		const answer = await ask(
			warehouse.connection,
			{ role: 'lead' },
			{
				metric: 'voluntary_completion_rate',
				grain: 'month'
			}
		);
		expect(answer.rows.length).toBeGreaterThan(0);
		for (const row of answer.rows) {
			expect(row).toMatchObject({ suppressed: true, value: null, numerator: null, persons: null });
		}
	});

	test('ten times the same people: same rate through the front door, a narrower interval', async () => {
		const crowd = Array.from({ length: 10 }, (_none, copy) =>
			goldenA1.map((row): Enrolment => ({ ...row, person: `${row.person}-${copy}` }))
		).flat();
		const many = await openedWith({ to: '2025-06-30', enrolments: crowd });
		const answer = await ask(
			many.connection,
			{ role: 'analyst' },
			{
				metric: 'voluntary_completion_rate',
				variant: 'broad'
			}
		);
		const censored = { metric: 'voluntary_completion_rate', variant: 'broad_exit_censored' };
		const asLead = await ask(many.connection, { role: 'lead' }, censored);
		expect(asLead.rows).toMatchObject([
			{ variant: 'broad_exit_censored', value: 0.58, persons: 60 }
		]);
		expect(answer.rows[0]).toMatchObject({
			value: 0.5,
			numerator: 30,
			denominator: 60,
			persons: 60,
			suppressed: false
		});
		expect(answer.rows[0]?.lo).toBeGreaterThan(0.37);
	});
});

describe('A0: the share of a class and its interval', () => {
	test('one episode each is Wilson’s interval, and several of one person widen it', async () => {
		const people = (each: number, system: string): Enrolment[] =>
			Array.from({ length: 10 * each }, (_none, index) => ({
				person: `${system}${index % 10}`,
				item: `c${Math.floor(index / 10)}`,
				enrolled: '2025-01-01',
				origin: index % 10 < 4 ? 'self' : 'admin',
				obligation: 'optional'
			}));
		const share = async (each: number) =>
			valueOf(
				await openedWith({ to: '2025-06-30', enrolments: people(each, 'p') }),
				{ metric: 'initiation_mix' },
				{ variant: 'self_initiated' }
			);
		// Wilson of 4 in 10.
		const once = await share(1);
		expect(once.value).toBe(0.4);
		expect(once.lo).toBeCloseTo(0.1682, 4);
		expect(once.hi).toBeCloseTo(0.6873, 4);
		// The same ten people five times over tell no more than once.
		const often = await share(5);
		expect(often.value).toBe(0.4);
		expect(often.lo).toBeLessThan(0.18);
		expect(often.hi).toBeGreaterThan(0.66);
	});
});

describe('METRICS.md golden A3: eight waits', () => {
	const start = '2025-01-01';
	const after = (days: number): string =>
		new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10);
	const waits: readonly [number, 'C' | 'X' | 'W'][] = [
		[5, 'C'],
		[8, 'C'],
		[8, 'C'],
		[12, 'X'],
		[15, 'C'],
		[20, 'W'],
		[25, 'C'],
		[30, 'X']
	];
	let warehouse: Warehouse;
	beforeAll(async () => {
		const enrolments = waits.map(([days, end], index): Enrolment => {
			const enrolled = end === 'X' ? after(30 - days) : start;
			return {
				person: `p${index}`,
				item: 'c1',
				enrolled,
				completed: end === 'C' ? after(days) : null,
				closed: end === 'W' ? after(days) : null,
				origin: 'self'
			};
		});
		warehouse = await openedWith({ to: after(30), enrolments });
	});

	test.each([
		[5, 0.125, 0.125],
		[8, 0.375, 0.375],
		[15, 0.53125, 0.53125],
		[20, 0.53125, 0.53125],
		[25, 0.6875, 0.765625]
	])(
		'the curve stands at day %i at %f, if nobody withdrew at %f',
		async (horizon, expected, km) => {
			const naive = await valueOf(
				warehouse,
				{ metric: 'time_to_complete', horizon },
				{ measure: 'if_nobody_withdrew', variant: 'voluntary_broad' }
			);
			expect(naive).toMatchObject({ lo: null, hi: null, bound_lo: null, bound_hi: null });
			expect(naive.value).toBeCloseTo(km, 9);
			const point = await valueOf(
				warehouse,
				{ metric: 'time_to_complete', horizon },
				{ measure: 'cif', variant: 'voluntary_broad' }
			);
			expect(point.value).toBeCloseTo(expected, 9);
			expect(point.lo).toBeLessThanOrEqual(expected);
			expect(point.hi).toBeGreaterThanOrEqual(expected);
		}
	);

	test('half of them have finished by day 15', async () => {
		const median = await valueOf(warehouse, { metric: 'time_to_complete' }, { measure: 'day_50' });
		expect(median.value).toBe(15);
	});

	test('the interval of a day: where the curve meets the limits of Wilson’s interval', async () => {
		const twenty = await openedWith({
			to: after(40),
			enrolments: Array.from({ length: 20 }, (_none, index): Enrolment => ({
				person: `p${index}`,
				item: 'c1',
				enrolled: start,
				completed: after(index + 1),
				origin: 'self'
			}))
		});
		// Wilson of 10 in 20 is 29.9 to 70.1 %, of 5 in 20 it is 11.2 to 46.9 %; one in twenty finishes each day.
		const request = { metric: 'time_to_complete' };
		expect(await valueOf(twenty, request, { measure: 'day_50' })).toMatchObject({
			value: 10,
			lo: 6,
			hi: 15,
			bound_lo: null,
			bound_hi: null
		});
		expect(await valueOf(twenty, request, { measure: 'day_25' })).toMatchObject({
			value: 5,
			lo: 3,
			hi: 10
		});
		// Of eight waits so few are known that the curve never reaches the upper limit.
		expect(await valueOf(warehouse, request, { measure: 'day_50' })).toMatchObject({ hi: null });
	});

	test('from the first activity, and with long leave stopping the clock', async () => {
		const facts: Partial<Enrolment>[] = [
			{ started: after(2), completed: after(10) },
			{ started: after(5), completed: after(70) },
			{},
			{ started: after(30) },
			{ started: after(1), closed: after(15) },
			{ started: after(40), completed: after(40) }
		];
		const onLeave = await openWarehouse();
		await onLeave.load({
			to: after(100),
			enrolments: facts.map((own, index) => ({
				person: `p${index}`,
				item: 'c1',
				enrolled: start,
				origin: 'self',
				...own
			}))
		});
		// p1 is away for 40 days, p3 from day 60 on, p5 for 20 days only. p4 was away in the first ten days of its time, of a
		// leave that ended as it says, though nobody is said to be back before the next one is over.
		const leaves: [person: string, day: number, reason: string][] = [
			['p1', 10, 'leave'],
			['p1', 12, 'data_change'],
			['p1', 50, 'leave_end'],
			['p3', 60, 'leave'],
			['p5', 20, 'leave'],
			['p5', 40, 'leave_end']
		];
		for (const [person, day, reason] of leaves)
			await onLeave.job(person, after(day), 'Sales', 'j1', undefined, { reason });
		for (const [from, until] of [
			[-60, 9],
			[40, 85]
		] as const)
			await onLeave.job('p4', after(from), 'Sales', 'j1', undefined, {
				reason: 'leave',
				until: after(until)
			});
		await onLeave.job('p4', after(90), 'Sales', 'j1', undefined, { reason: 'leave_end' });
		await onLeave.build();
		const spells = await onLeave.connection.runAndReadAll(
			`select (l.from_on - $start::date)::integer as from_on, (l.to_on - $start::date)::integer as to_on
			from leave_spell as l
			semi join (
				select p.person_id
				from identity_person as p
				join identity as i on i.identity_id = p.identity_id
				where i.username = 'p4'
			) as p on p.person_id = l.person_id
			order by all`,
			{ start }
		);
		expect(spells.getRowsJS()).toEqual([
			[-60, 10],
			[40, 90]
		]);
		const cif = async (variant: string, horizon: number) =>
			valueOf(
				onLeave,
				{ metric: 'time_to_complete', variant, horizon },
				{ variant, measure: 'cif' }
			);
		expect((await cif('voluntary_broad', 60)).value).toBeCloseTo(2 / 6, 9);
		// 5 closed instead of 15, 10 C, 30 C instead of 70, 40 C; 60 and 100 open.
		const paused = await cif('voluntary_broad_leave_paused', 60);
		expect(paused).toMatchObject({ numerator: 3, denominator: 6, persons: 6 });
		expect(paused.value).toBeCloseTo(3 / 6, 9);
		expect(paused.within).toEqual([{ layer: 'voluntary_broad', period_no: 0, apart: 3 }]);
		expect((await cif('voluntary_broad_leave_paused', 29)).value).toBeCloseTo(1 / 6, 9);
		// 0 C, 8 C, 14 closed, 65 C, 70 open: who never opened it is not among them.
		const active = await cif('voluntary_broad_from_activity', 60);
		expect(active).toMatchObject({ numerator: 2, denominator: 5, persons: 5 });
		expect(active.value).toBeCloseTo(2 / 5, 9);
		expect(active.within).toEqual([{ layer: 'voluntary_broad', period_no: 0, apart: 1 }]);
		expect((await cif('self_initiated_from_activity', 65)).value).toBeCloseTo(3 / 5, 9);
		const counts = await countsOf(onLeave, {
			metric: 'time_to_complete',
			variant: 'voluntary_broad_from_activity',
			horizon: 60
		});
		expect(counts).toMatchObject({
			numerator: { completed: 2 },
			denominator: { completed_late: 1, open: 1, closed: 1 },
			out: { not_started: 1 }
		});
		// Beside the usual clock it would tell of the one who never opened the item, or of the three who were on leave.
		for (const variant of ['voluntary_broad_from_activity', 'voluntary_broad_leave_paused']) {
			const asked = { metric: 'time_to_complete', variant, horizon: 60 };
			const answer = await ask(onLeave.connection, { role: 'analyst' }, asked);
			expect(answer.rows.map(({ reason }) => reason)).toEqual([
				'nested',
				'nested',
				'nested',
				'nested'
			]);
			expect((await ask(warehouse.connection, { role: 'lead' }, asked)).missing).toEqual([
				variant.endsWith('paused') ? 'leaves' : 'starts'
			]);
		}
	});

	test('a day that the data cannot show has no value', async () => {
		const point = await valueOf(
			warehouse,
			{ metric: 'time_to_complete' },
			{ measure: 'cif', horizon: 90 }
		);
		expect(point).toMatchObject({ value: null, lo: null, hi: null });
	});
});

describe('METRICS.md golden A8: eight people, six of them long enough', () => {
	test('by working time, of the last post in the quarter, in groups of ten (C7)', async () => {
		const parts: [fte: number | null, people: number, active: number][] = [
			[1, 12, 6],
			[0.5, 11, 3],
			[null, 10, 1]
		];
		const staff = parts.flatMap(([fte, people, active]) =>
			Array.from({ length: people }, (_none, index) => ({
				person: `${fte} ${index}`,
				fte,
				isActive: index < active
			}))
		);
		const company = await openWarehouse();
		await company.load({
			to: '2025-03-31',
			enrolments: staff.map(({ person, isActive }): Enrolment => ({
				person,
				item: 'c1',
				enrolled: '2025-02-01',
				completed: isActive ? '2025-02-10' : null,
				origin: isActive ? 'self' : 'admin'
			}))
		});
		for (const { person, fte } of staff) {
			await company.job(person, '2024-01-01', 'Sales', 'j1', undefined, { fte: 1 });
			await company.job(
				person,
				'2025-02-20',
				'Sales',
				'j1',
				undefined,
				fte === null ? {} : { fte }
			);
		}
		await company.build();
		const asked = { metric: 'self_directed_reach', from: '2025-01-01', to: '2025-04-01' };
		const of = async (variant: string | undefined) =>
			(await ask(company.connection, { role: 'analyst' }, { ...asked, variant })).rows;
		// A blank carries on what was known: the last ten stay in full time.
		expect(await of('full_time')).toMatchObject([
			{ variant: 'full_time', numerator: 7, denominator: 22, suppressed: false }
		]);
		expect(await of('part_time')).toMatchObject([
			{ variant: 'part_time', numerator: 3, denominator: 11 }
		]);
		expect(await of(undefined)).toMatchObject([{ variant: null, numerator: 10, denominator: 33 }]);
		expect(await countsOf(company, { ...asked, variant: 'part_time' })).toEqual({
			numerator: { active: 3 },
			denominator: { no_activity: 8 },
			out: { other_variant: 22 }
		});
		// One person fewer in part time, and the group is too small for a question of even chances.
		await company.connection.run(
			`update job_history set fte = 1 where identity_id in (select identity_id from identity where username = '0.5 10')`
		);
		await company.build();
		await company.connection.run('delete from told_cell; delete from told_group');
		expect(await of('part_time')).toMatchObject([{ suppressed: false, denominator: 10 }]);
		await company.connection.run(
			`update job_history set fte = 1 where identity_id in (select identity_id from identity where username = '0.5 9')`
		);
		await company.build();
		expect(await of('part_time')).toMatchObject([{ suppressed: true, reason: 'too_few' }]);
	});

	test('three of six are self-directed', async () => {
		const warehouse = await openWarehouse();
		const self = { origin: 'self', obligation: 'optional', enrolled: '2025-01-20' } as const;
		await warehouse.load({
			to: '2025-04-30',
			enrolments: [
				{ person: 'p1', item: 'c1', ...self, seconds: 660 },
				{ person: 'p2', item: 'c1', ...self, seconds: 300, progress: 0.2 },
				{ person: 'p3', item: 'c1', ...self, progress: 0.5 },
				{
					person: 'p4',
					item: 'c1',
					enrolled: '2025-02-02',
					completed: '2025-02-10',
					origin: 'admin'
				},
				{
					person: 'p5',
					item: 'c1',
					enrolled: '2024-11-01',
					completed: '2024-12-01',
					origin: 'self'
				},
				{ person: 'p6', item: 'c1', ...self, completed: '2025-02-01' },
				{
					person: 'p7',
					item: 'c1',
					enrolled: '2025-03-22',
					completed: '2025-03-25',
					origin: 'self'
				},
				{ person: 'p8', item: 'c1', ...self, completed: '2025-01-30' }
			]
		});
		const hired = (person: string) =>
			({ p7: '2025-03-20', p8: '2025-01-10' })[person] ?? '2024-01-01';
		const left = (person: string) => ({ p6: '2025-03-12', p8: '2025-01-30' })[person];
		for (const person of ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8']) {
			await warehouse.employ(person, hired(person), left(person));
		}
		await warehouse.build();
		const reach = await valueOf(
			warehouse,
			{ metric: 'self_directed_reach', grain: 'quarter', ...quarter },
			{}
		);
		expect(reach).toMatchObject({ value: 0.5, numerator: 3, denominator: 6, persons: 6 });
		expect(Math.abs((reach.lo ?? 0) - 0.1876163065)).toBeLessThan(close);
		await warehouse.load({
			system: 'production',
			to: '2025-06-30',
			enrolments: ['n1', 'n2'].map((person) => ({
				person,
				item: 'c9',
				...self,
				completed: '2025-02-20'
			}))
		});
		await warehouse.build();
		const beside = { metric: 'self_directed_reach', grain: 'quarter', ...quarter };
		expect(await valueOf(warehouse, beside, {})).toMatchObject({
			value: 0.5,
			numerator: 3,
			denominator: 6,
			persons: 6,
			lo: reach.lo,
			hi: reach.hi,
			bound_lo: 0.5,
			bound_hi: 5 / 6,
			unknown_share: 2 / 9
		});
		const asked = { metric: 'self_directed_reach' };
		expect(await ask(warehouse.connection, { role: 'analyst' }, asked)).toMatchObject({
			inferred: ['unmatched_accounts'],
			unmatched_accounts: 2,
			notes: [
				expect.stringContaining('2 accounts of the learning systems match nobody'),
				expect.stringContaining('(2024-11): its number is of a part of it')
			]
		});
		expect(await ask(warehouse.connection, { role: 'lead' }, asked)).toMatchObject({
			unmatched_accounts: null,
			notes: expect.arrayContaining([expect.stringContaining('Some accounts')])
		});
		const rate = { metric: 'voluntary_completion_rate' };
		expect(await ask(warehouse.connection, { role: 'analyst' }, rate)).toMatchObject({
			inferred: ['prompted'],
			unmatched_accounts: null,
			notes: [expect.stringContaining('it counts as self-initiated')]
		});
	});
});

describe('S1c and S2 through the warehouse', () => {
	test('four people with 3/4, 0/2, 2/2, 1/4 have an effective size of 7.36', async () => {
		const people: readonly [string, number, number][] = [
			['a', 3, 4],
			['b', 0, 2],
			['c', 2, 2],
			['d', 1, 4]
		];
		const enrolments = people.flatMap(([person, done, all]) =>
			Array.from({ length: all }, (_none, item): Enrolment => ({
				person,
				item: `c${item}`,
				enrolled: '2025-01-10',
				completed: item < done ? '2025-01-20' : null,
				origin: 'self'
			}))
		);
		const warehouse = await openedWith({ to: '2025-12-31', enrolments });
		const rate = await valueOf(
			warehouse,
			{ metric: 'voluntary_completion_rate' },
			{ variant: 'strict' }
		);
		expect(rate).toMatchObject({ value: 0.5, denominator: 12, persons: 4 });
		expect(rate.lo).toBeCloseTo(0.207240956, 9);
		expect(rate.hi).toBeCloseTo(0.792759044, 9);
	});

	test('56 of 70 against 48 of 80 differ by Newcombe’s published interval', async () => {
		const arm = (name: string, done: number, all: number, facts: Partial<Enrolment>): Enrolment[] =>
			Array.from({ length: all }, (_none, index) => ({
				person: `${name}${index}`,
				item: 'c1',
				enrolled: '2025-01-10',
				completed: index < done ? '2025-01-20' : null,
				...facts
			}));
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [
				...arm('v', 56, 70, { origin: 'self' }),
				...arm('m', 48, 80, { origin: 'admin', obligation: 'mandatory' })
			]
		});
		const answer = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'completion_gap' }
		);
		const gap = answer.rows.find((row) => row.measure === 'difference');
		expect(gap?.value).toBeCloseTo(0.2, 9);
		expect(gap?.lo).toBeCloseTo(0.0524314724, 9);
		expect(gap?.hi).toBeCloseTo(0.333872654, 9);
	});
});
