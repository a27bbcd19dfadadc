import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lookedThrough, runChecks } from '#queries/checks.ts';
import { modelChecks } from '#queries/model-checks.ts';
import { isOfSettings, keptModels, neededRows, orderModels, stageModels } from '#queries/models.ts';
import { readSql } from '#queries/repository.ts';
import { crowdTo, makeCrowd } from './crowd.ts';
import { openWarehouse } from './warehouse.ts';
import type { Enrolment, Warehouse } from './warehouse.ts';

let warehouse: Warehouse;

const chained = '(batch_id, line) in (select (batch_id, line) from episode_row)';

const twice: readonly Enrolment[] = [
	{ person: 'twice', item: 'c1', enrolled: '2024-02-01', completed: '2024-02-20', record: 1 },
	{ person: 'twice', item: 'c1', enrolled: '2025-02-01', record: 2 },
	{
		person: 'chain',
		item: 'c1',
		enrolled: '2024-02-01',
		started: '2024-02-02',
		closed: '2024-02-20',
		seconds: 600,
		record: 3
	},
	{
		person: 'chain',
		item: 'c1',
		enrolled: '2024-03-01',
		started: '2024-03-02',
		completed: '2024-03-09',
		seconds: 300,
		record: 4
	},
	{ person: 'waived', item: 'c1', enrolled: '2024-02-01', status: 'waived', record: 5 },
	{ person: 'credit', item: 'c1', enrolled: '2024-02-01', completed: '2023-12-01', record: 6 },
	{ person: 'eve', item: 'c1', enrolled: '2024-02-02', completed: '2024-02-01', record: 7 },
	{ person: 'eve', item: 'c2', enrolled: '2025-01-05', record: 9 },
	{
		person: 'timed',
		item: 'c1',
		enrolled: '2024-03-01',
		started: '2024-03-02',
		completed: '2024-03-10',
		seconds: 1200,
		record: 10
	},
	...['c1', 'c2', 'c4', 'c3'].map((item, place) => ({
		person: 'walker',
		item,
		enrolled: `2024-0${place + 2}-01`,
		completed: `2024-0${place + 2}-20`,
		record: 11 + place,
		origin: 'self' as const
	}))
];

/** A wave that two people are asked in and one of them answers, as somebody does without a name, and two ratings of her. */
async function askAndRate({ connection, insert }: Warehouse): Promise<void> {
	const reader = await connection.runAndReadAll(
		"select min(identity_id) from identity where username in ('p1', 'p2') group by username order by username"
	);
	const [known = null, other = null] = reader.getRowsJS().map(([id]) => Number(id));
	const batch_id = 90_003;
	const survey = { survey: 's', wave: 'w' };
	const imported_at = '2025-01-01';
	await insert('batch', { batch_id, source_id: 'voice', system: 'voice', imported_at });
	for (const question of ['q1', 'q2', 'q3'])
		await insert('survey_question', { batch_id, question, wording: question });
	await insert('survey_key', { batch_id, line: 9, question: 'q3', points: 5, is_reversed: true });
	for (const line of [1, 2]) {
		const place = { batch_id, line };
		await insert('survey_response', {
			...place,
			...survey,
			identity_id: line === 1 ? known : null,
			submitted_at: `2025-02-0${line} 12:00:00`
		});
		await insert('survey_answer', { ...place, question: 'q1', answer: '4', score: 4, points: 5 });
		const answer = `What I think of it, for the ${line} time`;
		await insert('survey_answer', { ...place, question: 'q2', answer });
		await insert('survey_answer', { ...place, question: 'q3', answer: '2', score: 2, points: 5 });
		await insert('comment_tone', { ...place, question: 'q2', compound: 0.3, language: 'en' });
		await insert('survey_invitation', {
			...place,
			...survey,
			identity_id: line === 1 ? known : other
		});
		await insert('manager_rating', {
			...place,
			identity_id: known,
			rater_key: 'boss',
			cycle: String(2022 + line),
			rated_on: `${2022 + line}-06-01`,
			score: 2 + line,
			points: 5
		});
	}
}

