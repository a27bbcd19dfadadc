import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runChecks } from '#queries/checks.ts';
import { modelChecks } from '#queries/model-checks.ts';
import { readSql } from '#queries/repository.ts';
import { crowdTo, makeCrowd } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

let warehouse: Warehouse;

const twice: readonly Enrolment[] = [
	{ person: 'twice', item: 'c1', enrolled: '2024-02-01', completed: '2024-02-20', record: 1 },
	{ person: 'twice', item: 'c1', enrolled: '2025-02-01', record: 2 },
	{ person: 'chain', item: 'c1', enrolled: '2024-02-01', closed: '2024-02-20', record: 3 },
	{ person: 'chain', item: 'c1', enrolled: '2024-03-01', completed: '2024-03-09', record: 4 },
	{ person: 'waived', item: 'c1', enrolled: '2024-02-01', status: 'waived', record: 5 },
	{ person: 'credit', item: 'c1', enrolled: '2024-02-01', completed: '2023-12-01', record: 6 },
	{ person: 'eve', item: 'c1', enrolled: '2024-02-02', completed: '2024-02-01', record: 7 }
];

/** Two systems, a later file that holds records of an earlier one, events, a catalogue, a list, personnel, an undone file. */
beforeAll(async () => {
	warehouse = await openWarehouse();
	const { connection } = warehouse;
	await warehouse.load({ to: '2025-03-01', enrolments: [...makeCrowd(3, 40, 150), ...twice] });
	await warehouse.load({
		to: crowdTo,
		enrolments: [
			{ person: 'twice', item: 'c1', enrolled: '2025-02-01', completed: '2025-04-01', record: 2 },
			{ person: 'late', item: 'c2', enrolled: '2025-04-01', record: 8 }
		]
	});
	await warehouse.load({
		system: 'lrs',
		to: crowdTo,
		events: [
			{
				person: 'p1',
				item: 'video',
				kind: 'started',
				happened: '2025-01-01 10:00:00',
				statement: 'a'
			},
			{
				person: 'p1',
				item: 'video',
				kind: 'completed',
				happened: '2025-01-02 10:00:00',
				statement: 'b'
			},
			{
				person: 'p2',
				item: 'video',
				kind: 'started',
				happened: '2025-01-02 11:00:00',
				statement: 'c'
			},
			{
				person: 'p2',
				item: 'poster',
				kind: 'other',
				happened: '2025-01-02 11:00:00',
				statement: 'd'
			}
		]
	});
	await warehouse.mandate([{ item: 'c3', kind: 'unit', audience: 'Sales' }]);
	await warehouse.employ('p1', '2020-01-01', '2022-01-01');
	await warehouse.employ('p1', '2023-01-01');
	await warehouse.prompt('p2', 'c1', '2024-01-01');
	await warehouse.insert('batch', {
		batch_id: 90_001,
		source_id: 'catalogue',
		system: 'lms',
		imported_at: '2025-01-01'
	});
	await warehouse.insert('item_alias', {
		alias_id: 90_001,
		batch_id: 90_001,
		system: 'lms',
		code: 'shelf',
		title: 'Shelf'
	});
	await warehouse.insert('batch', {
		batch_id: 90_002,
		source_id: 'gone',
		system: 'lms',
		undone_at: '2025-01-01'
	});
	await connection.run(`
		update batch set rows_duplicate = 0, rows_rejected = 0, rows_loaded =
			(select count(*) from enrolment where enrolment.batch_id = batch.batch_id)
			+ (select count(*) from learning_event where learning_event.batch_id = batch.batch_id)
			+ (select count(*) from mandatory_item where mandatory_item.batch_id = batch.batch_id)
			+ (select count(*) from employment where employment.batch_id = batch.batch_id)
			+ (select count(*) from prompt where prompt.batch_id = batch.batch_id)
			+ (select count(*) from item_alias where item_alias.batch_id = batch.batch_id and source_id = 'catalogue')`);
	await connection.run('update batch set rows_read = rows_loaded');
	await connection.run("insert into setting values ('model_version', '1')");
	await warehouse.build();
	await connection.run('begin');
}, 60_000);

