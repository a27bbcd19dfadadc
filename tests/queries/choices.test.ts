import { describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { explain } from '#queries/explain.ts';
import { populationsOf, valueOf } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';
import type { Event } from './rows.ts';

const chosen = { origin: 'self', originRule: 'R6', obligation: 'optional' } as const;
const analyst = { role: 'analyst' } as const;

describe('METRICS.md golden A6: eight chosen items on topics 4, 2, 1 and 1 of a catalogue of ten', () => {
	const topics = ['D', 'D', 'D', 'D', 'L', 'L', 'S', 'F', 't5', 't6', 't7', 't8', 't9', 't10'];
	const took = (person: string, item: number, day = '2025-02-01'): Enrolment => ({
		person,
		item: `c${item}`,
		enrolled: day,
		completed: day,
		...chosen
	});
	const opened = async (more: readonly Enrolment[]): Promise<Warehouse> => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			from: '2024-04-01',
			to: '2025-06-30',
			enrolments: [
				...topics.map((_topic, index): Enrolment => ({
					...took('catalogue', index),
					origin: 'admin'
				})),
				...[0, 1, 2, 3, 4, 5, 6, 7].map((item) => took('p1', item)),
				...[0, 1, 2, 3].map((item) => took('p2', item)),
				...more
			]
		});
		for (const [index, topic] of topics.entries())
			await warehouse.connection.run(
				`update item_alias set topics = '${topic}', format = if(${index} < 4, 'Video', 'text') where code = 'c${index}'`
			);
		return warehouse;
	};
	const spring = { metric: 'choice_diversity', from: '2025-04-01', to: '2025-07-01' };

	test('1.75 bits, effectively 3.3636 topics, 0.5268 of what the catalogue offers; four items are too few', async () => {
		const warehouse = await opened([]);
		await warehouse.build();
		const of = async (measure: string | null, variant = 'topic') =>
			(await valueOf(warehouse, spring, { measure, variant })).value;
		expect(await of('bits')).toBeCloseTo(1.75, 9);
		expect(await of(null)).toBeCloseTo(3.363585661, 8);
		expect(await of('pooled')).toBeCloseTo(3.363585661, 8);
		expect(await of('normalised')).toBeCloseTo(0.5268024925, 8);
		const drawn = 4 - 0 / 56 - 6 / 56 - 21 / 56 - 21 / 56;
		expect(await of('in_five')).toBeCloseTo(drawn, 8);
		expect(await of('bits', 'format')).toBeCloseTo(1, 9);
		expect((await valueOf(warehouse, spring, { measure: 'bits', variant: 'topic' })).persons).toBe(
			1
		);
	});

	test('the pooled number is that of all choices together; several topics share an item; a year later nothing counts', async () => {
		const warehouse = await opened([0, 1, 8, 9, 10].map((item) => took('p3', item, '2024-07-01')));
		await warehouse.connection.run("update item_alias set topics = 'D; L' where code = 'c0'");
		await warehouse.build();
		const of = async (measure: string | null, request = spring) =>
			(await valueOf(warehouse, request, { measure, variant: 'topic' })).value ?? 0;
		const bits = (weights: readonly number[]): number => {
			const whole = weights.reduce((sum, weight) => sum + weight, 0);
			return -weights.reduce((sum, w) => sum + (w / whole) * Math.log2(w / whole), 0);
		};
		const [one, other] = [bits([3.5, 2.5, 1, 1]), bits([1.5, 0.5, 1, 1, 1])];
		expect(await of('bits')).toBeCloseTo((one + other) / 2, 8);
		expect(await of(null)).toBeCloseTo((2 ** one + 2 ** other) / 2, 8);
		expect(await of('pooled')).toBeCloseTo(2 ** bits([5, 3, 1, 1, 1, 1, 1]), 8);
		const summer = { ...spring, from: '2025-07-01', to: '2025-10-01', as_of: '2025-09-30' };
		expect(await of('bits', summer)).toBeCloseTo(one, 8);
		const { rows } = await ask(warehouse.connection, analyst, { metric: 'choice_diversity' });
		expect(rows.every((row) => row.suppressed && row.value === null)).toBe(true);
		expect(new Set(rows.map((row) => row.period_start))).toEqual(
			new Set(['2025-01-01', '2025-04-01'])
		);
		const [counted = [], whole = []] = await populationsOf(
			warehouse,
			"varied_person('quarter', date '2025-06-30')",
			"diverse_person('quarter', null::date, null::date, date '2025-06-30')"
		);
		expect(counted).toEqual(whole);
		expect(whole.length).toBeGreaterThan(3);
	});

	test('where all of few people choose one topic only, no number says so', async () => {
		const people = ['a', 'b', 'c', 'd', 'e', 'f'];
		const warehouse = await openWarehouse();
		await warehouse.load({
			from: '2024-04-01',
			to: '2025-06-30',
			enrolments: people.flatMap((person) => [0, 1, 2, 3, 4].map((item) => took(person, item)))
		});
		await warehouse.connection.run("update item_alias set topics = 'D'");
		await warehouse.connection.run(
			"update item_alias set format = if(code = 'c0', 'video', 'text')"
		);
		await warehouse.build();
		const { rows } = await ask(warehouse.connection, analyst, { ...spring, variant: 'topic' });
		expect(rows.map(({ value, lo, reason }) => [value, lo, reason])).toEqual(
			rows.map(() => [null, null, 'band'])
		);
		const told = await ask(warehouse.connection, analyst, { ...spring, variant: 'format' });
		expect(told.rows.find((row) => row.measure === 'normalised')?.value).toBeCloseTo(
			-(0.2 * Math.log2(0.2) + 0.8 * Math.log2(0.8)),
			8
		);
	});
});

