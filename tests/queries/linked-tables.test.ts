import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import type { AskRequest, ResultRow } from '#queries/ask.ts';
import { metrics } from '#queries/catalogue.ts';
import { readRequest } from '#queries/request.ts';
import { peopleApart } from '#queries/sketch.ts';
import type { Sketch } from '#queries/sketch.ts';
import { keepGroups, mostMarks, nearlyTold } from '#queries/told-groups.ts';
import type { Group } from '#queries/told-groups.ts';
import { seeded } from './crowd.ts';
import { openedWith } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const metric = 'voluntary_completion_rate';

/** So many people of a unit, each with a chosen episode of an item, every second of them completed. */
const takers = (
	unit: string,
	item: string,
	people: number,
	facts: Partial<Enrolment> = {}
): Enrolment[] =>
	Array.from({ length: people }, (_none, index) => ({
		person: `${unit} ${item} ${facts.enrolled ?? ''} ${index}`,
		item,
		unit,
		enrolled: '2025-01-10',
		completed: index % 2 === 0 ? (facts.enrolled ?? '2025-01-20') : null,
		origin: 'self',
		...facts
	}));

type Asked = Omit<AskRequest, 'metric'>;

/** What a table says: of each place how many people, or why not. */
async function tell(
	{ connection }: Warehouse,
	request: Asked,
	role: 'lead' | 'analyst' = 'lead'
): Promise<Record<string, string>> {
	const full = { metric, variant: 'strict', ...request } as AskRequest;
	const { rows } = await ask(connection, { role }, full);
	const placeOf = (row: ResultRow): string =>
		String(request.by?.[0] === undefined ? row.period_start : row[request.by[0]]);
	const said = ({ suppressed, reason, persons }: ResultRow): string =>
		String(suppressed ? reason : persons);
	return Object.fromEntries(rows.map((row) => [placeOf(row), said(row)]));
}

describe('METRICS.md §I rules 3 and 4: groups of two breakdowns that differ by fewer than five people', () => {
	let warehouse: Warehouse;
	beforeAll(async () => {
		// All takers of "c" are of A, and all of A but three take it; the three take what others take, too.
		warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [
				takers('A', 'c', 30),
				takers('A', 'd', 3),
				takers('B', 'd', 30),
				takers('B', 'e', 20),
				takers('C', 'e', 20),
				takers('C', 'f', 25)
			].flat()
		});
	});
	beforeEach(async () => {
		await warehouse.connection.run('delete from told_cell');
		await warehouse.connection.run('delete from told_group');
	});

	const told = (request: Asked, role?: 'analyst') => tell(warehouse, request, role);
	const units: Asked = { by: ['org_unit'] };
	const items: Asked = { by: ['item'] };

	test('whichever is asked first is told, and the other is hidden with a neighbour', async () => {
		expect(await told(units)).toEqual({ A: '35', B: '50', C: '45' });
		expect(await told(items)).toMatchObject({ 'Title of c': 'complementary' });
		expect(
			Object.values(await told(items)).filter((said) => said === 'complementary')
		).toHaveLength(2);
	});

	test('in the other order, too', async () => {
		expect(await told(items)).toMatchObject({ 'Title of c': '30' });
		expect(await told(units)).toMatchObject({ A: 'complementary', B: '50', C: 'complementary' });
	});

	test('what was told once is told again', async () => {
		const first = await told(units);
		await told(items);
		expect(await told(units)).toEqual(first);
	});

	test('a sum that a finer table gives is held against them like a number', async () => {
		expect(await told(items)).toMatchObject({ 'Title of c': '30' });
		const finer = await told({ by: ['org_unit'], grain: 'quarter' });
		expect(finer).toMatchObject({ A: 'complementary' });
	});

	test('an analyst, who sees the rows, is told both', async () => {
		expect(await told(units, 'analyst')).toMatchObject({ A: '33' });
		expect(await told(items, 'analyst')).toMatchObject({ 'Title of c': '30' });
	});
});

describe('METRICS.md §I rule 3: parts of what a coarser table hides', () => {
	let warehouse: Warehouse;
	beforeAll(async () => {
		// The four of a length and of a quarter take the next smallest ones with them: the hour, the spring.
		const takersOf = (item: string, people: number, minutes: number): Enrolment[] =>
			takers('A', item, people, { minutes });
		warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: [
				takersOf('long', 4, 300),
				takersOf('hour', 8, 60),
				takersOf('other hour', 9, 60),
				takersOf('long hour', 20, 60),
				takersOf('short', 6, 20),
				takersOf('other short', 60, 20),
				takers('B', 'first', 4, { enrolled: '2024-01-10' }),
				takers('B', 'second', 8, { enrolled: '2024-04-10' }),
				takers('B', 'second', 9, { enrolled: '2024-05-10' }),
				takers('B', 'second', 20, { enrolled: '2024-06-10' }),
				takers('B', 'third', 6, { enrolled: '2024-07-10' }),
				takers('B', 'third', 60, { enrolled: '2024-08-10' })
			].flat()
		});
	});

	test('two items of a hidden length are hidden, although none of them is small', async () => {
		const where = { org_unit: 'A' };
		expect(await tell(warehouse, { by: ['length_band'], where })).toMatchObject({
			'31_to_120_min': 'complementary',
			up_to_30_min: '65'
		});
		expect(await tell(warehouse, { by: ['item'], where })).toMatchObject({
			'Title of long': 'too_few',
			'Title of hour': 'complementary',
			'Title of other hour': 'complementary',
			'Title of long hour': '20'
		});
	});

	test('two months of a hidden quarter are hidden, although none of them is small', async () => {
		const where = { org_unit: 'B' };
		expect(await tell(warehouse, { grain: 'quarter', where })).toEqual({
			'2024-01-01': 'too_few',
			'2024-04-01': 'complementary',
			'2024-07-01': '65'
		});
		expect(await tell(warehouse, { grain: 'month', where })).toMatchObject({
			'2024-01-01': 'too_few',
			'2024-04-01': 'complementary',
			'2024-05-01': 'complementary',
			'2024-06-01': '20'
		});
	});
});

