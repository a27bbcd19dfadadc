import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { metrics } from '#queries/catalogue.ts';
import { explain } from '#queries/explain.ts';
import { autonomyTypes, supportCards } from '#queries/support.ts';
import { variantInWords } from '#queries/vocabulary.ts';
import { openedWith } from './golden.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

const rowsOf = async (warehouse: Warehouse, sql: string): Promise<Record<string, unknown>[]> =>
	(await warehouse.connection.runAndReadAll(sql)).getRowObjectsJS();

describe('METRICS.md golden E', () => {
	test('ten people, with the ruling on credentials and role items', async () => {
		const warehouse = await openedWith({ to: '2025-12-31', enrolments: [] });
		const rows = await rowsOf(
			warehouse,
			`select person, autonomy_type(rule, x, s, p, a, q, coalesce(k, 0), c, r) as type
			from (values
				(1, 180, 4, 1, 2, 3, 0.2, 0, 0), (2, 180, 2, 1, 1, 2, 0.67, 1, 0), (3, 180, 0, 2, 3, 4, 0, 0, 0),
				(4, 180, 1, 0, 2, 0, 0, 0, 0), (5, 180, 0, 0, 4, 5, null, 0, 0), (6, 180, 0, 0, 0, 3, null, 0, 0),
				(7, 30, 2, 0, 0, 0, 0, 0, 0), (8, 180, 0, 0, 0, 0, null, 0, 0), (9, 180, 2, 3, 0, 6, 0.2, 0, 0),
				(10, 180, 3, 3, 1, 6, 0.33, 0, 0), (11, 180, 2, 1, 1, 2, 0.67, 0, 2), (12, 180, 2, 1, 1, 2, 0.67, 0, 1)
			) as t (person, x, s, p, a, q, k, c, r)
			cross join autonomy_rule as rule
			order by person`
		);
		expect(rows.map(({ type }) => type)).toEqual([
			'proactive',
			'strategic',
			'reactive',
			'reactive',
			'passive',
			'passive',
			'not_classifiable',
			'not_classifiable',
			'reactive',
			'proactive',
			'strategic',
			'proactive'
		]);
		const classified = rows.slice(0, 10).filter(({ type }) => type !== 'not_classifiable');
		const share = (type: string): number =>
			classified.filter((row) => row['type'] === type).length / classified.length;
		expect(['proactive', 'strategic', 'reactive', 'passive'].map(share)).toEqual([
			0.25, 0.125, 0.375, 0.25
		]);
	});
});

describe('support cards', () => {
	test('each type has one, with its rule and the thresholds that hold', async () => {
		const warehouse = await openedWith({ to: '2025-12-31', enrolments: [] });
		const written = await supportCards(warehouse.connection);
		expect(written.cards.map(({ type }) => type)).toEqual([...autonomyTypes]);
		expect(written.note).toContain('180 days');
		expect(written.cards[1]?.rule).toContain('Chose 2 or more');
		expect(written.cards[0]?.rule).toContain('50\u00a0%');
		expect(new Set(written.cards.flatMap(({ supports }) => supports)).size).toBe(12);
		await warehouse.connection.run("insert into setting values ('types.proactive_items', '4')");
		await warehouse.build();
		const changed = await supportCards(warehouse.connection);
		expect(changed.cards[1]?.rule).toContain('Chose 4 or more');
	});
});

describe('METRICS.md golden E2', () => {
	test('of 20 passive 12 stay; 5, 1 and 2 are told together, and the 6 who left do not tell the 2 who did', async () => {
		const warehouse = await openedWith({ to: '2025-12-31', enrolments: [] });
		const rows = await rowsOf(
			warehouse,
			`with flow (quarter, quarters, before, after, people) as (values
				(1, 1, 'passive', 'passive', 12), (1, 1, 'passive', 'reactive', 5),
				(1, 1, 'passive', 'proactive', 1), (1, 1, 'passive', 'left', 2),
				(1, 1, 'reactive', 'reactive', 9), (1, 1, 'strategic', 'left', 6), (1, 1, 'strategic', 'passive', 7))
			select before, after, people, total from type_flow('flow') order by before, after`
		);
		expect(rows).toEqual([
			{ before: 'passive', after: 'other', people: 8, total: 20 },
			{ before: 'passive', after: 'passive', people: 12, total: 20 },
			{ before: 'strategic', after: 'other', people: 6, total: 13 },
			{ before: 'strategic', after: 'passive', people: 7, total: 13 }
		]);
	});
});