afterEach(async () => {
	await warehouse.connection.run('rollback');
	await warehouse.connection.run('begin');
});

/** One row for each check: the way to break its promise and nothing that stands before it. */
const broken: Readonly<Record<string, readonly string[]>> = {
	a_class_follows_from_obligation_and_initiator: [
		"update initiation set class = 'self_initiated' where class = 'assigned_required'",
		"update initiation set initiator_rule = 'R99' where initiator_rule = 'R11'",
		"update initiation_rule set confidence = 0.5 where rule = 'R2'"
	],
	a_key_names_one_person: [
		"insert into identity (identity_id, batch_id, system, email) values (70001, 1, 'lms', 'a@example.org'), (70002, 1, 'lms', 'a@example.org'); insert into identity_person values (70001, 70001), (70002, 70002)"
	],
	a_line_starts_or_joins_one_episode: [
		'insert into episode select * from episode limit 1',
		'insert into episode_row select batch_id, line, batch_id, line from episode limit 1',
		'update episode_row set line = 99999'
	],
	activity_leads_to_an_episode: [
		"delete from episode where system_id = (select system_id from learning_system where system = 'lrs')"
	],
	an_enrolment_leads_to_one_episode: [
		'delete from episode where batch_id = 1 and line = (select min(line) from episode where batch_id = 1)',
		'insert into episode_row select batch_id, line, batch_id, line from episode where batch_id = 1 limit 1',
		'insert into enrolment select * replace (99999 as line, 1234567 as natural_key) from enrolment limit 1'
	],
	an_episode_ends_after_it_began: [
		"update episode set days_to_end = -1 where standing = 'in' and outcome = 'completed'",
		"update episode set days_to_end = 4 where outcome = 'open'",
		"update episode set days_to_end = 0 where standing = 'backdated'",
		'update episode set anchored_month = anchored_month + 1'
	],
	an_episode_has_a_place_in_every_breakdown: [
		"delete from dimension_value where dimension = 'item' and id = (select min(item_id) from episode)",
		'update episode set org_unit_id = null',
		"insert into dimension_value select * from dimension_value where dimension = 'source'"
	],
	an_episode_has_one_class: [
		"update episode set class = 'unknown' where class = 'prompted'",
		'update episode set class = null where line = 2',
		'insert into initiation select * from initiation'
	],
	an_episode_stands_on_a_live_row: [
		'update episode set line = line + 50000 where line = 2',
		'update episode set person_id = person_id + 1 where line = 2',
		'update episode set item_id = item_id + 1 where line = 2'
	],
	an_identity_is_one_person: [
		'delete from identity_person where identity_id = (select min(identity_id) from identity)',
		'insert into identity_person select identity_id, 4711 from identity limit 1',
		'insert into identity_person values (99999, 1)'
	],
	an_item_has_one_length_and_horizon: [
		'update episode set horizon_days = 365 where line = 2',
		'delete from item where item_id = (select min(item_id) from episode)',
		'update item set horizon_days = horizon_days + 1'
	],
	batches_hold_the_rows_that_they_loaded: [
		'delete from enrolment where line = 2',
		'update batch set rows_loaded = rows_loaded + 1 where batch_id = 1',
		'update enrolment set is_repeat = true where line = 2',
		'delete from item_alias where alias_id = 90001',
		'delete from learning_event'
	],
	class_shares_add_up_to_one: ['update episode set class = null where line = 2'],
	episodes_of_a_pair_follow_each_other: [
		"update episode set outcome = 'open', days_to_end = null where anchored_on < date '2024-12-01'",
		"update episode set days_to_end = 600 where anchored_on = date '2024-02-01'",
		"update episode set outcome = 'closed', days_to_end = 360 where anchored_on = date '2024-02-01'"
	],
	models_are_as_new_as_the_rows: ["update setting set value = '2' where name = 'data_version'"],
	only_episodes_in_standing_mature: [
		`create or replace macro matured_episode(as_of, horizon) as table
			select *, outcome = 'completed' as is_completed from episode where anchored_on + horizon_days <= as_of`,
		`create or replace macro matured_episode(as_of, horizon) as table
			select *, outcome = 'completed' as is_completed from episode where standing = 'in'`,
		'create or replace macro begun_episode(as_of) as table select * from episode'
	],
	refused_rows_are_kept: [
		'update batch set rows_rejected = 1 where batch_id = 1',
		"insert into reject values (1, 7, null, null, 'why', 'raw')",
		'insert into reject values (1, 7, null, null, null, null); update batch set rows_rejected = 1 where batch_id = 1'
	],
	rows_belong_to_a_live_batch: [
		'update batch set undone_at = imported_at where batch_id = 1',
		'delete from batch where batch_id = 1',
		"insert into repair values (90002, 'code', 1, 1)"
	],
	rows_name_a_known_item: [
		'update enrolment set alias_id = 99999 where line = 2',
		'update enrolment set alias_id = null where line = 2',
		'update learning_event set alias_id = 99999'
	],
	rows_name_a_known_person: [
		'update enrolment set identity_id = 99999 where line = 2',
		'update enrolment set identity_id = null where line = 2',
		'update employment set identity_id = 99999',
		"insert into person_name values (99999, 1, 'Nobody')"
	],
	rows_read_are_loaded_duplicate_or_refused: [
		'update batch set rows_read = rows_read + 1 where batch_id = 1',
		'update batch set rows_rejected = null where batch_id = 1'
	],
	stretches_of_employment_do_not_overlap: [
		"update person_spell set to_on = date '2024-01-01' where from_on = date '2020-01-01'",
		"update person_spell set to_on = from_on - 1 where from_on = date '2020-01-01'",
		'delete from person_spell where person_id in (select person_id from episode)'
	]
};

