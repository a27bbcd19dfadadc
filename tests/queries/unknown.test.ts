import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { AskRequest, ResultRow } from '#queries/ask.ts';
import { openedWith } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

/** Episodes of one kind, one per person, of which the first few were completed. */
const arm = (name: string, done: number, all: number, facts: Partial<Enrolment>): Enrolment[] =>
	Array.from({ length: all }, (_none, index) => ({
		person: `${name}${index}`,
		item: 'c1',
		enrolled: '2025-01-10',
		completed: index < done ? '2025-01-20' : null,
		...facts
	}));
const self = { origin: 'self' } as const;
const required = { origin: 'admin', obligation: 'mandatory' } as const;

const isPlain = ({ measure }: ResultRow): boolean => measure?.startsWith('standardised') !== true;

describe('METRICS.md §0b.5: 30 chosen, 40 required and 30 episodes of unknown initiation', () => {
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [
				...arm('v', 18, 30, self),
				...arm('m', 30, 40, required).map((row, index) =>
					index < 10 ? { ...row, person: `v${index}`, item: 'c2' } : row
				),
				...arm('u', 12, 30, {})
			]
		});
	});
	const rowsOf = async (request: AskRequest): Promise<readonly ResultRow[]> =>
		(await ask(warehouse.connection, { role: 'analyst' }, request)).rows;

	test('the gap counts the people of either class once, and nobody outside both', async () => {
		const rows = (await rowsOf({ metric: 'completion_gap' })).filter(isPlain);
		expect(rows.map(({ measure, persons }) => [measure, persons])).toEqual([
			['assigned_required', 40],
			['difference', 60],
			['voluntary', 30]
		]);
	});

	test('the gap is a range between its rates’ worst cases', async () => {
		const rows = (await rowsOf({ metric: 'completion_gap' })).filter(isPlain);
		expect(rows.map(({ reason }) => reason)).toEqual(['range', 'range', 'range']);
		const [must, gap, chosen] = rows;
		expect(chosen?.bound_lo).toBeCloseTo(18 / 48, 12);
		expect(chosen?.bound_hi).toBeCloseTo(30 / 42, 12);
		expect(must?.bound_lo).toBeCloseTo(30 / 58, 12);
		expect(must?.bound_hi).toBeCloseTo(42 / 52, 12);
		expect(gap?.bound_lo).toBeCloseTo(18 / 48 - 42 / 52, 12);
		expect(gap?.bound_hi).toBeCloseTo(30 / 42 - 30 / 58, 12);
		expect(gap?.unknown_share).toBeCloseTo(0.3, 12);
	});

	test('the period-based rate is a range too, over all that was open', async () => {
		const [rate] = await rowsOf({
			metric: 'period_completion_rate',
			grain: 'quarter',
			from: '2025-01-01',
			to: '2025-04-01',
			variant: 'broad'
		});
		expect(rate).toMatchObject({ numerator: 18, denominator: 30, reason: 'range' });
		expect(rate?.unknown_share).toBeCloseTo(0.3, 12);
		expect(rate?.bound_lo).toBeCloseTo(18 / 48, 12);
		expect(rate?.bound_hi).toBeCloseTo(30 / 42, 12);
	});

	test('the curve is a range too, with the bounds of the rate; what is not a class of choice has none of its own', async () => {
		const rate = { variant: 'broad', horizon: 30 } as const;
		const [known] = await rowsOf({ metric: 'voluntary_completion_rate', ...rate });
		const rows = await rowsOf({ metric: 'time_to_complete', horizon: 30 });
		const point = rows.find((row) => row.measure === 'cif' && row.horizon === 30);
		expect(point).toMatchObject({ value: 0.6, reason: 'range' });
		expect(point?.bound_lo).toBeCloseTo(18 / 48, 9);
		expect(point?.bound_hi).toBeCloseTo(30 / 42, 9);
		expect(point?.bound_lo).toBeCloseTo(known?.bound_lo ?? 0, 9);
		expect(point?.bound_hi).toBeCloseTo(known?.bound_hi ?? 0, 9);
		for (const row of rows) expect(row.unknown_share).toBeCloseTo(0.3, 12);
		const unknown = await rowsOf({ metric: 'time_to_complete', variant: 'unknown', horizon: 30 });
		expect(unknown.every((row) => row.bound_lo === null && row.reason !== 'range')).toBe(true);
	});
});

test('a gap with a banded rate stays a band, wide enough for the unknown', async () => {
	const warehouse = await openedWith({
		to: '2025-12-31',
		enrolments: [
			...arm('v', 0, 12, self),
			...arm('m', 30, 40, required),
			...arm('u', 0, 2, {}),
			...arm('w', 2, 2, {})
		]
	});
	const { rows } = await ask(
		warehouse.connection,
		{ role: 'analyst' },
		{ metric: 'completion_gap' }
	);
	const gap = rows.find(({ measure }) => measure === 'difference');
	expect(gap).toMatchObject({ value: null, lo: null, hi: null, reason: 'band' });
	expect(gap?.bound_lo).toBeCloseTo(0 - 34 / 44, 12);
	expect(gap?.bound_hi).toBeCloseTo(4 / 16 - 30 / 44, 12);
});

