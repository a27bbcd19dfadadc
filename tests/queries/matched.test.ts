import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { seeded } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

const day = (start: string, days: number): string =>
	new Date(Date.parse(`${start}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

type Side = readonly [people: number, events: number];

/** Somebody at a landmark, with whether the event came afterwards. */
interface Stand {
	readonly day: string;
	readonly person: number;
	readonly stratum: number;
	readonly arm: 'learner' | 'other';
	readonly happened: boolean;
}

/** Puts people at landmarks. */
async function standing(warehouse: Warehouse, stands: readonly Stand[]): Promise<void> {
	await warehouse.connection.run('delete from landmark');
	for (const { day: landmark, person, stratum, arm, happened } of stands) {
		const came = happened ? day(landmark, 92) : null;
		await warehouse.insert('landmark', {
			landmark_on: landmark,
			person_id: person,
			org_unit_id: 0,
			job_family_id: 0,
			location_id: 0,
			grade_id: 0,
			arm,
			stratum,
			first_move_on: came,
			exit_on: came,
			exit_kind: happened ? 'voluntary' : null,
			is_known_to_learning: true
		});
	}
}

/** Puts people at one landmark, stratum by stratum: learners and others with how many of each had the event. */
async function atLandmark(
	warehouse: Warehouse,
	strata: readonly { learners: Side; others: Side }[]
): Promise<void> {
	let person = 0;
	const stands = strata.flatMap(({ learners, others }, stratum) =>
		(
			[
				['learner', learners],
				['other', others]
			] as const
		).flatMap(([arm, [people, events]]) =>
			Array.from({ length: people }, (_, index): Stand => {
				person += 1;
				return { day: '2024-07-01', person, stratum, arm, happened: index < events };
			})
		)
	);
	await standing(warehouse, stands);
}

const estimate = async (
	warehouse: Warehouse,
	outcome = 'move'
): Promise<Record<string, number | string | null>> => {
	const reader = await warehouse.connection.runAndReadAll(
		`select * exclude (cell) from matched_difference('${outcome}', null, null::date, null::date, date '2025-12-31', null, null, null)`
	);
	const [row] = reader.getRowObjectsJS();
	return Object.fromEntries(
		Object.entries(row ?? {}).map(([name, value]) => [
			name,
			typeof value === 'bigint' ? Number(value) : (value as number | string | null)
		])
	);
};

let warehouse: Warehouse;
beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.build();
});

describe('matched_difference(outcome, …)', () => {
	test('METRICS.md golden CEM: two of four strata have both groups', async () => {
		await atLandmark(warehouse, [
			{ learners: [10, 4], others: [20, 4] },
			{ learners: [5, 1], others: [10, 1] },
			{ learners: [5, 1], others: [0, 0] },
			{ learners: [0, 0], others: [15, 3] }
		]);
		const found = await estimate(warehouse);
		expect(found).toMatchObject({
			learners: 20,
			others: 45,
			learner_events: 6,
			other_events: 8,
			matched_learners: 15,
			matched_others: 30,
			refusal: 'below_30_per_arm'
		});
		expect(found['rd']).toBeCloseTo(1 / 6, 9);
		expect(found['rd_error']).toBeCloseTo(0.1370320319, 9);
		expect(found['rd_lo']).toBeCloseTo(-0.102, 3);
		expect(found['rd_hi']).toBeCloseTo(0.435, 3);
		expect(found['rr']).toBeCloseTo(2, 9);
		expect(found['rr_error']).toBeCloseTo(0.5403702434, 9);
	});

	test('METRICS.md golden C5: with an empty cell the interval is the bootstrap', async () => {
		await atLandmark(warehouse, [
			{ learners: [10, 1], others: [20, 4] },
			{ learners: [5, 0], others: [10, 2] }
		]);
		const found = await estimate(warehouse, 'voluntary_exit');
		expect(found['rd']).toBeCloseTo(-2 / 15, 9);
		expect(found['strata_error']).toBeCloseTo(0.0966091783, 9);
		expect(found['is_drawn']).toBe(true);
		expect(found['rd_error']).toBeGreaterThan(0.09);
		expect(found['rd_error']).toBeLessThan(0.11);
		expect(found['rd_lo']).toBeGreaterThan(-0.36);
		expect(found['rd_lo']).toBeLessThan(-0.27);
		expect(found['rd_hi']).toBeGreaterThan(0.02);
		expect(found['rd_hi']).toBeLessThan(0.1);
		expect(await estimate(warehouse, 'voluntary_exit')).toEqual(found);
	});
});

test('only people of cells that are drawn anew get a seat, because their histories are slow to lay out', async () => {
	const landmarks = `
		select day as landmark_on, p::integer as person_id, 0 as org_unit_id, 0 as job_family_id, 0 as location_id, 0 as grade_id,
			if(p % 2 = 0, 'learner', 'other') as arm, 0 as stratum, if(p % 3 = 0, day + 92, null) as first_move_on,
			true as is_known_to_learning
		from range(800) as people (p) cross join (values (date '2024-01-01'), (date '2024-04-01')) as landmarks (day)`;
	await warehouse.connection.run(`delete from landmark; insert into landmark by name ${landmarks}`);
	const reader = await warehouse.connection.runAndReadAll(
		`explain (analyze, format json) select * from matched_difference('move', null, null::date, null::date, date '2025-12-31', null, null, null)`
	);
	interface Step {
		readonly operator_cardinality?: number;
		readonly extra_info?: object;
		readonly children: readonly Step[];
	}
	const flat = (step: Step): readonly Step[] => [step, ...step.children.flatMap(flat)];
	const lists = flat(JSON.parse(String(reader.getRowsJS()[0]?.[1])) as Step).filter((step) =>
		JSON.stringify(step.extra_info ?? {}).includes('list(')
	);
	expect((await estimate(warehouse))['is_drawn']).toBe(true);
	expect(lists).not.toHaveLength(0);
	expect(lists.map((step) => step.operator_cardinality ?? 0)).toEqual(lists.map(() => 0));
});

describe('one person at several landmarks (METRICS.md C4: person-cluster bootstrap)', () => {
	type Interval = Readonly<{ value: number; lo: number; hi: number }>;
	const told = async (): Promise<Readonly<Record<string, Interval>>> => {
		const reader = await warehouse.connection.runAndReadAll(
			"select measure, value, lo, hi from told_difference('move', null, null::date, null::date, date '2025-12-31', null, null, null)"
		);
		return Object.fromEntries(
			(reader.getRowsJS() as [string, number, number, number][]).map(([measure, value, lo, hi]) => [
				measure,
				{ value, lo, hi }
			])
		);
	};
	const random = seeded(41);

	/** People who stay who they are: most keep their arm, and some are readier to move than others at each landmark. */
	const stands: readonly Stand[] = Array.from({ length: 260 }, (_, person) => {
		const isLearner = random() < 0.5;
		const readiness = random() < 0.3 ? 0.6 : 0.04;
		return ['2024-01-01', '2024-04-01', '2024-07-01', '2024-10-01'].flatMap((landmark): Stand[] => {
			if (random() < 0.15) return [];
			const isNow = random() < 0.2 ? !isLearner : isLearner;
			return [
				{
					day: landmark,
					person: person + 1,
					stratum: person % 3,
					arm: isNow ? 'learner' : 'other',
					happened: random() < readiness * (isNow ? 1.4 : 1)
				}
			];
		});
	}).flat();

	/** The logarithm of Mantel and Haenszel's ratio and the naive difference, each person counted as often as it was drawn. */
	function counted(timesOf: (person: number) => number): readonly [number, number] {
		const places = Map.groupBy(stands, (stand) => `${stand.day} ${stand.stratum}`);
		const sum = (of: readonly Stand[], arm: Stand['arm'], isEvent: boolean): number =>
			of
				.filter((stand) => stand.arm === arm && (!isEvent || stand.happened))
				.reduce((total, { person }) => total + timesOf(person), 0);
		let [upper, lower] = [0, 0];
		for (const place of places.values()) {
			const [n1, n0] = [sum(place, 'learner', false), sum(place, 'other', false)];
			if (n1 === 0 || n0 === 0) continue;
			upper += (sum(place, 'learner', true) * n0) / (n1 + n0);
			lower += (sum(place, 'other', true) * n1) / (n1 + n0);
		}
		return [
			Math.log(upper / lower),
			sum(stands, 'learner', true) / sum(stands, 'learner', false) -
				sum(stands, 'other', true) / sum(stands, 'other', false)
		];
	}

	test('intervals are as wide as those of a person bootstrap', async () => {
		await standing(warehouse, stands);
		const found = await told();
		const draws = Array.from({ length: 1500 }, () => {
			const times = new Map<number, number>();
			for (let seat = 0; seat < 260; seat += 1) {
				const person = 1 + Math.floor(random() * 260);
				times.set(person, (times.get(person) ?? 0) + 1);
			}
			return counted((person) => times.get(person) ?? 0);
		});
		const bootstrapped = (place: 0 | 1): readonly [number, number] => {
			const values = draws.map((draw) => draw[place]).toSorted((a, b) => a - b);
			return [values[37] ?? 0, values[1462] ?? 0];
		};
		const [rr, naive] = [found['rr'], found['naive']];
		expect(Math.log(rr?.value ?? 0)).toBeCloseTo(counted(() => 1)[0], 9);
		expect(naive?.value).toBeCloseTo(counted(() => 1)[1], 9);
		for (const [ours, [low, high]] of [
			[[Math.log(rr?.lo ?? 0), Math.log(rr?.hi ?? 0)], bootstrapped(0)],
			[[naive?.lo ?? 0, naive?.hi ?? 0], bootstrapped(1)]
		] as const) {
			expect(ours[0]).toBeGreaterThan(low - 0.1 * (high - low));
			expect(ours[0]).toBeLessThan(low + 0.1 * (high - low));
			expect(ours[1]).toBeGreaterThan(high - 0.1 * (high - low));
			expect(ours[1]).toBeLessThan(high + 0.1 * (high - low));
		}
		const limit = rr?.lo ?? 0;
		expect(found['e_value_limit']?.value).toBeCloseTo(
			limit > 1 ? limit + Math.sqrt(limit * (limit - 1)) : 1,
			9
		);
	});

	test('landmarks that repeat what is known make no interval narrower', async () => {
		const once = stands.filter((stand) => stand.day === '2024-07-01');
		await standing(warehouse, once);
		const before = await told();
		await standing(
			warehouse,
			[0, -1, -2, -3].flatMap((days) =>
				once.map((stand) => ({ ...stand, day: day(stand.day, days) }))
			)
		);
		const after = await told();
		const widthOf = ({ lo, hi }: Interval = { value: NaN, lo: NaN, hi: NaN }): number => hi - lo;
		for (const measure of ['rr', 'naive', 'e_value_limit'])
			expect(after[measure]?.value, measure).toBeCloseTo(before[measure]?.value ?? NaN, 9);
		expect(widthOf(after['rr']) / widthOf(before['rr'])).toBeCloseTo(1, 9);
		// S1c corrects by the number of cases, of which there are more.
		expect(widthOf(after['naive']) / widthOf(before['naive'])).toBeCloseTo(1, 2);
	});
});

describe('METRICS.md golden C3: six roles, two of them seen late', () => {
	test('the curves of moves and exits, and what is left, add up to one', async () => {
		const reader = await warehouse.connection.runAndReadAll(`
			with role as (
				select 1 as cell, nullif(a, 0) as entered, t as ended, e as ending
				from (values (0, 6, 1), (0, 10, 2), (4, 12, 1), (8, 15, 0), (0, 12, 0), (0, 3, 2)) as g (a, t, e)
			)
			select day::integer as day, at_risk, cif, cif_other, survival from event_curve('role') where events + others > 0 order by day`);
		const rows = reader.getRowsJS() as number[][];
		expect(rows.map(([at, risk]) => [at, risk])).toEqual([
			[3, 4],
			[6, 4],
			[10, 4],
			[12, 3]
		]);
		const last = rows.at(-1) ?? [];
		expect(last[2]).toBeCloseTo(0.328125, 9);
		expect(last[3]).toBeCloseTo(0.390625, 9);
		expect(last[4]).toBeCloseTo(0.28125, 9);
	});
});

describe('the curve where people wait several times, some of them seen late', () => {
	interface Wait {
		readonly person: number;
		readonly entered: number;
		readonly ended: number;
		readonly ending: number;
	}
	const random = seeded(11);
	const number = (below: number): number => Math.floor(random() * below);
	const waits: readonly Wait[] = Array.from({ length: 160 }, () => {
		const entered = number(3) === 0 ? 1 + number(60) : 0;
		return {
			person: number(45),
			entered,
			ended: entered + 1 + number(120),
			ending: number(3)
		};
	});

	/** Aalen and Johansen's curve at a horizon, each wait counted as often as its person weighs. */
	function weighted(weightOf: (person: number) => number, horizon: number): number {
		let [survival, cif] = [1, 0];
		for (const at of [...new Set(waits.map(({ ended }) => ended))].toSorted((a, b) => a - b)) {
			if (at > horizon) break;
			const sum = (test: (wait: Wait) => boolean): number =>
				waits.filter(test).reduce((total, { person }) => total + weightOf(person), 0);
			const risk = sum(({ entered, ended }) => entered < at && ended >= at);
			const events = sum(({ ended, ending }) => ended === at && ending === 1);
			const others = sum(({ ended, ending }) => ended === at && ending === 2);
			cif += (survival * events) / risk;
			survival *= 1 - (events + others) / risk;
		}
		return cif;
	}

	test('its variance is what each person pulls at it, squared, as found by weighing people a little more', async () => {
		await warehouse.connection.run(
			'create temp table role (cell integer, person_id integer, entered integer, ended integer, ending integer)'
		);
		for (const { person, entered, ended, ending } of waits)
			await warehouse.connection.run(
				`insert into role values (1, ${person}, nullif(${entered}, 0), ${ended}, ${ending})`
			);
		const reader = await warehouse.connection.runAndReadAll(`
			with point as (select 1 as cell, unnest([20, 60, 100, 500]) as horizon)
			select horizon, cif, variance from clustered_curve('role', 'point') order by horizon`);
		const people = [...new Set(waits.map(({ person }) => person))];
		const step = 1e-5;
		for (const [horizon = 0, cif, variance] of reader.getRowsJS() as number[][]) {
			expect(cif).toBeCloseTo(
				weighted(() => 1, horizon),
				9
			);
			const pulls = people.map((one) => {
				const at = (by: number): number =>
					weighted((person) => (person === one ? 1 + by : 1), horizon);
				return (at(step) - at(-step)) / (2 * step);
			});
			const expected =
				(people.length / (people.length - 1)) * pulls.reduce((sum, pull) => sum + pull * pull, 0);
			expect((variance ?? 0) / expected).toBeCloseTo(1, 5);
		}
		await warehouse.connection.run('drop table role');
	});
});

describe('METRICS.md golden C4, person-time split (a month is 30 days)', () => {
	test('1 move in 12 exposed months, 2 in 30 unexposed: ratio 1.25', async () => {
		const split = await openWarehouse();
		const begin = '2024-01-01';
		await split.insert('setting', { name: 'personnel.from', value: begin });
		const golden: readonly (readonly [number | null, number, 'M' | 'X' | '-'])[] = [
			[6, 9, 'M'],
			[3, 12, '-'],
			[null, 4, 'M'],
			[null, 12, '-'],
			[5, 2, 'M'],
			[null, 3, 'X']
		];
		const end = day(begin, 12 * 30 - 1);
		await split.load({
			from: begin,
			to: end,
			enrolments: golden.flatMap(([learns], index) =>
				learns === null
					? []
					: [1, 2, 3].map((item) => ({
							person: `p${index}`,
							item: `c${item}`,
							enrolled: day(begin, learns * 30),
							completed: day(begin, learns * 30),
							origin: 'self' as const,
							obligation: 'optional' as const
						}))
			)
		});
		for (const [index, [, months, ending]] of golden.entries()) {
			const to = day(begin, months * 30);
			await split.employ(`p${index}`, '2020-01-01', ending === 'X' ? to : undefined);
			await split.job(`p${index}`, '2020-01-01', 'A', 'A', undefined, { grade: 'G1' });
			if (ending === 'M') await split.job(`p${index}`, to, 'B', 'B', undefined, { grade: 'G1' });
		}
		await split.personnelTo(end);
		await split.build();
		const reader = await split.connection.runAndReadAll(`
			select
				sum(exposed_days)::double / 30, sum(unexposed_days)::double / 30,
				(count(*) filter (is_moved and is_exposed_at_end))::integer,
				(count(*) filter (is_moved and not is_exposed_at_end))::integer,
			from split_time(date '${end}')`);
		expect(reader.getRowsJS()).toEqual([[12, 30, 1, 2]]);
		const ratio = await split.connection.runAndReadAll(
			'select pooled_rate_ratio(1, 12, 2, 30) as r, pooled_rate_error(1, 12, 2, 30) as e from range(1)'
		);
		const [[irr, error]] = ratio.getRowsJS() as [[number, number]];
		expect(irr).toBeCloseTo(1.25, 9);
		expect(irr * Math.exp(-1.959964 * error)).toBeCloseTo(0.113, 3);
		expect(irr * Math.exp(1.959964 * error)).toBeCloseTo(13.8, 1);
	});
});

describe('e_value(rr)', () => {
	test.each([
		[2, 3.4142135624],
		[0.5, 3.4142135624],
		[1, 1]
	])('of %f is %f', async (rr, expected) => {
		const reader = await warehouse.connection.runAndReadAll(`select e_value(${rr}::double) as e`);
		expect(reader.getRowsJS()[0]?.[0]).toBeCloseTo(expected, 9);
	});
});

describe('METRICS.md golden C6: four sets of one to four', () => {
	test('the odds ratio is 9', async () => {
		const reader = await warehouse.connection.runAndReadAll(
			'select pooled_odds_ratio(a, 1, c, 4) from (values (1, 1), (1, 2), (1, 0), (0, 1)) as g (a, c)'
		);
		expect(reader.getRowsJS()).toEqual([[9]]);
	});
});

describe('time_to_move (METRICS.md C3)', () => {
	test('a role that began before the data is at risk from their first day on', async () => {
		const late = await openWarehouse();
		await late.insert('setting', { name: 'personnel.from', value: '2025-01-01' });
		const stay = async (person: string, from: string, to: string | null, move: boolean) => {
			await late.employ(person, from, move ? undefined : (to ?? undefined));
			await late.job(person, from, 'A', 'A');
			if (move && to !== null) await late.job(person, to, 'B', 'B');
		};
		await stay('early', '2024-12-28', '2025-01-09', true);
		await stay('fresh', '2025-01-01', '2025-01-07', true);
		await stay('left', '2025-01-01', '2025-01-11', false);
		await stay('gone', '2024-01-01', '2024-12-01', false);
		await late.personnelTo('2025-01-30');
		await late.build();
		const reader = await late.connection.runAndReadAll(
			"select person_id, entered::integer, ended::integer, ending::integer from followed_role(date '2025-01-30') where variant = 'all' order by person_id, ended desc"
		);
		expect(reader.getRowsJS()).toEqual([
			[1, 0, 22, 0],
			[1, 4, 12, 1],
			[2, 0, 24, 0],
			[2, 0, 6, 1],
			[3, 0, 10, 2]
		]);
	});

	test('exits and stays have the interval that moves have', async () => {
		const measured = async (movers: number, leavers: number) => {
			const cohort = await openWarehouse();
			await cohort.insert('setting', { name: 'personnel.from', value: '2025-01-01' });
			for (let index = 0; index < 40; index += 1) {
				const person = `p${index}`;
				const moves = index < movers;
				const leaves = !moves && index < movers + leavers;
				await cohort.employ(person, '2025-01-01', leaves ? '2025-02-01' : undefined);
				await cohort.job(person, '2025-01-01', 'A', 'A');
				if (moves) await cohort.job(person, '2025-02-01', 'B', 'B');
			}
			await cohort.personnelTo('2025-12-31');
			await cohort.build();
			const request = { metric: 'time_to_move', horizon: 60, to: '2025-02-01' };
			const { rows } = await ask(cohort.connection, { role: 'analyst' }, request);
			return (measure: string) => rows.find((row) => row.measure === measure)!;
		};
		const [one, other] = [await measured(12, 18), await measured(18, 12)];
		for (const [mine, its] of [
			['cif_exit', 'cif_move'],
			['cif_move', 'cif_exit'],
			['stay', 'stay']
		] as const) {
			for (const name of ['value', 'lo', 'hi'] as const)
				expect(one(mine)[name], `${mine} ${name}`).toBeCloseTo(other(its)[name] ?? NaN, 12);
		}
		// Nobody is lost from sight, so that each is the share of 40: Wilson's interval of 10 and of 18.
		expect(one('stay').value).toBeCloseTo(0.25, 12);
		expect(one('stay').lo).toBeCloseTo(0.141871186, 8);
		expect(one('cif_exit').hi).toBeCloseTo(0.601709082, 8);
		// Where nobody moved, Wilson of 40 people: z² ÷ (40 + z²).
		const none = await measured(0, 18);
		expect(none('cif_move')).toMatchObject({ value: 0, lo: 0 });
		expect(none('cif_move').hi).toBeCloseTo(0.0876215, 6);
	});

	test('a job history that tells no exits has moves, and names the file that would tell who left', async () => {
		const posts = await openWarehouse();
		await posts.insert('setting', { name: 'personnel.from', value: '2025-01-01' });
		for (let index = 0; index < 40; index += 1) {
			await posts.job(`p${index}`, '2025-01-01', 'A', 'A');
			if (index < 12) await posts.job(`p${index}`, '2025-02-01', 'B', 'B');
		}
		await posts.personnelTo('2025-12-31');
		await posts.build();
		const request = { metric: 'time_to_move', horizon: 60, to: '2025-02-01' };
		const { rows, notes } = await ask(posts.connection, { role: 'analyst' }, request);
		expect(rows.map(({ measure, value }) => [measure, value])).toEqual([['cif_move', 0.3]]);
		expect(notes.join(' ')).toContain('days on which people left');
	});
});