const rowsOf = async (check: string): Promise<unknown[]> =>
	(await warehouse.connection.runAndReadAll(readSql('checks').get(check) ?? '')).getRowsJS();

describe('runChecks(connection)', () => {
	test('finds nothing wrong with sound data', async () => {
		const results = await runChecks(warehouse.connection);
		expect(results.filter((result) => result.offending > 0)).toEqual([]);
		expect(results.map(({ check }) => check)).toEqual([
			...readSql('checks').keys(),
			...modelChecks().keys()
		]);
	});

	test('every check has a way to break its promise', () => {
		expect([...readSql('checks').keys()].filter((check) => !(check in broken))).toEqual([]);
	});

	test.each(Object.entries(broken).flatMap(([check, ways]) => ways.map((sql) => ({ check, sql }))))(
		'$check finds: $sql',
		async ({ check, sql }) => {
			await warehouse.connection.run(sql);
			expect(await rowsOf(check)).not.toEqual([]);
		}
	);

	test('counts all offending rows and shows the first hundred', async () => {
		await warehouse.connection.run('update enrolment set line = line + 50000');
		const results = await runChecks(warehouse.connection);
		const found = results.find(({ check }) => check === 'an_episode_stands_on_a_live_row');
		expect(found?.offending).toBeGreaterThan(150);
		expect(found?.rows).toHaveLength(100);
		expect(Object.keys(found?.rows[0] ?? {})).toEqual(['batch_id', 'line']);
	});

	test('runs before anything was imported', async () => {
		const empty = await openWarehouse();
		const results = await runChecks(empty.connection);
		expect(results.length).toBeGreaterThan(5);
		expect(results.filter((result) => result.offending > 0)).toEqual([]);
	});
});