describe('METRICS.md §I: what few people of unknown initiation did is told by no bound', () => {
	const unit = (name: string, done: number, unknown: number): Enrolment[] =>
		[...arm(`${name}v`, 12, 20, self), ...arm(`${name}u`, done, unknown, {})].map((row) => ({
			...row,
			unit: name,
			minutes: 45,
			seconds: row.completed ? 1800 : 300
		}));
	const opened = (done: number): Promise<Warehouse> =>
		openedWith({
			to: '2025-12-31',
			enrolments: [unit('A', 6, 6), unit('B', done, 3), unit('C', 5, 9)].flat()
		});
	const bounded = [
		'voluntary_completion_rate',
		'completion_gap',
		'period_completion_rate',
		'time_to_complete',
		'meaningful_progress_rate',
		'depth_guardrail',
		'voluntary_hours_share',
		'self_found_ratio',
		'self_directed_reach'
	];
	const worlds = [opened(0), opened(3)] as const;
	const told = (warehouse: Warehouse, metric: string, role: 'analyst' | 'lead') =>
		ask(warehouse.connection, { role }, { metric, by: ['org_unit'] }).then(({ rows }) => rows);

	test.each(bounded)('%s is the same whether three finished or nobody', async (metric) => {
		const [none, all] = await Promise.all(worlds);
		for (const role of ['analyst', 'lead'] as const)
			expect(await told(none, metric, role)).toEqual(await told(all, metric, role));
	});

	describe('rates of people', () => {
		const walks = (
			name: string,
			people: number,
			last: Partial<Enrolment>,
			lastBy: Partial<Enrolment> = self
		): Enrolment[] =>
			Array.from({ length: people }, (_none, index) =>
				['one', 'two', 'three'].map((item, place): Enrolment => ({
					person: `${name}${index}`,
					item,
					enrolled: `2025-0${place + 4}-10`,
					completed: `2025-0${place + 4}-20`,
					...(place === 2 ? { ...lastBy, ...last } : self)
				}))
			).flat();
		const world = (few: Enrolment[]): Promise<Warehouse> =>
			openedWith({
				to: '2025-12-31',
				enrolments: [...walks('a', 20, {}), ...walks('b', 10, { completed: null }), ...few]
			});
		const answersOf = async (metric: string, worlds: readonly Warehouse[]) => {
			const asked = { metric, from: '2025-04-01', to: '2025-07-01' };
			return Promise.all(worlds.map((one) => ask(one.connection, { role: 'analyst' }, asked)));
		};

		test('path_rate is the same whether three may have walked a path or nobody', async () => {
			const worlds = await Promise.all([
				world(walks('c', 3, {}, {})),
				world(walks('c', 3, { completed: null }, {}))
			]);
			const [one, other] = await answersOf('path_rate', worlds);
			expect(one?.rows).toEqual(other?.rows);
			expect(one?.rows).toMatchObject([{ numerator: 20, persons: 33, bound_lo: 0, bound_hi: 1 }]);
			// METRICS.md §I rule 9: the ledger has them, though the number itself is told.
			expect(one?.hidden).toEqual([{ rule: 'bounds', cells: 1 }]);
		});

		test('reach and path_rate are the same whatever three accounts that match nobody did', async () => {
			const worlds = await Promise.all([
				world(walks('c', 3, {})),
				world(walks('c', 3, {}).map((row) => ({ ...row, completed: null })))
			]);
			for (const warehouse of worlds) {
				for (const [name, people] of [
					['a', 20],
					['b', 10]
				] as const)
					for (let index = 0; index < people; index += 1)
						await warehouse.employ(`${name}${index}`, '2024-01-01');
				await warehouse.personnelTo('2025-12-31');
				await warehouse.build();
			}
			for (const metric of ['self_directed_reach', 'path_rate']) {
				const [one, other] = await answersOf(metric, worlds);
				expect(one?.rows, metric).toEqual(other?.rows);
				expect(one?.rows, metric).toMatchObject([{ persons: 30, bound_hi: 1 }]);
			}
		});
	});

	test('such bounds hold whatever they did; a neighbour with more of them keeps its own', async () => {
		const rows = await told(await worlds[1], 'voluntary_completion_rate', 'analyst');
		expect(
			rows
				.filter(({ variant }) => variant === 'broad')
				.map((row) => [row['org_unit'], row.bound_lo, row.bound_hi])
		).toEqual([
			['A', 12 / 26, 18 / 26],
			['B', 12 / 23, 15 / 23],
			['C', 12 / 24, 17 / 25]
		]);
	});

	test('minutes of few people of unknown initiation show in no bound and no share', async () => {
		const rows = await told(await worlds[1], 'voluntary_hours_share', 'analyst');
		const wall = rows.filter(({ variant }) => variant === 'wall');
		expect(wall.map((row) => [row.bound_hi === null, row.unknown_share === null])).toEqual([
			[true, true],
			[true, true],
			[false, false]
		]);
	});
});