describe('METRICS.md golden A7: 65 working days, 15 of them in a window; 12 active days, 10 of them outside', () => {
	const days = [
		...['04-01', '04-02', '04-03', '04-04', '04-07', '04-08', '04-09', '06-02', '06-03', '06-30'],
		...['05-05', '05-23']
	];
	const active = (person: string, on: readonly string[], facts = {}): Event[] =>
		on.toSorted().map((day, index) => ({
			person,
			item: `c-${person}`,
			kind: index === 0 ? 'enrolled' : 'progressed',
			happened: `2025-${day} 10:00:00`,
			seconds: 900,
			...chosen,
			...facts
		}));
	const spring = { metric: 'outside_windows_index', from: '2025-04-01', to: '2025-07-01' };
	const opened = async (events: readonly Event[], unit?: string): Promise<Warehouse> => {
		const warehouse = await openWarehouse();
		await warehouse.load({ system: 'lrs', from: '2025-04-01', to: '2025-06-30', events });
		for (const person of new Set(events.map((event) => event.person))) {
			await warehouse.employ(person, '2020-01-01');
			await warehouse.job(person, '2020-01-01', person.startsWith('x') ? 'Other' : 'Sales');
		}
		const window = { batch_id: 1, line: 2, org_unit: unit ?? null, campaign: null };
		await warehouse.insert('mandatory_window', {
			...window,
			starts_on: '2025-05-05',
			ends_on: '2025-05-18'
		});
		await warehouse.insert('mandatory_window', {
			...window,
			starts_on: '2025-05-12',
			ends_on: '2025-05-25'
		});
		return warehouse;
	};

	test('83.33 % against 76.92 % is an index of 1.083', async () => {
		const warehouse = await opened(active('p1', days));
		await warehouse.build();
		const index = await valueOf(warehouse, spring, { measure: null });
		expect(index.value).toBeCloseTo(1.0833333333, 8);
		expect(index).toMatchObject({ numerator: 10, persons: 1 });
		const of = async (measure: string) => (await valueOf(warehouse, spring, { measure })).value;
		expect(await of('outside_share')).toBeCloseTo(10 / 12, 12);
		expect(await of('expected_share')).toBeCloseTo(50 / 65, 8);
	});

	test('a window of a unit is that of the units below it and of no other; who has none does not count', async () => {
		const warehouse = await opened(
			[...active('p1', days), ...active('x1', ['04-01', '05-06'])],
			'EMEA'
		);
		await warehouse.insert('unit_tree', {
			batch_id: 1,
			line: 2,
			org_unit: 'Sales',
			parent_unit: 'Commercial'
		});
		await warehouse.insert('unit_tree', {
			batch_id: 1,
			line: 3,
			org_unit: 'Commercial',
			parent_unit: 'EMEA'
		});
		await warehouse.build();
		expect(await valueOf(warehouse, spring, { measure: null })).toMatchObject({
			numerator: 10,
			persons: 1
		});
		const other = await valueOf(
			warehouse,
			{ ...spring, by: ['org_unit'] },
			{ measure: 'outside_share' }
		);
		expect(other).toMatchObject({ numerator: 10, denominator: 12 });
	});

	test('working days end where employment ends; days of unknown initiation make bounds', async () => {
		const unknown = active('p1', ['04-28', '05-06', '05-07'], {
			item: 'c9',
			origin: undefined,
			originRule: undefined,
			obligation: undefined
		});
		const warehouse = await opened([...active('p1', [...days.slice(0, 7), '05-05']), ...unknown]);
		await warehouse.connection.run("update employment set left_on = '2025-05-12'");
		await warehouse.build();
		const index = await valueOf(warehouse, spring, { measure: null });
		const even = 1 - 5 / 29;
		expect(index.value).toBeCloseTo(7 / (8 * even), 8);
		expect(index.bound_lo).toBeCloseTo(7 / (10 * even), 8);
		expect(index.bound_hi).toBeCloseTo(8 / (9 * even), 8);
		expect(index.unknown_share).toBeCloseTo(3 / 11, 12);
	});

	test('five people are shown, one year or quarter alike; all outside is no number', async () => {
		const people = ['a', 'b', 'c', 'd', 'e', 'f'];
		const warehouse = await opened(
			people.flatMap((person, index) => active(person, days.slice(index)))
		);
		await warehouse.build();
		const { rows } = await ask(warehouse.connection, analyst, { metric: spring.metric });
		const all = days.length * 6 - 15;
		expect(rows.map(({ measure, numerator }) => [measure, numerator])).toEqual([
			[null, all - 12],
			['expected_share', null],
			['outside_share', all - 12]
		]);
		const [index] = rows;
		expect(index?.value).toBeCloseTo((all - 12) / (all * (50 / 65)), 8);
		expect(index?.lo).toBeLessThan(index?.value ?? 0);
		const told = await explain(warehouse.connection, analyst, { metric: spring.metric });
		expect(told.counts).toEqual([
			{ counted: 'numerator', reason: 'outside', episodes: all - 12 },
			{ counted: 'denominator', reason: 'inside', episodes: 12 }
		]);
		expect(told.rows).toHaveLength(25);
		const may = { metric: spring.metric, from: '2025-05-01', to: '2025-06-01' };
		const part = await explain(warehouse.connection, analyst, may);
		expect(part.counts.map(({ reason }) => reason)).toEqual(['inside', 'outside_period']);
		const before = await ask(warehouse.connection, analyst, {
			metric: spring.metric,
			grain: 'month'
		});
		expect(new Set(before.rows.map((row) => row.period_start))).toEqual(new Set(['2025-05-01']));
	});
});
