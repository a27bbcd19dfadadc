import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { ResultRow } from '#queries/ask.ts';
import { countsOf } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { Warehouse } from './warehouse.ts';

const metric = 'manager_readiness';
let warehouse: Warehouse;

const numbers = (from: number, count: number): number[] =>
	Array.from({ length: count }, (_none, place) => from + place);
const nameOf = (number: number): string => `p${String(number).padStart(2, '0')}`;
const learners = numbers(1, 12).map(nameOf);
const others = numbers(13, 12).map(nameOf);
/** They work in another family, where nobody learned. */
const elsewhere = numbers(25, 11).map(nameOf);
const everybody = [...learners, ...others, ...elsewhere];
const isIn = (list: readonly string[], person: string): boolean => list.includes(person);

interface Rating {
	readonly rated_on: string | null;
	readonly score: number;
	readonly rater_key?: string;
	readonly cycle?: string;
	readonly phase?: string;
	readonly question?: string;
}

let line = 0;

async function rate(person: string, ratings: readonly Rating[]): Promise<void> {
	const reader = await warehouse.connection.runAndReadAll(
		'select min(identity_id) from identity where username = $person',
		{ person }
	);
	const [[identity_id = null] = []] = reader.getRowsJS() as number[][];
	for (const rating of ratings)
		await warehouse.insert('manager_rating', {
			batch_id: 9001,
			line: (line += 1),
			identity_id,
			rater_key: 'boss',
			cycle: rating.rated_on,
			question: 'ready',
			points: 5,
			...rating
		});
}

/** A later rating than in the round before, of what the group that the person is in rose to. */
const risen = (person: string): Rating => ({
	rated_on: '2024-12-10',
	score: isIn(learners, person) ? 4 : isIn(elsewhere, person) ? 5 : 3
});

beforeAll(async () => {
	warehouse = await openWarehouse();
	for (const person of everybody) {
		await warehouse.employ(person, '2022-01-01');
		const family = isIn(elsewhere, person) ? 'Finance' : 'Engineering';
		await warehouse.job(person, '2022-01-01', 'Unit', `${family} 1`, 'boss', {
			family,
			grade: 'G1'
		});
	}
	const promotion = { grade: 'G2', family: 'Engineering', reason: 'promotion' } as const;
	for (const person of learners.slice(0, 4))
		await warehouse.job(person, '2025-06-01', 'Unit', 'Engineering 2', 'boss', promotion);
	// A day too late for the year after the rating of 10 December 2024.
	await warehouse.job(learners[4] ?? '', '2025-12-11', 'Unit', 'Engineering 2', 'boss', promotion);
	const passed = { family: 'Finance', grade: 'G1', reason: 'probation' } as const;
	for (const [index, day] of ['2025-06-01', '2024-11-01', '2025-12-11'].entries())
		await warehouse.job(elsewhere[index] ?? '', day, 'Unit', 'Finance 1', 'boss', passed);
	await warehouse.personnelTo('2025-12-31');
	await warehouse.insert('batch', {
		batch_id: 9001,
		source_id: 'ratings',
		system: 'ratings',
		file_name: 'ratings.csv',
		sha256: 'ratings',
		data_from: null,
		data_to: '2025-12-31',
		imported_at: '2026-01-01 00:00:00'
	});
	await warehouse.load({
		from: '2022-01-01',
		to: '2025-12-31',
		enrolments: learners.flatMap((person) =>
			['a', 'b', 'c'].map((item) => ({
				person,
				item,
				enrolled: '2024-03-01',
				completed: '2024-04-01',
				origin: 'self',
				originRule: 'R6'
			}))
		)
	});
	for (const person of everybody)
		await rate(person, [{ rated_on: '2024-01-10', score: 3 }, risen(person)]);
	await warehouse.build();
}, 240_000);

const rows = async (asked = {}): Promise<readonly ResultRow[]> =>
	(await ask(warehouse.connection, { role: 'analyst' }, { metric, ...asked })).rows;
const told = async (measure: string, variant = 'all', asked = {}): Promise<ResultRow | undefined> =>
	(await rows(asked)).find((row) => row.measure === measure && row.variant === variant);