/** Somebody who chose three items and became a manager after it, for whom two of them prepare, and who was told of one. */
async function promote(warehouse: Warehouse): Promise<void> {
	await warehouse.employ('walker', '2020-01-01');
	await warehouse.employ('stayer', '2020-02-01', '2025-05-01', { kind: 'voluntary' });
	await warehouse.employ('eve', '2020-03-01', '2024-12-01');
	const place = { grade: 'G5', location: 'Hull', family: 'Trade' };
	await warehouse.job('walker', '2020-01-01', 'Sales', 'clerk', undefined, place);
	await warehouse.job('stayer', '2020-02-01', 'Sales', 'clerk', undefined, place);
	await warehouse.job('walker', '2024-09-01', 'Works', 'lead', 'stayer', { grade: 'G6' });
	await warehouse.job('walker', '2025-02-01', 'Works', 'lead', undefined, { location: 'Leeds' });
	await warehouse.personnelTo(crowdTo);
	await warehouse.prompt('walker', 'c1', '2024-01-25');
	await warehouse.prompt('walker', 'c1', '2024-02-10');
}

/** Three systems, one of which cannot tell completions, a later file that holds records of an earlier one, events, a catalogue, a list, personnel, an undone file. */
beforeAll(async () => {
	warehouse = await openWarehouse();
	const { connection } = warehouse;
	await warehouse.load({
		from: '2023-01-01',
		to: '2025-03-01',
		enrolments: [...makeCrowd(3, 40, 150), ...twice]
	});
	await warehouse.load({
		to: crowdTo,
		enrolments: [
			{ person: 'twice', item: 'c1', enrolled: '2025-02-01', completed: '2025-04-01', record: 2 },
			{ person: 'late', item: 'c2', enrolled: '2025-04-01', record: 8 }
		]
	});
	await warehouse.load({
		system: 'player',
		to: crowdTo,
		tellsCompletion: false,
		enrolments: [
			{ person: 'p1', item: 'clip', enrolled: '2025-02-01', record: 90 },
			{ person: 'p2', item: 'clip', enrolled: '2025-02-02', record: 91 }
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
				statement: 'b',
				seconds: 600
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
			},
			{
				person: 'p3',
				item: 'poster',
				kind: 'waived',
				method: 'Tested Out',
				happened: '2025-01-02 12:00:00',
				statement: 'e'
			}
		]
	});
	await warehouse.mandate([{ item: 'c3', kind: 'unit', audience: 'Sales' }]);
	await warehouse.employ('p1', '2020-01-01', '2022-01-01');
	await warehouse.employ('p1', '2023-01-01');
	await warehouse.job('p1', '2020-01-01', 'Sales', 'clerk');
	await warehouse.job('p1', '2021-01-01', 'Sales', 'seller', undefined, { reason: 'promotion' });
	await warehouse.prompt('p2', 'c1', '2024-01-01');
	await promote(warehouse);
	await askAndRate(warehouse);
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
	await warehouse.insert('item_alias', {
		alias_id: 90_002,
		batch_id: 90_001,
		system: 'lms',
		code: 'c1',
		title: 'Title of c1',
		nominal_minutes: 20,
		topics: 'Trade; Tools',
		target_roles: 'Lead',
		owner_unit: 'Sales',
		credential: 'Badge'
	});
	await warehouse.insert('batch', {
		batch_id: 90_004,
		source_id: 'official-paths',
		system: 'lists',
		imported_at: '2025-01-01'
	});
	await warehouse.insert('official_path_step', {
		batch_id: 90_004,
		line: 2,
		path_code: 'P',
		version: '1',
		step: 1,
		item_code: 'c5'
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
			+ (select count(*) from job_history where job_history.batch_id = batch.batch_id)
			+ (select count(*) from survey_response where survey_response.batch_id = batch.batch_id)
			+ (select count(*) from survey_invitation where survey_invitation.batch_id = batch.batch_id)
			+ (select count(*) from manager_rating where manager_rating.batch_id = batch.batch_id)
			+ (select count(*) from survey_key where survey_key.batch_id = batch.batch_id)
			+ (select count(*) from official_path_step where official_path_step.batch_id = batch.batch_id)
			+ (select count(*) from prompt where prompt.batch_id = batch.batch_id)
			+ (select count(*) from item_alias where item_alias.batch_id = batch.batch_id and source_id = 'catalogue')`);
	await connection.run('update batch set rows_read = rows_loaded');
	await connection.run('insert into batch_rows by name from rows_held()');
	await connection.run("insert into setting values ('model_version', '1')");
	await warehouse.build();
	await connection.run('begin');
}, 240_000);

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
	an_episode_is_left_out_for_a_reason: [
		"update episode set standing = 'waived' where line = 2",
		"update episode set standing = 'undated' where line = 2",
		"update episode set standing = 'after_leaving' where line = 2",
		"update episode set standing = 'in' where standing = 'after_leaving'",
		"update episode set standing = 'in' where standing = 'untold'",
		"update episode set standing = 'untold' where rowid = (select min(rowid) from episode where standing = 'in')"
	],
	an_episode_of_one_row_counts_what_it_says: [
		'update episode set effort = 3 where effort = 2',
		'update episode set seconds = seconds - 1 where effort = 2',
		'update episode set started_on = started_on - 1',
		'update episode set effort = null where effort = 2',
		'update episode set nominal_seconds = nominal_seconds - 1',
		'update episode set nominal_seconds = null where nominal_seconds is not null',
		'update episode set last_active_on = last_active_on + 1 where line = 160',
		"update episode set is_tested_out = true where outcome = 'completed'"
	],
	an_episode_of_several_rows_adds_them_up: [
		`update episode set seconds = seconds - 1 where ${chained}`,
		`update episode set started_on = started_on + 1 where ${chained}`,
		`update episode set last_active_on = started_on where ${chained}`,
		`update episode set effort = null where ${chained}`
	],
	a_test_waives_what_an_event_says: [
		`update episode set is_tested_out = false where is_tested_out`,
		"update learning_event set method = 'administrative' where kind = 'waived'"
	],
	whoever_has_no_post_counts_where_files_say: [
		'update episode set org_unit_id = org_unit_id + 1 where person_id not in (select person_id from unit_spell)',
		`update episode set org_unit_id = 0 where line = 20`
	],
	an_episode_stands_on_a_live_row: [
		'update episode set system_id = system_id + 1 where line = 2',
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
		"insert into reject by name select 1 as batch_id, 7 as line, 'why' as reason, 'raw' as raw",
		'insert into reject by name select 1 as batch_id, 7 as line; update batch set rows_rejected = 1 where batch_id = 1'
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
	a_file_of_learning_is_read_or_read_anew: [
		'delete from learning_batch where batch_id = 1',
		'insert into batch select * replace (80001 as batch_id) from batch where batch_id = 1; insert into enrolment select * replace (80001 as batch_id) from enrolment where batch_id = 1 limit 1'
	],
	a_kept_number_lies_within_its_bounds: [
		'insert into prepared_cell by name select \'["mover_share"]\' as question, 0.5 as value, 0.6 as lo, 0.7 as hi',
		'insert into prepared_cell by name select \'["mover_share"]\' as question, 0.5 as value, 0.1 as bound_lo, 0.4 as bound_hi'
	],
	a_kept_path_is_within_its_beginning: [
		"insert into prepared_cell by name select '[\"frequent_paths\"]' as question, 'confidence' as measure, 6 as numerator, 5 as denominator"
	],
	a_path_is_a_run_of_its_sequence: [
		'delete from path_instance',
		'update path_instance set length = length + 1',
		'update path_instance set last_on = last_on + 1',
		'update chosen_sequence set begun_on = begun_on + 100 * position::integer'
	],
	a_rating_is_paired_or_left_out: [
		'delete from rating_pair',
		'delete from readiness_rating',
		"update readiness_rating set why = 'rated_once'",
		"insert into readiness_rating select * replace ('other' as question, null as before) from readiness_rating limit 1"
	],
	a_recommendation_leads_to_one_day: [
		'delete from prompt_shown',
		'update prompt_shown set shown_on = shown_on + 1',
		'delete from prompt'
	],
	a_response_leads_to_one_reply: [
		'delete from survey_reply where is_anonymous',
		'delete from survey_reply where not is_anonymous',
		'insert into survey_reply select * from survey_reply'
	],
	a_sequence_holds_what_was_chosen: [
		'delete from chosen_sequence where position = (select max(position) from chosen_sequence)',
		'insert into chosen_sequence select * replace (item_id + 1000 as item_id, 999 as position) from chosen_sequence limit 1',
		'update chosen_sequence set position = position + 1',
		'update chosen_sequence set begun_on = begun_on - 1000 where position > 1'
	],
	a_step_of_a_job_history_leads_to_a_post: [
		"delete from post_spell where from_on = date '2021-01-01'",
		'update post_spell set from_on = from_on + 1'
	],
	a_strict_class_is_within_the_broad_one: [
		"create or replace macro is_variant(class, variant) as class <> 'prompted' or variant not in ('broad', 'voluntary_broad')"
	],
	an_answer_leads_to_a_score_or_comment: [
		'delete from survey_score',
		'delete from survey_comment',
		'delete from survey_question'
	],
	an_invited_person_answered_or_not: [
		'update survey_invited set is_answered = not is_answered',
		'update survey_invited set is_valid = not is_valid',
		'delete from survey_invited where not is_answered'
	],
	days_of_an_episode_hold_its_time: [
		'delete from activity_day',
		'update activity_day set seconds = seconds + 60'
	],
	kept_types_add_up_to_those_with_a_type: [
		"insert into prepared_cell by name select '[\"autonomy_types\"]' as question, 'share' as measure, 3 as numerator, 4 as denominator"
	],
	kept_ways_out_of_a_role_add_up_to_one: [
		"insert into prepared_cell by name select '[\"time_to_move\"]' as question, unnest(['cif_move', 'stay']) as measure, 0.4 as value"
	],
	stays_follow_each_other: [
		'update post_spell set to_on = to_on - 1',
		"delete from post_spell where from_on = date '2021-01-01'",
		'update role_spell set to_on = from_on - 1'
	],
	voluntary_days_hold_every_completion: [
		'delete from voluntary_day where completions > 0',
		'update voluntary_day set completions = completions + 1'
	],
	stretches_of_employment_do_not_overlap: [
		"update person_spell set to_on = date '2024-01-01' where from_on = date '2020-01-01'",
		"update person_spell set to_on = from_on - 1 where from_on = date '2020-01-01'",
		'delete from person_spell where person_id in (select person_id from episode)'
	]
};

const walker =
	"(select person_id from identity_person as p join identity as i on i.identity_id = p.identity_id where i.username = 'walker' limit 1)";

/** Breaks that only one check sees, by it; another that cannot but see them too stands behind them. */
const seenByOne: Readonly<Record<string, readonly (string | readonly [string, ...string[]])[]>> = {
	batches_hold_every_row_that_they_wrote: [
		'delete from person_name where identity_id = (select min(identity_id) from person_name)',
		'update batch_rows set row_count = row_count + 1 where batch_id = 1',
		"delete from batch_rows where held_in = 'identity'",
		'update prompt set line = line + 50000'
	],
	a_change_of_post_has_its_kind: [
		[
			"update move set kind = 'lateral' where moved_on = date '2024-09-01'",
			'a_landmark_tells_what_came_before_and_after'
		],
		"update move set kind = 'unit' where kind = 'location'",
		[
			"update move set is_move = not is_move where kind = 'location'",
			'a_mover_is_compared_on_that_day',
			'a_role_lasts_from_move_to_move'
		],
		"update move set org_unit_id = 0 where kind = 'location'",
		"delete from move where kind = 'location'",
		"insert into move select * replace (date '2020-01-01' as moved_on) from move where kind = 'location'"
	],
	a_comment_keeps_its_tone: [
		'update comment_tone set compound = 1.5 where line = 1',
		'update survey_comment set tone = 3 where line = 1',
		'update survey_comment set tone = null where line = 1',
		'delete from comment_tone where line = 1',
		'update survey_comment set has_consent = not has_consent where line = 1'
	],
	a_completion_is_told_by_a_row: [
		[
			"update episode set outcome = 'completed', days_to_end = 9, is_meaningful = true, last_active_on = anchored_on + 9 where rowid = (select min(rowid) from episode where outcome = 'open' and standing = 'in' and class = 'assigned_other')",
			'an_episode_of_one_row_counts_what_it_says'
		]
	],
	a_day_of_activity_is_counted: [
		"update activity_day set active_on = active_on + 9 where active_on = date '2025-01-01'",
		"delete from activity_day where active_on = date '2025-01-01'"
	],
	a_landmark_stands_for_every_quarter_in_a_role: [
		'delete from landmark where landmark_on = (select min(landmark_on) from landmark)',
		[
			`insert into landmark select * replace (date '2021-01-01' as landmark_on, 0 as required_completions) from landmark where person_id = ${walker} limit 1`,
			'a_landmark_tells_what_came_before_and_after'
		]
	],
	a_landmark_tells_what_came_before_and_after: [
		"update landmark set arm = 'middle' where arm = 'learner'",
		"update landmark set arm = 'learner' where arm = 'other'",
		'update landmark set first_move_on = first_move_on + 1',
		'update landmark set first_promotion_on = null',
		'update landmark set exit_on = null',
		'update landmark set earlier_moves = earlier_moves + 1',
		'update landmark set required_completions = required_completions + 1',
		'update landmark set stratum = 1'
	],
	a_list_binds_to_what_it_names: ['delete from mandate', 'delete from official_step'],
	tables_that_no_file_fills_are_whole: [
		"insert into local_day by name select date '1999-12-31' as utc_on, date '1999-12-31' as first_on",
		"delete from pulse_statement where construct = 'control'"
	],
	those_who_left_are_looked_for: [
		'delete from leaver_presence where rowid = (select min(rowid) from leaver_presence)',
		'update leaver_presence set present = leavers + 1'
	],
	a_mover_is_compared_on_that_day: [
		'delete from mover_comparison where is_mover',
		'update mover_comparison set is_aligned = not is_aligned where is_mover',
		'update mover_comparison set is_mover = not is_mover'
	],
	a_pair_of_ratings_is_made_of_two_ratings: [
		'update rating_pair set after = after + 1',
		'update rating_pair set change = -change',
		"update rating_pair set exposure = 'learners'",
		'update rating_pair set level = level - 2',
		'update readiness_rating set points = points + 1 where before is null',
		'update readiness_rating set rated_on = rated_on - 1 where before is null'
	],
	a_post_is_what_was_stated: [
		"update unit_spell set manager_id = null where from_on = date '2024-09-01'",
		[
			`update post_spell set grade_id = 0, grade_band_id = 0 where person_id = ${walker} and from_on = (select min(from_on) from post_spell where person_id = ${walker})`,
			'a_change_of_post_has_its_kind',
			'a_landmark_tells_what_came_before_and_after'
		]
	],
	a_recommendation_is_followed_or_not: [
		"update prompt_shown set response = 'others' where response = 'self'",
		"update prompt_shown set response = 'none', batch_id = null, line = null where response = 'self'",
		"update prompt_shown set response = 'unknown' where response = 'none'",
		'update prompt_shown set is_first = not is_first where is_first',
		'update prompt_shown set is_first = true',
		'update prompt_shown set is_employed = false, is_first = false'
	],
	a_role_lasts_from_move_to_move: [
		"update role_spell set ending = 'open' where ending = 'exit'",
		[
			'update role_spell set is_entered_by_move = false',
			'a_landmark_tells_what_came_before_and_after'
		]
	],
	a_row_stands_in_the_post_of_its_day: [
		`update episode set org_unit_id = (select org_unit_id from org_unit where name = 'Works') where person_id = ${walker}`,
		`update prompt_shown set grade_id = 0 where person_id = ${walker}`,
		'update readiness_rating set job_family_id = 1'
	],
	a_score_is_what_was_answered: [
		'update survey_score set score = 9, rescaled = 200 where question_id = (select min(question_id) from survey_score)',
		'update survey_score set favour = -favour where favour <> 0',
		'update survey_score set rescaled = 100 - rescaled where rescaled <> 50',
		'update survey_score set org_unit_id = org_unit_id + 1 where org_unit_id = 0',
		'update survey_score set person_id = 1 where person_id < 0'
	],
	a_survey_is_read_by_its_key: [
		['update survey_item set is_reversed = false', 'a_score_is_what_was_answered'],
		'update survey_wave set closed_on = closed_on + 1'
	],
	an_episode_counts_for_what_it_is: [
		"update episode set is_meaningful = false where is_meaningful and class = 'assigned_other'",
		[
			"update episode set seconds = 999999, has_progressed = true, is_meaningful = true, effort = 2 where class = 'assigned_other' and outcome = 'completed'",
			'an_episode_of_one_row_counts_what_it_says'
		],
		[
			"update episode set last_active_on = anchored_on where outcome = 'completed' and days_to_end > 5",
			'an_episode_of_one_row_counts_what_it_says',
			'an_episode_of_several_rows_adds_them_up'
		]
	],
	an_item_is_at_home_where_it_is_owned_or_favoured: [
		"update item_home set department = 'Works' where is_owned",
		'update item_home set is_owned = false'
	],
	an_item_is_what_a_file_says: [
		"update item_topic set topic = 'Cooking' where topic = 'Tools'",
		"delete from item_topic where topic = 'Tools'",
		'delete from item_credential',
		[
			'update item set nominal_minutes = 25 where nominal_minutes = 20',
			'an_episode_of_one_row_counts_what_it_says'
		],
		'update item set members = members + 1'
	],
	data_reach_as_far_as_their_files: [
		"update learning_system set data_to = data_to + 1 where system = 'lrs'",
		[
			'update personnel_window set to_on = to_on + 1',
			'a_landmark_stands_for_every_quarter_in_a_role'
		]
	],
	employment_is_what_was_stated: [
		[
			"update service_spell set exit_kind = 'involuntary' where exit_kind = 'voluntary'",
			'a_landmark_tells_what_came_before_and_after'
		],
		"update person_spell set to_on = to_on - 9 where to_on = date '2025-05-01'"
	],
	learning_for_a_role_counts_on_its_days: [
		'delete from role_learning where rowid = (select min(rowid) from role_learning)',
		'update role_learning set day = day + 1',
		"insert into role_learning select * replace ('cook' as role) from role_learning limit 1"
	],
	self_direction_begins_with_its_first_year: ['delete from self_directed_since'],
	whoever_is_named_has_a_row: [
		'delete from identity_key where identity_id = (select max(identity_id) from identity_key)',
		'delete from person where person_id = (select max(person_id) from person)',
		"delete from department where unit = 'Works'",
		"delete from item_home where department = 'Sales' and is_owned",
		'delete from person_mark where person_id = (select max(person_id) from person_mark)',
		"delete from person_key where key = 'eve'",
		'delete from alias_key where alias_id = 90001'
	]
};

const rowsOf = async (check: string): Promise<unknown[]> =>
	(await warehouse.connection.runAndReadAll(readSql('checks').get(check) ?? '')).getRowsJS();

const wordsIn = (sql: string): readonly string[] => sql.match(/[a-z_0-9]+/g) ?? [];

/** What macros say, by name. */
const macros = new Map(
	['macros', 'populations']
		.flatMap((folder) => [...readSql(folder).values()])
		.flatMap((sql) => sql.split('create or replace macro ').slice(1))
		.map((text) => [wordsIn(text)[0] ?? '', text] as const)
);

/** All words of a select and of the macros that it uses: a table that is not among them cannot change what it finds. */
function allWords(sql: string, seen = new Set<string>()): ReadonlySet<string> {
	for (const word of wordsIn(sql)) {
		if (seen.has(word)) continue;
		seen.add(word);
		allWords(macros.get(word) ?? '', seen);
	}
	return seen;
}

const everyCheck = [...readSql('checks'), ...modelChecks()].map(([check, sql]) => ({
	check,
	sql,
	words: allWords(sql)
}));

/** Every table that a statement can change. */
const tables = new Set([
	...[...readSql('schema').values()]
		.join('\n')
		.matchAll(/^create table (\w+) /gm)
		.map(([, name]) => name ?? ''),
	...readSql('models').keys()
]);

/** Which checks find a row once these statements have run on sound data: only what names a table of theirs can. */
async function findersOf(damage: string): Promise<string[]> {
	const changed = wordsIn(damage);
	await warehouse.connection.run(damage);
	const found: string[] = [];
	for (const { check, sql, words } of everyCheck) {
		if (!changed.some((word) => words.has(word) && tables.has(word))) continue;
		const reader = await warehouse.connection.runAndReadAll(`from (\n${sql}\n) limit 1`);
		if (reader.currentRowCount > 0) found.push(check);
	}
	return found;
}

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
		expect(
			[...readSql('checks').keys()].filter((check) => !(check in broken || check in seenByOne))
		).toEqual([]);
	});

	test.each(Object.entries(broken).flatMap(([check, ways]) => ways.map((sql) => ({ check, sql }))))(
		'$check finds: $sql',
		async ({ check, sql }) => {
			await warehouse.connection.run(sql);
			expect(await rowsOf(check)).not.toEqual([]);
		}
	);

	test.each(
		Object.entries(seenByOne).flatMap(([check, ways]) =>
			ways.map((way) => {
				const [sql, ...also] = typeof way === 'string' ? [way] : way;
				return { sql, checks: [check, ...also] };
			})
		)
	)('$checks alone find: $sql', async ({ sql, checks }) => {
		expect((await findersOf(sql)).toSorted().join(', ')).toBe(checks.toSorted().join(', '));
	});

	test.each([...readSql('checks').keys()].filter((check) => lookedThrough(check).length > 0))(
		'%s has nothing to find where the tables are empty that it looks through',
		async (check) => {
			for (const table of lookedThrough(check))
				await warehouse.connection.run(`delete from ${table}`);
			expect(await rowsOf(check)).toEqual([]);
		}
	);

	test('counts all offending rows and shows the first hundred', async () => {
		await warehouse.connection.run('update enrolment set line = line + 50000');
		const results = await runChecks(warehouse.connection);
		const found = results.find(({ check }) => check === 'an_episode_stands_on_a_live_row');
		expect(found?.offending).toBeGreaterThan(150);
		expect(found?.rows).toHaveLength(100);
		expect(Object.keys(found?.rows[0] ?? {})).toEqual([
			'batch_id',
			'line',
			'anchored_on',
			'outcome'
		]);
	});

	/** What is found once the models are made of what the import left, by check and table. */
	const foundAfter = async (sql: string) => {
		await warehouse.connection.run(sql);
		await warehouse.build();
		const found = (await runChecks(warehouse.connection)).filter(({ offending }) => offending > 0);
		return found.map(({ check, rows }) => [check, ...rows.map((row) => row['held_in'])]);
	};

	test('a lost row is seen by its import alone, although no derived table misses it', async () => {
		await warehouse.connection.run(`
			set variable latest = (select max(batch_id) from enrolment);
			insert into enrolment
			select * replace (line + 70000 as line, true as is_repeat) from enrolment where batch_id = getvariable('latest');
			update batch set rows_duplicate = 2, rows_read = rows_read + 2 where batch_id = getvariable('latest');
			delete from batch_rows;
			insert into batch_rows by name from rows_held()`);
		const check = 'batches_hold_every_row_that_they_wrote';
		const lost = `
			delete from enrolment where is_repeat and line = (select max(line) from enrolment);
			delete from survey_answer where line = 1 and question = 'q1'`;
		expect(await foundAfter(lost)).toEqual([[check, 'enrolment', 'survey_answer']]);
	});

	test('a line that stands twice does not make up for one that is lost', async () => {
		const swapped = `
			insert into enrolment
			from enrolment where batch_id = 1 and natural_key in (select natural_key from enrolment where batch_id > 1);
			delete from enrolment where batch_id = 1 and line = 30`;
		expect(await foundAfter(swapped)).toEqual([
			['batches_hold_every_row_that_they_wrote', 'enrolment']
		]);
	});

	test('of imports from before the step that counts them, what they hold is what they wrote', async () => {
		await warehouse.connection.run('drop table batch_rows');
		await warehouse.connection.run(readSql('schema').get('013_batch_rows') ?? '');
		expect(await rowsOf('batches_hold_every_row_that_they_wrote')).toEqual([]);
		await warehouse.connection.run('delete from survey_answer where line = 1');
		expect(await rowsOf('batches_hold_every_row_that_they_wrote')).toHaveLength(1);
	});

	test('an assignment of a path names no item, any other does', async () => {
		await warehouse.insert('assignment', { batch_id: 1, line: 1, path_code: 'P-7' });
		expect(await rowsOf('rows_name_a_known_item')).toEqual([]);
		await warehouse.insert('assignment', { batch_id: 1, line: 2 });
		expect(await rowsOf('rows_name_a_known_item')).toHaveLength(1);
	});

	test('runs before anything was imported', async () => {
		const empty = await openWarehouse();
		const results = await runChecks(empty.connection);
		expect(results.length).toBeGreaterThan(5);
		expect(results.filter((result) => result.offending > 0)).toEqual([]);
	});
});

describe('stageModels(connection, onModel, standing)', () => {
	const models = readSql('models');
	const canonical = [
		...[...readSql('schema').values()].join('\n').matchAll(/^create table (\w+) /gm)
	];

	/** Lets also those models have a row that none of the checks needs to have one. */
	async function fillTheRest({ connection, load, job, assign }: Warehouse): Promise<void> {
		const events = ['2025-01-01 10:00:00', '2025-01-02 10:00:00'].map((happened) => ({
			person: 'p1',
			item: 'video',
			kind: 'other',
			verb: 'http://id.tincanapi.com/verb/earned',
			happened
		}));
		await load({ system: 'lrs', to: crowdTo, events });
		const again = await load({ system: 'lrs', to: crowdTo, events });
		await connection.run(`update learning_event set is_repeat = true where batch_id = ${again}`);
		await connection.run("update enrolment set enrolled_by = 'p2' where line = 2");
		await assign('p1', 'c1', '2025-01-05 10:00:00', 'required');
		await job('p1', '2024-01-01', 'Sales', 'seller', undefined, {
			reason: 'leave',
			until: '2024-06-01'
		});
	}

	const rowsOfModel = async (name: string): Promise<unknown[]> =>
		(await warehouse.connection.runAndReadAll(models.get(name) ?? '')).getRowsJS();

	test('every model is empty where the tables are that it says to need, and not before', async () => {
		const { connection } = warehouse;
		await fillTheRest(warehouse);
		await warehouse.build();
		for (const name of orderModels(connection, models))
			if (!keptModels().has(name))
				await connection.run(`create table ${name} as\n${models.get(name) ?? ''}`);
		const wrong: string[] = [];
		const needing = [...models].filter(([, sql]) => neededRows(sql).length > 0);
		for (const [name, sql] of needing) {
			if ((await rowsOfModel(name)).length === 0) wrong.push(`${name} has no row`);
			for (const tables of neededRows(sql)) {
				for (const table of tables)
					await connection.run(`create temp table ${table} as from ${table} limit 0`);
				if ((await rowsOfModel(name)).length > 0)
					wrong.push(`${name} without ${tables.join(' or ')}`);
				for (const table of tables) await connection.run(`drop table temp.${table}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	test('what is made of settings alone stays the same without any other row', async () => {
		const { connection } = warehouse;
		const names = [...models].filter(([, sql]) => isOfSettings(sql)).map(([name]) => name);
		const before = await Promise.all(names.map(rowsOfModel));
		for (const [, table = ''] of canonical)
			if (table !== 'setting') await connection.run(`delete from ${table}`);
		for (const name of keptModels().keys())
			if (!names.includes(name)) await connection.run(`delete from ${name}`);
		expect(names.length).toBeGreaterThan(3);
		expect(await Promise.all(names.map(rowsOfModel))).toEqual(before);
	});

	test('leaves alone what has no row and can get none, and what is made of the same settings', async () => {
		const { connection } = warehouse;
		const standing = { hasSameSettings: true };
		const made = () => stageModels(connection, undefined, standing);
		expect(await made()).toContain('survey_score');
		expect(await made()).not.toContain('local_day');
		await connection.run('delete from survey_answer');
		expect(await made()).toContain('survey_score');
		await connection.run('delete from survey_score');
		expect(await made()).not.toContain('survey_score');
		const other = await stageModels(connection, undefined, { hasSameSettings: false });
		expect(other).toContain('local_day');
		expect(await stageModels(connection)).toEqual(
			orderModels(connection, models).filter((name) => keptModels().has(name))
		);
	});
});