describe('METRICS.md §I rule 3: what two breakdowns leave, each alone and both together', () => {
	test('two people of hidden units who took hidden items cannot be worked out', async () => {
		const people = {
			A: { main: 30, few: 3, some: 10 },
			B: { main: 31, some: 12 },
			few: { main: 2, some: 1 },
			some: { main: 8, few: 1 }
		};
		const warehouse = await openedWith({
			to: '2025-12-31',
			enrolments: Object.entries(people).flatMap(([unit, items]) =>
				Object.entries(items).flatMap(([item, count]) => takers(unit, item, count))
			)
		});
		const told = (by: AskRequest['by'], where = {}) => tell(warehouse, { by: by ?? [], where });
		expect(await told([])).toEqual({ null: '100' });
		const [units, items] = [await told(['org_unit']), await told(['item'])];
		expect(units).toEqual({ A: '45', B: '45', few: 'too_few', some: 'complementary' });
		expect(items).toEqual({
			'Title of main': '70',
			'Title of few': 'too_few',
			'Title of some': 'complementary'
		});
		// All, less two units, less the item, plus what these units took of it: the two.
		const both = await told(['org_unit'], { item: 'Title of main' });
		expect(both).toEqual({
			A: 'complementary',
			B: '30',
			few: 'too_few',
			some: 'complementary'
		});
	});
});

describe('groups that differ in fewer boxes than the smallest group has people', () => {
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await openedWith({ to: '2025-12-31', enrolments: takers('A', 'c', 1) });
	});
	afterAll(() => warehouse.connection.closeSync());

	test('no measure with breakdowns needs more boxes to be found', () => {
		const apart = [...metrics().values()].filter(({ dimensions }) => dimensions.length > 0);
		const sizes = apart.map(({ smallest_group: k }) => k);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(mostMarks);
	});

	test('are all found by the ten smallest of their boxes', async () => {
		const random = seeded(3);
		const number = (below: number): number => Math.floor(random() * below);
		const drawn = (people: number): Map<number, number> =>
			new Map(Array.from({ length: people }, () => [number(64), number(2 ** 40)]));
		const changed = (sketch: Sketch, boxes: number): Sketch => {
			const other = new Map(sketch);
			for (let left = boxes; left > 0; left -= 1) {
				const box = number(64);
				if (random() < 0.3) other.delete(box);
				else other.set(box, number(2 ** 40));
			}
			return other;
		};
		const question = readRequest({ metric });
		const k = question.metric.smallest_group;
		const before = Array.from({ length: 60 }, () => drawn(8 + number(300)));
		const after = before.flatMap((sketch) => [0, 1, 3, 4, 5, 9].map((n) => changed(sketch, n)));
		const group = (sketch: Sketch): Group => ({ layer: 'strict', sketch });
		await keepGroups(warehouse.connection, question, before.map(group));
		const isNear = await nearlyTold(warehouse.connection, question, after.map(group));
		const isFew = (one: Sketch, other: Sketch): boolean => {
			const apart = peopleApart(one, other);
			return apart > 0 && apart < k;
		};
		const isSame = (one: Sketch): boolean => before.some((other) => peopleApart(one, other) === 0);
		const expected = after.map((one) => !isSame(one) && before.some((other) => isFew(one, other)));
		expect(after.map((one) => isNear(group(one)))).toEqual(expected);
		expect(new Set(expected)).toEqual(new Set([true, false]));
	});

	test('people who were told of once are known again without being written down', async () => {
		const question = readRequest({ metric });
		let readings = 0;
		class Watched extends Map<number, number> {
			override [Symbol.iterator]() {
				readings += 1;
				return super[Symbol.iterator]();
			}
		}
		const group: Group = {
			layer: 'strict',
			sketch: new Watched([
				[3, 14],
				[5, 9]
			])
		};
		await keepGroups(warehouse.connection, question, [group]);
		expect(readings).toBeGreaterThan(0);
		readings = 0;
		await nearlyTold(warehouse.connection, question, [group]);
		await keepGroups(warehouse.connection, question, [group]);
		expect(readings).toBe(0);
	});
});
