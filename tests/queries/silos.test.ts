import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import type { ResultRow } from '#queries/ask.ts';
import { openWarehouse } from './warehouse.ts';
import { countsOf } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const day = (index: number): string =>
	new Date(Date.parse('2025-01-02T00:00:00Z') + index * 86_400_000).toISOString().slice(0, 10);

/** Twenty people; each takes so many items of department x, and so many of y. METRICS.md golden B7 in sum. */
const people = Array.from({ length: 20 }, (_none, index) => {
	const isX = index < 10;
	const isMore = index % 2 === 0;
	return {
		person: `p${index}`,
		unit: isX ? 'x team' : 'y',
		x: isX ? (isMore ? 4 : 2) : isMore ? 1 : 3,
		y: isX ? (isMore ? 0 : 2) : isMore ? 3 : 5
	};
});
const chosen: Enrolment[] = people.flatMap(({ person, unit, x, y }) =>
	[
		...Array.from({ length: x }, (_none, index) => `x${index}`),
		...Array.from({ length: y }, (_none, index) => `y${index}`)
	].map((item, index) => ({
		person,
		item,
		unit,
		enrolled: day(4 * index),
		completed: day(4 * index),
		origin: 'self',
		originRule: 'R6'
	}))
);
/** Item y4 has no owner: it was given to six people of y, and to one of another unit. Two items were given to everybody. */
const given: Enrolment[] = [
	...Array.from({ length: 6 }, (_none, index) => ({
		person: `p${10 + index}`,
		item: 'y4',
		unit: 'y'
	})),
	{ person: 'p0', item: 'y4', unit: 'x team' },
	...people.flatMap(({ person, unit }) =>
		['all', 'also all'].map((item) => ({ person, item, unit }))
	)
].map((row) => ({
	...row,
	enrolled: '2024-11-04',
	completed: '2024-11-05',
	origin: 'admin',
	obligation: 'mandatory'
}));
const general: Enrolment[] = people.slice(5, 15).map(({ person, unit }) => ({
	person,
	item: 'all',
	unit,
	enrolled: '2025-03-03',
	completed: '2025-03-03',
	origin: 'self',
	originRule: 'R6'
}));

let warehouse: Warehouse;
let rows: readonly ResultRow[];
beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.load({
		to: '2025-06-30',
		enrolments: [...given, ...chosen, ...general]
	});
	await warehouse.connection.run(
		"update item_alias set owner_unit = case when code like 'x%' then 'x' when code like 'y%' and code <> 'y4' then 'Y' end where code not like '%all'"
	);
	for (const [line, [unit, parent]] of (
		[
			['Group', null],
			['x', 'Group'],
			['x team', 'x'],
			['Y', 'Group'],
			['y', 'Y']
		] as const
	).entries())
		await warehouse.insert('unit_tree', { batch_id: 1, line, org_unit: unit, parent_unit: parent });
	await warehouse.build();
	({ rows } = await ask(warehouse.connection, { role: 'analyst' }, { metric: 'silo_index' }));
}, 30_000);

const of = (measure: string | null, variant: string | null = null): ResultRow | undefined =>
	rows.find((row) => row.measure === measure && row.variant === variant);

test('it is explained by the steps behind it: those across and those at home make its number', async () => {
	expect(await countsOf(warehouse, { metric: 'silo_index' })).toEqual({
		numerator: { other_department: 30 },
		denominator: { own_department: 70 },
		out: { homeless: 10 }
	});
	const { rows: listed } = await explain(
		warehouse.connection,
		{ role: 'analyst' },
		{ metric: 'silo_index', variant: 'x → Y' },
		{ limit: 100, offset: 0, reason: 'other_department' }
	);
	expect(listed).toHaveLength(30);
	expect(new Set(listed?.map((row) => row.class))).toEqual(new Set(['self_initiated']));
});