describe('D6 from a job history', () => {
	test('the plain difference takes all others, the matched one those of the same family', async () => {
		// Others: 12 of Engineering who stayed at 3, 11 of Finance who rose to 5.
		expect((await told('difference'))?.value).toBeCloseTo(1 - 22 / 23, 12);
		expect(await told('matched_difference')).toMatchObject({ value: 1, persons: 12 });
	});

	test('of those rated 4 four of twelve moved within a year, of those rated 5 one passed a probation; the day after it is too late', async () => {
		const four = await told('moved', 'rated_4');
		expect(four).toMatchObject({ numerator: 4, denominator: 12, persons: 12 });
		// R: prop.test(4, 12, correct = FALSE)
		expect(four?.lo).toBeCloseTo(0.138120091091, 9);
		expect(four?.hi).toBeCloseTo(0.609377911127, 9);
		expect(await told('moved', 'rated_3')).toMatchObject({ bound_hi: 0.05, denominator: 12 });
		// One of Finance passed a probation in that year; two did before and after it.
		expect(await told('moved', 'rated_5')).toMatchObject({ numerator: 1, denominator: 11 });
		expect(await told('moved')).toMatchObject({ numerator: 5, denominator: 35 });
		expect(await countsOf(warehouse, { metric, variant: 'rated_4' })).toMatchObject({
			numerator: { rated_twice: 12 }
		});
	});

	test('no year of job history behind the rating, no share; the change stays', async () => {
		const asked = { as_of: '2025-12-09' };
		expect(await told('moved', 'all', asked)).toBeUndefined();
		expect(await told('change', 'all', asked)).toMatchObject({ persons: 35 });
	});

	test('a level of fewer than ten people hides itself and a neighbour', async () => {
		await warehouse.connection.run(
			'update rating_pair set level = 2 where person_id in (select person_id from rating_pair where level = 3 order by person_id limit 4)'
		);
		const levels = (await rows()).filter(({ measure }) => measure === 'moved');
		const dark = levels.filter(({ suppressed }) => suppressed).map(({ variant }) => variant);
		expect(dark).toEqual(expect.arrayContaining(['rated_2', 'rated_3']));
		expect(levels.find(({ variant }) => variant === 'all')?.suppressed).toBe(false);
		expect(levels.find(({ variant }) => variant === 'rated_4')?.suppressed).toBe(false);
	});
});

