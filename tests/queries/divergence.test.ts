import { beforeAll, describe, expect, test } from 'vitest';
import { ask } from '#queries/ask.ts';
import { openWarehouse } from './warehouse.ts';
import { countsOf, populationsOf } from './golden.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

/** What somebody else enrolled a person in (capitals), or what the person chose. */
const taken = (person: string, item: string, enrolled: string, unit = 'Works'): Enrolment => ({
	person,
	item: item.toLowerCase(),
	enrolled,
	completed: enrolled,
	unit,
	...(item === item.toUpperCase()
		? { origin: 'admin', obligation: 'mandatory' }
		: { origin: 'self', originRule: 'R6' })
});

const all = (person: string, items: string, from: string, unit?: string): Enrolment[] =>
	[...items].map((item, index) =>
		taken(
			person,
			item,
			new Date(Date.parse(`${from}T00:00:00Z`) + index * 86_400_000).toISOString().slice(0, 10),
			unit
		)
	);

const golden = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6'];

let warehouse: Warehouse;
beforeAll(async () => {
	warehouse = await openWarehouse();
	await warehouse.load({
		from: '2024-01-01',
		to: '2025-03-31',
		enrolments: [
			...golden.flatMap((person) => [
				...all(person, 'ABC', '2024-03-01'),
				...all(person, 'bde', '2024-10-01')
			]),
			// Neither counts: one chose nothing, the other was given nothing.
			...all('idle', 'ABC', '2024-03-01'),
			...all('free', 'bdez', '2024-10-01'),
			...all('two', 'MN', '2024-03-01'),
			...all('one', 'M', '2024-03-01'),
			// A path and an item are assigned; nobody enrolled them.
			...all('path', 'pq', '2024-10-01', 'Elsewhere'),
			...['e1', 'e2', 'e3', 'e4', 'e5'].flatMap((person) => [
				...all(person, 'A', '2024-03-01', 'Elsewhere'),
				...all(person, 'd', '2024-10-01', 'Elsewhere')
			])
		]
	});
	const assigned = async (line: number, facts: Record<string, string | number>): Promise<void> => {
		const { connection } = warehouse;
		const reader = await connection.runAndReadAll(
			"select min(identity_id) from identity where username = 'path'"
		);
		await warehouse.insert('assignment', {
			batch_id: 1,
			line,
			identity_id: Number(reader.getRowsJS()[0]?.[0]),
			assigned_at: '2024-05-02 12:00:00',
			...facts
		});
	};
	const reader = await warehouse.connection.runAndReadAll(
		"select min(alias_id) from item_alias where code = 'c'"
	);
	await assigned(901, { alias_id: Number(reader.getRowsJS()[0]?.[0]) });
	await assigned(902, { path_code: 'PTH-1' });
	let line = 0;
	const official = async (path: string, items: string): Promise<void> => {
		for (const [index, item] of [...items].entries())
			await warehouse.insert('official_path_step', {
				batch_id: 2,
				line: (line += 1),
				path_code: path,
				path_title: path,
				step: index + 1,
				item_code: item
			});
	};
	// Of v and w no other file tells.
	await official('pth-1', 'pav');
	await official('pth-2', 'mnzw');
	await warehouse.build();
}, 30_000);

const told = async (quarter: string, by: readonly string[] = []) =>
	(
		await ask(
			warehouse.connection,
			{ role: 'analyst' },
			{ metric: 'curriculum_divergence', by, as_of: '2024-12-31' }
		)
	).rows.filter((row) => row.period_start === quarter);

