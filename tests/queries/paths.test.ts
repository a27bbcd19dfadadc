import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import { openedWith, valueOf } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const dayAfter = (day: string, days: number): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** A chosen and completed item. */
const choice = (person: string, item: string, enrolled: string): Enrolment => ({
	person,
	item,
	enrolled,
	completed: dayAfter(enrolled, 1),
	origin: 'self',
	originRule: 'R6'
});

/** METRICS.md golden B: six learners, one letter an item, ten days apart. */
const golden = ['ABC', 'ABCD', 'BAC', 'AB', 'ABEC', 'DE'].flatMap((items, person) =>
	[...items].map((item, index) =>
		choice(`p${person + 1}`, item, dayAfter('2025-01-06', 10 * index))
	)
);

const rowsOf = async (warehouse: Warehouse, sql: string): Promise<Record<string, unknown>[]> =>
	(await warehouse.connection.runAndReadAll(sql)).getRowObjectsJS();

describe('METRICS.md golden B: ABC, ABCD, BAC, AB, ABEC, DE', () => {
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await openedWith({ to: '2025-12-31', enrolments: golden });
	});
	const patterns = () =>
		rowsOf(
			warehouse,
			`select f.persons::integer as persons, base::integer as base, prefix_persons::integer as prefix_persons,
				last_persons::integer as last_persons, holders::integer as holders, expected, lift, z, p, q, 
				concat(a.code, b.code, c.code, d.code) as path
			from frequent_pattern(null::date, null::date, date '2025-12-31', 1) as f
			join item as a on a.item_id = f.item_1
			join item as b on b.item_id = f.item_2
			left join item as c on c.item_id = f.item_3
			left join item as d on d.item_id = f.item_4`
		);

	test('B2 and B4: A → B directly is 4 of 5, against 1.6667 by chance', async () => {
		const [edge] = await rowsOf(
			warehouse,
			`select e.*, poisson_tail(in_order, expected) as p
			from next_item_edge(null::date, null::date, date '2025-12-31', 1) as e
			join item as a on a.item_id = e.from_id and a.code = 'a'
			join item as b on b.item_id = e.to_id and b.code = 'b'`
		);
		expect(Number(edge?.['persons']) / Number(edge?.['persons_onward'])).toBeCloseTo(0.8, 12);
		expect(edge?.['expected']).toBeCloseTo(5 / 3, 9);
		expect(edge?.['lift']).toBeCloseTo(2.4, 9);
		expect(edge?.['z']).toBeCloseTo(2.2563043, 6);
		expect(edge?.['p']).toBeCloseTo(0.0882671517, 9);
		expect(edge?.['q']).toBeGreaterThan(0.05);
	});

	test('B3: support of A, B is 4 of 6 and of A, B, C 3 of 6; its rule lift is 1.125', async () => {
		const found = await patterns();
		expect(found.find(({ path }) => path === 'ab')).toMatchObject({ persons: 4, base: 6 });
		const abc = found.find(({ path }) => path === 'abc');
		expect(abc).toMatchObject({ persons: 3, base: 6, prefix_persons: 4, last_persons: 4 });
		expect(3 / 4 / (Number(abc?.['last_persons']) / 6)).toBeCloseTo(1.125, 12);
	});

	test('B4: four hold A, B and C, one in six of them in this order by chance', async () => {
		const abc = (await patterns()).find(({ path }) => path === 'abc');
		expect(abc).toMatchObject({ holders: 4 });
		expect(abc?.['expected']).toBeCloseTo(0.6666667, 6);
		expect(abc?.['lift']).toBeCloseTo(4.5, 9);
	});

	test('the edges out of an item add up to the people with a next item', async () => {
		const found = await rowsOf(
			warehouse,
			`select from_id, sum(persons)::integer as persons, any_value(persons_onward)::integer as persons_onward
			from next_item_edge(null::date, null::date, date '2025-12-31', 1) group by all having sum(persons) > 0`
		);
		expect(found.length).toBe(5);
		for (const { persons, persons_onward } of found) expect(persons).toBe(persons_onward);
	});
});

describe('METRICS.md golden B1', () => {
	test('three of eight reach the third item of a path in the period', async () => {
		const days = { p1: [0, 20, 50], p2: [0, 70, 90], p3: [0, 10, 15, 200], p4: [0, 30, 80] };
		const enrolments = Object.entries(days).flatMap(([person, on]) =>
			on.map((day, index) => choice(person, `c${index}`, dayAfter('2025-01-01', day)))
		);
		const assigned: Enrolment = {
			person: 'p4',
			item: 'duty',
			enrolled: dayAfter('2025-01-01', 40),
			completed: dayAfter('2025-01-01', 41),
			obligation: 'mandatory',
			origin: 'admin'
		};
		const others = ['p5', 'p6', 'p7', 'p8'].map((person) => ({
			...assigned,
			person,
			enrolled: '2025-01-01'
		}));
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [...enrolments, assigned, ...others]
		});
		const rate = await valueOf(
			warehouse,
			{ metric: 'path_rate', from: '2025-01-01', to: '2025-04-01' },
			{ period_no: 8100 }
		);
		expect(rate).toMatchObject({ value: 0.375, numerator: 3, denominator: 8 });
		expect(
			await rowsOf(
				warehouse,
				'select person_id, length, span_days, assigned_share from path_instance order by person_id'
			)
		).toEqual([
			{ person_id: 1, length: 3, span_days: 50, assigned_share: 0 },
			{ person_id: 3, length: 3, span_days: 15, assigned_share: 0 },
			{ person_id: 4, length: 3, span_days: 80, assigned_share: 0.25 }
		]);
	});
});