describe('METRICS.md golden B7', () => {
	test('[[30, 10], [20, 40]]: 30 % across, 50 % expected, r = 0.40', () => {
		expect(of('cross_share')).toMatchObject({ value: 0.3, numerator: 30, denominator: 100 });
		expect(of('cross_share_by_chance')?.value).toBeCloseTo(0.5, 12);
		expect(of('cross_share_by_chance')).toMatchObject({ lo: null, hi: null });
		expect(of(null)).toMatchObject({ persons: 20 });
		expect(of(null)?.value).toBeCloseTo(0.4, 9);
	});

	test('the matrix, with what the margins alone expect', () => {
		expect(of('observed', 'x → Y')).toMatchObject({ value: 0.1, numerator: 10, persons: 5 });
		expect(of('observed', 'Y → Y')).toMatchObject({ value: 0.4, numerator: 40, persons: 10 });
		expect(of('observed_to_expected', 'x → x')?.value).toBeCloseTo(1.5, 9);
		expect(of('observed_to_expected', 'x → Y')?.value).toBeCloseTo(0.5, 9);
	});

	test('the interval is near that of resampled people', () => {
		let state = 12345;
		const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
		const drawn = Array.from({ length: 4000 }, () => {
			const cells = [0, 0, 0, 0];
			for (let place = 0; place < people.length; place += 1) {
				const { unit, x, y } = people[Math.floor(random() * people.length)]!;
				const row = unit === 'y' ? 2 : 0;
				cells[row]! += x;
				cells[row + 1]! += y;
			}
			const [xx = 0, xy = 0, yx = 0, yy = 0] = cells;
			const total = xx + xy + yx + yy;
			const chance = ((xx + xy) * (xx + yx) + (yx + yy) * (xy + yy)) / total ** 2;
			return ((xx + yy) / total - chance) / (1 - chance);
		}).toSorted((a, b) => a - b);
		expect(Math.abs((of(null)?.lo ?? 9) - drawn[100]!)).toBeLessThan(0.05);
		expect(Math.abs((of(null)?.hi ?? 9) - drawn[3900]!)).toBeLessThan(0.05);
	});
});

describe('the home of an item', () => {
	test('is its owner’s department, else where it is given out most, else nowhere', async () => {
		const reader = await warehouse.connection.runAndReadAll(
			`select i.code, h.department, h.is_owned from item_home as h join item as i on i.item_id = h.item_id
			where i.code in ('x0', 'y4', 'all') order by i.code, h.department`
		);
		expect(reader.getRowsJS()).toEqual([
			['x0', 'x', true],
			['y4', 'Y', false]
		]);
		expect(of('homeless_share')).toMatchObject({ numerator: 10, denominator: 110 });
	});

	test('is none with an owner that serves everybody', async () => {
		await warehouse.connection.run(
			"insert into setting values ('silo.general_owners', 'Legal; X')"
		);
		await warehouse.build();
		const reader = await warehouse.connection.runAndReadAll(
			"select count(*)::integer from item_home where department = 'x'"
		);
		expect(reader.getRowsJS()).toEqual([[0]]);
	});

	test('where no item is at home there is no index, and the answer says why', async () => {
		const homeless = await openWarehouse();
		await homeless.load({ to: '2025-12-31', enrolments: chosen });
		await homeless.build();
		const request = { metric: 'silo_index' };
		const answer = await ask(homeless.connection, { role: 'analyst' }, request);
		expect(answer.rows.map(({ measure, value }) => [measure, value])).toEqual([
			['homeless_share', 1]
		]);
		expect(answer.notes.join()).toContain('no item that is known to be chosen is at home');
	});
});

describe('cells of few people', () => {
	test('take others with them until no row, column or total gives them back', async () => {
		const reader = await warehouse.connection.runAndReadAll(
			`with matrix (cell, from_group, to_group, persons, is_hidden) as (values
				(1, 'a', 'a', 20, false), (1, 'a', 'b', 3, true), (1, 'a', 'c', 9, false),
				(1, 'b', 'a', 8, false), (1, 'b', 'b', 30, false), (1, 'b', 'c', 7, false),
				(1, 'c', 'a', 11, false), (1, 'c', 'b', 12, false), (1, 'c', 'c', 25, false)),
			one as (select * from veiled_line('matrix', 'row')),
			two as (select * from veiled_line('one', 'column')),
			three as (select * from veiled_line('two', 'row'))
			select concat(from_group, to_group) as place from three where is_hidden order by place`
		);
		expect(reader.getRowsJS().flat()).toEqual(['ab', 'ac', 'ba', 'bc', 'ca', 'cb']);
	});
});