describe('METRICS.md golden B6', () => {
	test('curriculum A, B, C and chosen B, D, E: divergence 0.80, off-curriculum share 0.667', async () => {
		const reader = await warehouse.connection.runAndReadAll(
			`select d.overlap, d.off_share from diverged_person('quarter', null::date, null::date, date '2025-03-31') as d
			join identity_person as i on i.person_id = d.person_id
			join identity as n on n.identity_id = i.identity_id
			where n.username = 'g1' and d.day = date '2024-10-01'`
		);
		const [[overlap, offShare] = []] = reader.getRowsJS();
		expect(overlap).toBeCloseTo(1 / 5, 12);
		expect(offShare).toBeCloseTo(2 / 3, 12);
	});

	test('is the mean over the people with items of both kinds', async () => {
		const rows = await told('2024-10-01', ['org_unit']);
		const works = rows.filter((row) => row['org_unit'] === 'Works');
		expect(works.find(({ measure }) => measure === null)).toMatchObject({
			persons: 6,
			value: 0.8,
			lo: null,
			hi: null
		});
		expect(works.find(({ measure }) => measure === 'off_share')?.value).toBeCloseTo(2 / 3, 9);
	});
});

test('an assigned path stands for its steps, and an assignment for its item, without an enrolment', async () => {
	const reader = await warehouse.connection.runAndReadAll(
		`select d.overlap, d.off_share from diverged_person('quarter', null::date, null::date, date '2025-03-31') as d
		join identity_person as i on i.person_id = d.person_id
		join identity as n on n.identity_id = i.identity_id
		where n.username = 'path' and d.day = date '2024-10-01'`
	);
	// Assigned c, p, a and v, of which no other file tells; chosen p and q.
	expect(reader.getRowsJS()).toEqual([[0.2, 0.5]]);
});

test('who is given two steps of a path is on that path, who is given one is not', async () => {
	const reader = await warehouse.connection.runAndReadAll(
		`select count(*)::integer, count(distinct person_id)::integer
		from assigned_item(date '2025-03-31') as a left join item as i on i.item_id = a.item_id
		where i.code = 'z' or (a.item_id < 0 and a.day < date '2024-04-01')`
	);
	expect(reader.getRowsJS()).toEqual([[2, 1]]);
});

test('twelve months are looked at, and periods whose twelve months begin before the data do not appear', async () => {
	// The curriculum of March 2024 has left the year before April 2025; what was assigned in May has not.
	const reader = await warehouse.connection.runAndReadAll(
		`select strftime(day, '%Y-%m-%d') as day, count(*)::integer as persons
		from diverged_person('quarter', date '2024-10-01', null::date, date '2025-03-31') group by all order by all`
	);
	expect(reader.getRowsJS()).toEqual([
		['2024-10-01', 12],
		['2025-01-01', 1]
	]);
	expect(await told('2024-07-01')).toEqual([]);
});

test('it is explained by who has items of both kinds, and what the others lack', async () => {
	const request = { metric: 'curriculum_divergence', as_of: '2024-12-31' };
	const rows = (await ask(warehouse.connection, { role: 'analyst' }, request)).rows;
	expect(rows.find(({ measure }) => measure === null)?.denominator).toBe(12);
	expect(await countsOf(warehouse, request)).toEqual({
		numerator: { chosen_and_assigned: 12 },
		denominator: {},
		out: { nothing_chosen: 3, nothing_assigned: 1 }
	});
});

test.each(['month', 'quarter', 'year'])(
	'whom it is about is counted without it, and is the same by %s',
	async (grain) => {
		for (const asOf of ['2025-03-31', '2024-11-17']) {
			const [counted = [], whole = []] = await populationsOf(
				warehouse,
				`divided_person('${grain}', date '${asOf}')`,
				`diverged_person('${grain}', null::date, null::date, date '${asOf}')`
			);
			expect(counted).toEqual(whole);
			if (asOf === '2025-03-31') expect(whole.length).toBeGreaterThan(10);
		}
	}
);

test('few people who all chose elsewhere are a band', async () => {
	const rows = (await told('2024-10-01', ['org_unit'])).filter(
		(row) => row['org_unit'] === 'Elsewhere'
	);
	expect(rows.find(({ measure }) => measure === null)).toMatchObject({ persons: 6, reason: null });
	await warehouse.connection.run('delete from assignment');
	await warehouse.build();
	const alike = (await told('2024-10-01', ['org_unit'])).filter(
		(row) => row['org_unit'] === 'Elsewhere'
	);
	expect(alike.find(({ measure }) => measure === null)).toMatchObject({
		persons: 5,
		value: null,
		reason: 'band'
	});
});
