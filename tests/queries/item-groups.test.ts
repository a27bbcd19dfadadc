import { describe, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

async function read(warehouse: Warehouse, sql: string): Promise<unknown[][]> {
	return (await warehouse.connection.runAndReadAll(sql)).getRowsJS();
}

const decide = (warehouse: Warehouse, left: string, right: string, verdict: string, id = 1) =>
	warehouse.insert('match_decision', {
		decision_id: id,
		subject: 'item',
		left_key: left,
		right_key: right,
		verdict,
		decided_by: 'the test',
		decided_at: '2026-01-01 00:00:00'
	});

const groups = (warehouse: Warehouse) =>
	read(
		warehouse,
		'select string_agg(concat(system, code), chr(32) order by system, code) from item_member group by item_id order by 1'
	);

async function opened(): Promise<Warehouse> {
	const warehouse = await openWarehouse();
	const self = { origin: 'self', originRule: 'R6' } as const;
	await warehouse.load({
		to: '2025-12-31',
		enrolments: [
			{ person: 'p', item: 'v1', enrolled: '2025-01-10', ...self },
			{ person: 'p', item: 'v2', enrolled: '2025-02-01', completed: '2025-02-20', ...self },
			{ person: 'q', item: 'v3', enrolled: '2025-01-10', completed: '2025-01-12', ...self }
		]
	});
	await warehouse.load({
		system: 'lxp',
		to: '2025-12-31',
		enrolments: [{ person: 'q', item: 'x', enrolled: '2025-06-01', ...self }]
	});
	return warehouse;
}

describe('versions and equivalents are one item', () => {
	test('by the catalogue, along chains: a completion of either closes both', async () => {
		const warehouse = await opened();
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(await groups(warehouse)).toEqual([['lmsv1'], ['lmsv2'], ['lmsv3'], ['lxpx']]);
		await warehouse.connection.run(`
			update item_alias set equivalent_to = 'v2' where code = 'v1';
			update item_alias set equivalent_to = 'Title of v3; lxp:x' where code = 'v2'`);
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(await groups(warehouse)).toEqual([['lmsv1 lmsv2 lmsv3 lxpx']]);
		expect(
			await read(
				warehouse,
				`select outcome::varchar, anchored_on::varchar, days_to_end from episode order by person_id, anchored_on`
			)
		).toEqual([
			['completed', '2025-01-10', 41],
			['completed', '2025-01-10', 2],
			['open', '2025-06-01', null]
		]);
	});

	test('an equivalent that no file holds still ties together those that name it', async () => {
		const warehouse = await opened();
		await warehouse.connection.run(
			"update item_alias set equivalent_to = 'V0 ' where code in ('v1', 'v3')"
		);
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(await groups(warehouse)).toEqual([['lmsv1 lmsv3'], ['lmsv2'], ['lxpx']]);
	});

	test('by decision, until it is taken back or overruled', async () => {
		const warehouse = await opened();
		await decide(warehouse, 'lms|code v1', 'lxp|title title of x', 'same');
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(await groups(warehouse)).toEqual([['lmsv1 lxpx'], ['lmsv2'], ['lmsv3']]);
		await decide(warehouse, 'lms|code v1', 'lxp|title title of x', 'different', 2);
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(await groups(warehouse)).toHaveLength(4);
		await warehouse.connection.run(
			"update match_decision set taken_back_at = timestamp '2026-01-02' where decision_id = 2"
		);
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(await groups(warehouse)).toHaveLength(3);
	});

	test('a large group is found as one', async () => {
		const warehouse = await openWarehouse();
		await warehouse.load({
			to: '2025-12-31',
			enrolments: Array.from({ length: 60 }, (_none, n) => ({
				person: 'p',
				item: `c${n}`,
				enrolled: '2025-01-10'
			}))
		});
		await warehouse.connection.run(
			`update item_alias set equivalent_to = concat('c', (substr(code, 2)::integer + 1) % 60)`
		);
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(await groups(warehouse)).toHaveLength(1);
	});

	test('a list binds the whole group by the code of any member', async () => {
		const warehouse = await opened();
		await warehouse.connection.run("update item_alias set equivalent_to = 'v2' where code = 'v1'");
		await warehouse.mandate([{ item: 'v1' }]);
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(
			await read(
				warehouse,
				`select i.code, e.class::varchar from episode as e join item as i on i.item_id = e.item_id order by all`
			)
		).toEqual([
			['v2', 'assigned_required'],
			['v3', 'self_initiated'],
			['x', 'self_initiated']
		]);
	});
});

describe('what the analyst rules by hand', () => {
	test('R4 for an audience adds to the lists', async () => {
		const warehouse = await opened();
		await warehouse.insert('initiation_override', {
			override_id: 1,
			item_key: 'lxp|code x',
			audience_kind: 'all',
			obligation: 'required',
			valid_from: '2025-05-01'
		});
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(
			await read(
				warehouse,
				`select i.obligation, i.obligation_rule from episode as e join initiation as i on i.evidence = e.evidence
				join item as t on t.item_id = e.item_id where t.code = 'x'`
			)
		).toEqual([['required', 'R4']]);
	});

	test('another reading of an enrolment method holds for files that are there', async () => {
		const warehouse = await openWarehouse();
		const row = (person: string, origin?: 'self'): Enrolment => ({
			person,
			item: 'c',
			enrolled: '2025-01-10',
			...(origin && { origin, originRule: 'R7' })
		});
		const batch = await warehouse.load({
			to: '2025-12-31',
			enrolments: [row('p'), row('q', 'self'), row('r', 'self')]
		});
		await warehouse.connection.run(
			`update enrolment set method = ['Enrol Key', 'Desk', 'Self'][line - 1] where batch_id = ${batch}`
		);
		const word = (name: string, meaning: string, obligation: string | null) =>
			warehouse.insert('vocabulary_word', {
				system: 'lms',
				field: 'method',
				word: name,
				meaning,
				obligation
			});
		await word('enrolkey', 'self', null);
		await word('desk', 'unknown', null);
		await word('self', 'self', 'recommended');
		await warehouse.build('episode', 'initiation', 'item', 'item_member');
		expect(
			await read(
				warehouse,
				`select e.class::varchar, i.initiator_rule from episode as e join initiation as i on i.evidence = e.evidence order by e.line`
			)
		).toEqual([
			['self_initiated', 'R7'],
			['unknown', 'R11'],
			['prompted', 'R7']
		]);
	});
});