describe('the golden learners twice, through the front door', () => {
	let warehouse: Warehouse;
	const twice = golden.flatMap((row) => [row, { ...row, person: `${row.person} again` }]);
	beforeAll(async () => {
		warehouse = await openedWith({ to: '2025-12-31', enrolments: twice });
	});
	const told = async (metric: string, variant: string, role: 'analyst' | 'lead' = 'analyst') => {
		const { rows } = await ask(warehouse.connection, { role }, { metric });
		return Object.fromEntries(
			rows.filter((row) => row.variant === variant).map((row) => [row.measure, row])
		);
	};

	test('edges of at least five people, with all their measures', async () => {
		const edge = await told('next_item_graph', 'Title of A → Title of B');
		expect(edge['confidence']).toMatchObject({ value: 0.8, numerator: 8, denominator: 10 });
		expect(edge['expected']?.value).toBeCloseTo(10 / 3, 6);
		expect(edge['lift']?.value).toBeCloseTo(2.4, 6);
		const { rows } = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'next_item_graph' }
		);
		expect(rows.every(({ persons }) => (persons ?? 0) >= 5)).toBe(true);
		expect(new Set(rows.map(({ variant }) => variant))).toEqual(
			new Set([null, 'Title of A → Title of B'])
		);
	});

	test('patterns of at least five people, against both nulls', async () => {
		const abc = await told('frequent_paths', 'Title of A → Title of B → Title of C');
		expect(abc['support']).toMatchObject({ value: 0.5, numerator: 6, denominator: 12 });
		expect(abc['confidence']?.value).toBeCloseTo(0.75, 9);
		expect(abc['rule_lift']?.value).toBeCloseTo(1.125, 9);
		expect(abc['p_popularity']?.value).toBeLessThan(0.1);
		const ac = await told('frequent_paths', 'Title of A → Title of C');
		expect(ac['expected']?.value).toBeCloseTo(4, 9);
		expect(ac['order_lift']?.value).toBeCloseTo(2, 9);
		const rounded = await told('frequent_paths', 'Title of A → Title of B → Title of C', 'lead');
		expect(rounded['support']).toMatchObject({ value: 0.5, numerator: 5, denominator: 10 });
	});

	test('what chance expects does not tell of two people who took the items otherwise', async () => {
		// Of ten with A and B eight took A first, of eight with A, B and C six took B first and then C.
		for (const path of ['Title of A → Title of B', 'Title of A → Title of B → Title of C'])
			for (const role of ['analyst', 'lead'] as const)
				expect(Object.keys(await told('frequent_paths', path, role)).toSorted()).toEqual([
					...['confidence', 'flag', 'p_popularity', 'rule_lift', 'support']
				]);
		const { rows } = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'frequent_paths' }
		);
		const expected = rows.filter(({ measure }) => measure === 'expected');
		expect(expected.map(({ variant }) => variant)).toEqual([
			'Title of A → Title of C',
			'Title of B → Title of C'
		]);
	});

	test('a period selects by the day of the last step', async () => {
		const { rows } = await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'frequent_paths', from: '2025-01-20', to: '2025-02-01' }
		);
		expect(rows.filter(({ measure }) => measure === 'support')).toMatchObject([
			{ variant: 'Title of A → Title of C', numerator: 6 },
			{ variant: 'Title of B → Title of C', numerator: 6 }
		]);
	});

	test.each([
		{ metric: 'next_item_graph', path: ['A', 'B'], counts: { went_on: 8, chose_another: 2 } },
		{ metric: 'frequent_paths', path: ['A', 'B', 'C'], counts: { took_path: 6, other_items: 6 } }
	])('$metric is explained by who went where', async ({ metric, path, counts }) => {
		const variant = path.map((item) => `Title of ${item}`).join(' → ');
		const found = await explain(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric, variant },
			{ limit: 50, offset: 0 }
		);
		const reasons = found.counts.filter(({ counted }) => counted !== 'out');
		expect(Object.fromEntries(reasons.map(({ reason, episodes }) => [reason, episodes]))).toEqual(
			counts
		);
		const reached = (found.rows ?? []).filter(({ counted }) => counted === 'numerator');
		expect(reached).toHaveLength(reasons[0]?.episodes ?? 0);
		expect(new Set(reached.map(({ item }) => item))).toEqual(
			new Set([`Title of ${path.at(-1) ?? ''}`])
		);
	});
});

test('items of one day follow each other by the time of day where the files tell it, else by no order', async () => {
	const day = (item: string, time: string) =>
		Array.from({ length: 6 }, (_none, index) => ({
			person: `p${index}`,
			item,
			enrolled: `2025-01-10${time}`,
			completed: `2025-01-11${time}`,
			origin: 'self' as const
		}));
	const edges = async (first: string, second: string) => {
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [...day('A', second), ...day('B', first)]
		});
		const reader = await warehouse.connection.runAndReadAll(
			`select f.title, t.title, e.persons::integer, e.in_order::integer
			from next_item_edge(null::date, null::date, date '2025-12-31', 5) as e
			join item as f on f.item_id = e.from_id join item as t on t.item_id = e.to_id
			where e.persons > 0`
		);
		return reader.getRowsJS();
	};
	expect(await edges(' 09:00:00', ' 10:00:00')).toEqual([['Title of B', 'Title of A', 6, 6]]);
	expect(await edges('', '')).toEqual([['Title of A', 'Title of B', 6, 0]]);
});