describe('types of a made-up staff, through the front door', () => {
	const day = (text: string, days: number): string =>
		new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
	const taken = (
		person: string,
		item: string,
		enrolled: string,
		facts: Partial<Enrolment>
	): Enrolment => ({
		person,
		item,
		enrolled,
		completed: day(enrolled, 2),
		unit: 'Works',
		...facts
	});
	const self = { origin: 'self', originRule: 'R6' } as const;
	const duty = { origin: 'admin', obligation: 'mandatory' } as const;
	const people = (count: number, letter: string): string[] =>
		Array.from({ length: count }, (_none, index) => `${letter}${index}`);
	/** Twenty-four proactive, fifteen passive and eleven reactive people in the second quarter of 2025; the last begin in April. */
	const staff = [
		...people(24, 'a').flatMap((person) => [
			taken(person, 'duty', '2024-10-02', duty),
			taken(person, 'x', '2025-01-20', self),
			taken(person, 'y', '2025-04-20', self),
			taken(person, 'z', '2025-05-20', self)
		]),
		...people(15, 'b').flatMap((person) => [
			taken(person, 'duty', '2024-10-02', duty),
			taken(person, 'more', '2025-04-02', duty)
		]),
		...people(11, 'c').flatMap((person) => [
			taken(person, 'duty', '2024-10-02', duty),
			taken(person, 'x', '2025-04-25', self)
		])
	];
	let warehouse: Warehouse;
	beforeAll(async () => {
		warehouse = await openedWith({ to: '2025-07-31', enrolments: staff });
	});
	test('nobody has a type of days that no file tells of, nor of what was prompted then', async () => {
		const gap = await openWarehouse();
		for (const [from, to] of [
			['2024-01-01', '2024-06-20'],
			['2024-06-30', '2024-09-30'],
			['2025-01-01', '2025-06-30']
		] as const)
			await gap.load({
				from,
				to,
				enrolments: people(10, 'p').map((person) => taken(person, 'duty', from, duty))
			});
		for (const person of people(10, 'p')) {
			await gap.employ(person, '2020-01-01');
			await gap.prompt(person, 'tip', '2024-11-01');
			await gap.prompt(person, 'tip', '2025-02-01');
		}
		await gap.build();
		const rows = await rowsOf(
			gap,
			`select strftime(day, '%Y-%m-%d') as day, any_value(exposure) as exposure, any_value(q) as q, any_value(type) as type
			from autonomy_person(date '2025-06-30') group by all order by day`
		);
		const told = rows.map(({ day, exposure, q, type }) => [day, exposure, q, type]);
		expect(told).toEqual([
			['2024-03-31', 91, 0, 'passive'],
			['2024-06-30', 180, 0, 'passive'],
			['2024-09-30', 180, 0, 'passive'],
			['2025-03-31', 90, 1, 'passive'],
			['2025-06-30', 180, 1, 'passive']
		]);
	});

	test('is explained by counts of ten or more, and leads not even an analyst to a person', async () => {
		const found = await explain(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'autonomy_types', variant: 'proactive', from: '2025-04-01', to: '2025-07-01' }
		);
		expect(found.rows).toBeNull();
		expect(found.counts).toEqual([
			{ counted: 'numerator', reason: 'proactive', episodes: 24 },
			{ counted: 'denominator', reason: 'passive', episodes: 15 },
			{ counted: 'denominator', reason: 'reactive', episodes: 11 },
			{ counted: 'out', reason: 'outside_period', episodes: 50 }
		]);
	});

	const second = async (metric: string) => {
		const answer = await ask(warehouse.connection, { role: 'analyst' }, { metric });
		return answer.rows.filter((row) => row.period_start === '2025-04-01');
	};

	test('shares add up to one, and strategic is not assessable without tags', async () => {
		const rows = await second('autonomy_types');
		const shares = rows.filter(({ measure }) => measure === 'share');
		expect(shares.map(({ variant, numerator }) => [variant, numerator])).toEqual([
			['proactive', 24],
			['reactive', 11],
			['passive', 15]
		]);
		expect(shares.every(({ denominator }) => denominator === 50)).toBe(true);
		expect(shares.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBeCloseTo(1, 12);
		expect(rows.find(({ measure }) => measure === 'strategic_not_assessable')?.value).toBe(1);
		expect(
			rows
				.filter(({ measure }) => measure === 'thresholds_more')
				.map(({ variant, numerator }) => [variant, numerator])
		).toEqual([
			['proactive', 24],
			['reactive', 0],
			['passive', 26]
		]);
	});

	test('nothing is told of a unit of fewer than ten, and no row or explanation names a person', async () => {
		const small = await openedWith({
			to: '2025-07-31',
			enrolments: staff.map((row) =>
				/^c[0-8]$/.test(row.person) ? { ...row, unit: 'Small' } : row
			)
		});
		const { rows } = await ask(
			small.connection,
			{ role: 'analyst' },
			{ metric: 'autonomy_types', by: ['org_unit'] }
		);
		expect(
			rows
				.filter((row) => row['org_unit'] === 'Small')
				.every(({ value, suppressed }) => suppressed && value === null)
		).toBe(true);
		for (const metric of ['autonomy_types', 'type_transitions']) {
			const found = await explain(small.connection, { role: 'analyst' }, { metric });
			expect(found.rows).toBeNull();
			expect(found.counts.every(({ episodes }) => episodes === null || episodes >= 10)).toBe(true);
			expect(JSON.stringify([found.answer, found.counts])).not.toContain('Name of');
		}
		const unit = await explain(
			small.connection,
			{ role: 'analyst' },
			{ metric: 'autonomy_types', where: { org_unit: 'Small' } }
		).catch((cause: unknown) => cause);
		if (unit instanceof Error) expect(unit).toMatchObject({ code: 'refused' });
		else
			expect(
				(unit as Awaited<ReturnType<typeof explain>>).counts.filter(
					({ counted, episodes }) => counted !== 'out' && episodes !== null
				)
			).toEqual([]);
	});

	test('every first state’s shares add up to one', async () => {
		const rows = (await second('type_transitions')).filter(({ measure }) => measure === 'share');
		const sums = new Map<string, number>();
		for (const { variant, value } of rows) {
			const [before = ''] = (variant ?? '').split(' → ');
			sums.set(before, (sums.get(before) ?? 0) + (value ?? 0));
		}
		expect(sums.size).toBeGreaterThan(0);
		for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 12);
	});

	test('one event does not change a type: hysteresis keeps the earlier one', async () => {
		const rows = await rowsOf(
			warehouse,
			`select list_contains(autonomy_types_nearby(rule, 180, 1, 0, 2, 0, 0, 0, 0), 'proactive') as near,
				list_contains(autonomy_types_nearby(rule, 180, 0, 0, 2, 0, 0, 0, 0), 'proactive') as far,
				list_contains(autonomy_types_nearby(rule, 180, 3, 0, 0, 0, 1, 1, 1), 'strategic') as one_tag
			from autonomy_rule as rule`
		);
		expect(rows).toEqual([{ near: true, far: false, one_tag: true }]);
	});
});

test('where people were employed and nobody can be classified, that is the reason', async () => {
	const warehouse = await openedWith({
		from: '2025-01-01',
		to: '2025-12-31',
		enrolments: Array.from({ length: 4 }, (_none, index): Enrolment => ({
			person: `p${index}`,
			item: 'c1',
			enrolled: '2025-01-10',
			hired: '2020-01-01'
		}))
	});
	const reasonOf = async (metric: string): Promise<string> =>
		(await ask(warehouse.connection, { role: 'analyst' }, { metric })).notes.join(' ');
	expect(await reasonOf('autonomy_types')).toContain('can be classified');
	expect(await reasonOf('type_transitions')).toContain('no state held ten people');
});

test('the words of “other” say that those who stayed are among them (E2)', async () => {
	const all = metrics().get('type_transitions');
	expect(variantInWords({ id: 'type_transitions' }, 'proactive → other')).toBe(
		'proactive → other (those who stayed, too, where no row tells of them)'
	);
	expect(all?.open_variants).toContain('those who stayed');
});