describe('D6 by stratum', () => {
	const strata = [
		{
			learners: [1, 1, 0, 1, 2, 0, 1, 1, 0, 1, 1, 2],
			others: [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
		},
		{ learners: [0, 1, 1, 0, 1, 2], others: [0, 0, 1, 1] },
		{ learners: [1, 1, 1], others: [] }
	] as const;

	async function place(
		kept: readonly { learners: readonly number[]; others: readonly number[] }[]
	) {
		await warehouse.connection.run('delete from rating_pair');
		let person_id = 0;
		for (const [stratum, arms] of kept.entries())
			for (const exposure of ['learners', 'others'] as const)
				for (const change of arms[exposure])
					await warehouse.insert('rating_pair', {
						person_id: (person_id += 1),
						after_on: '2024-12-10',
						before_on: '2024-01-10',
						change,
						exposure,
						stratum,
						level: 3,
						has_role: false,
						org_unit_id: 0,
						job_family_id: 0,
						location_id: 0,
						grade_id: 0
					});
	}

	test('others are weighted to the learners', async () => {
		await place(strata);
		const matched = await told('matched_difference');
		// R: lm of the changes on the strata, each arm alone; t(w) vcov w of both, degrees of freedom by Welch and Satterthwaite
		expect(matched?.persons).toBe(14);
		expect(matched?.value).toBeCloseTo(0.5222222222222, 9);
		expect(matched?.lo).toBeCloseTo(0.0849304225961, 9);
		expect(matched?.hi).toBeCloseTo(0.9595140218483, 9);
	});

	test('one stratum is the plain difference, with its interval', async () => {
		await place(strata.slice(0, 1));
		const [matched, plain] = [await told('matched_difference'), await told('difference')];
		for (const end of ['value', 'lo', 'hi'] as const)
			expect(matched?.[end]).toBeCloseTo(plain?.[end] ?? 0, 12);
	});

	test.each([
		[
			'fewer than half of the learners find others',
			[strata[0], { learners: Array<number>(13).fill(1), others: [] }]
		],
		[
			'fewer than ten people on a side do',
			[
				{ learners: [...strata[0].learners], others: strata[0].others.slice(1) },
				{ learners: [], others: [1, 1, 1] }
			]
		]
	])('no matched number where %s', async (_why, kept) => {
		await place(kept);
		expect(await told('matched_difference')).toBeUndefined();
		expect((await told('difference'))?.suppressed).toBe(false);
	});
});

describe('D6 by review round', () => {
	/** Everybody is rated anew: first on a day of their own, then on one day. */
	async function rateFirstOn(dayOf: (person: string) => string): Promise<void> {
		await warehouse.connection.run('delete from manager_rating');
		for (const person of everybody.toReversed())
			await rate(person, [{ rated_on: dayOf(person), score: 3 }, risen(person)]);
		await warehouse.build();
	}

	test('one that goes on over the end of a quarter is one stratum', async () => {
		await rateFirstOn((person) => (isIn(others, person) ? '2024-04-09' : '2024-03-26'));
		expect(await told('matched_difference')).toMatchObject({ value: 1, persons: 12 });
	});

	test('after more than 14 days on which nobody was rated another begins, within a quarter too', async () => {
		await rateFirstOn((person) => (isIn(others, person) ? '2024-02-16' : '2024-02-01'));
		expect(await told('difference')).toBeDefined();
		expect(await told('matched_difference')).toBeUndefined();
	});

	test('ratings all year round are parted by quarter', async () => {
		/** Every twelve days from January to May. */
		const elsewhereOn = (person: string): string =>
			new Date(Date.UTC(2024, 0, 10 + 12 * elsewhere.indexOf(person))).toISOString().slice(0, 10);
		const dayOf =
			(other: string) =>
			(person: string): string =>
				isIn(elsewhere, person) ? elsewhereOn(person) : isIn(others, person) ? other : '2024-03-26';
		await rateFirstOn(dayOf('2024-04-01'));
		expect(await told('matched_difference')).toBeUndefined();
		await rateFirstOn(dayOf('2024-01-02'));
		expect(await told('matched_difference')).toMatchObject({ value: 1, persons: 12 });
	});
});

describe('the explanation of D6', () => {
	const early = { rated_on: '2024-01-10', score: 3 };
	const late = { rated_on: '2024-12-10', score: 4 };

	async function rateAnew(of: (person: string) => readonly Rating[]): Promise<void> {
		await warehouse.connection.run('delete from manager_rating');
		for (const person of everybody) await rate(person, of(person));
		await warehouse.build();
	}

	test('counts who was rated and is in no pair, by what keeps them out', async () => {
		await rateAnew((person) => {
			// Not all improve: a share of all of a few people is told as a band, and hides what it counts.
			if (isIn(learners, person)) return [early, person === learners[0] ? risen('p13') : late];
			return isIn(others, person) ? [early] : [early, { ...late, rater_key: 'another' }];
		});
		expect(await countsOf(warehouse, { metric })).toEqual({
			numerator: { rated_twice: 12 },
			denominator: {},
			out: { rated_before_only: 12, other_rater: 11 }
		});
		expect(await countsOf(warehouse, { metric, from: '2024-07-01', to: '2025-01-01' })).toEqual({
			numerator: { rated_twice: 12 },
			denominator: {},
			out: { outside_period: 23, other_rater: 11 }
		});
	});

	test('knows each reason, and hides those of fewer than ten people', async () => {
		const middle = { rated_on: '2024-06-10', score: 3 };
		const lone: readonly (readonly [string | null, readonly Rating[]])[] = [
			['rated_before_only', [early]],
			['rated_once', [middle]],
			['rated_after_only', [late]],
			['rated_before_only', [{ ...late, phase: 'before' }]],
			['rated_after_only', [{ ...early, phase: 'after' }]],
			['other_rater', [early, { ...late, rater_key: 'another' }]],
			['other_statement', [early, { ...late, question: 'steady' }]],
			[
				'not_before_then_after',
				[
					{ ...early, phase: 'before' },
					{ ...late, phase: 'before' }
				]
			],
			['rating_incomplete', [{ ...early, rated_on: null }]],
			[
				'rated_anew',
				[
					{ ...early, cycle: 'a' },
					{ ...late, cycle: 'a' }
				]
			],
			[null, [early, late]]
		];
		await rateAnew((person) => lone[others.indexOf(person)]?.[1] ?? [early, late]);
		const reader = await warehouse.connection.runAndReadAll(
			`select distinct i.username, r.why
			from readiness_rating as r
			join identity_person as p on p.person_id = r.person_id
			join identity as i on i.identity_id = p.identity_id
			where i.username between 'p13' and 'p23' and r.why is not null
			order by all`
		);
		const whys = new Map(reader.getRowsJS() as [string, string][]);
		expect(lone.map((_one, index) => whys.get(others[index] ?? '') ?? null)).toEqual(
			lone.map(([why]) => why)
		);
		// Nor is the one group that is large enough told, from which the smaller ones together would follow.
		const counts = await countsOf(warehouse, { metric });
		expect(counts.numerator).toEqual({ hidden: null });
		expect(counts.out).toEqual({ hidden: null });
	});
});
