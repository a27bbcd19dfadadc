import type { DuckDBConnection } from '@duckdb/node-api';

/** A kind of data: whether any is loaded, and the day to which it reaches (null for lists, which reach everywhere). */
interface Need {
	readonly table: string;
	/** What of the table counts; all of it where none is given. */
	readonly where?: string;
	/** A select of one day. */
	readonly reach?: string;
}

const learningReach = 'select min(data_to) from learning_system';
const reachOf = (tables: readonly string[]): string =>
	`select max(data_to) from batch where undone_at is null and batch_id in (${tables
		.map((table) => `select batch_id from ${table}`)
		.join(' union ')})`;

const known = {
	/** Reports or logs of a learning system. */
	enrolment: { table: 'learning_system', reach: learningReach },
	/** Files of learning with a column that can tell of completions, whether anybody completed anything or not. */
	completions: { table: '(select 1 from learning_batch where tells_completion)' },
	/** Time spent, stated by a system or told by events. */
	minutes: { table: '(select 1 from episode where effort > 0 limit 1)' },
	/** The same, or lengths of items, from which time is estimated. */
	time: {
		table: '(select 1 from episode where effort > 0 or nominal_seconds is not null limit 1)'
	},
	/** Time that a system states or that comes from its events, beside time of content played. */
	measured_time: { table: '(select 1 from episode where effort in (1, 2) limit 1)' },
	/** How long content was played. */
	content_time: { table: '(select 1 from episode where effort = 3 limit 1)' },
	/** Lengths of items. */
	lengths: { table: '(select 1 from episode where nominal_seconds is not null limit 1)' },
	/** Topics of items. */
	topics: { table: 'item_alias', where: 'topics is not null' },
	/** Formats of items. */
	formats: { table: 'item', where: 'format is not null' },
	/** Topics or formats of items: in what choices can differ. */
	topics_or_formats: {
		table: '(select 1 from item_topic union all select 1 from item where format is not null)'
	},
	/** For which jobs an item prepares. */
	target_roles: { table: 'item_alias', where: 'target_roles is not null' },
	/** Which items are external. */
	external: { table: 'item_alias', where: 'is_external' },
	windows: { table: 'mandatory_window' },
	prompts: {
		table: `(select batch_id from prompt union all select batch_id from learning_event where kind = 'recommended')`
	},
	/** Who was prompted in the time of the learning data, or a learning file that says of enrolments that they were. */
	prompted: {
		table: `(
			select 1 from prompt_shown
			where is_covered and not is_held_out and shown_on <= (select max(data_to) from learning_system)
			union all select 1 from episode_class where class = 'prompted'
		)`
	},
	/** What is mandatory or required: by a list, by hand, or by what learning files say of enrolments. */
	required: {
		table: `(
			select 1 from episode_class where class = 'assigned_required'
			union all select 1 from mandate
			union all (select 1 from enrolment where obligation is not null limit 1)
			union all (select 1 from learning_event where obligation is not null limit 1)
		)`
	},
	/** Who was left out of a prompt, to compare with. */
	held_out: { table: 'prompt_shown', where: 'is_held_out' },
	official_paths: { table: 'official_path_step' },
	/** Personnel: from when to when somebody was employed. */
	employment: { table: 'employment', reach: reachOf(['employment', 'job_history']) },
	/** On which days people left, told by personnel files or by a learning system. */
	exits: {
		table: `(select 1 from employment_spell where to_on < date '9999-12-31' limit 1)`
	},
	/** On which days items were first opened. */
	starts: { table: '(select 1 from episode where started_on is not null limit 1)' },
	/** Long leave, told by the reasons of a job history. */
	leaves: { table: 'leave_spell' },
	/** Personnel: who worked where, from when on. */
	job_history: { table: 'job_history', reach: reachOf(['employment', 'job_history']) },
	/** Personnel: how much of full time a post is. */
	working_time: { table: 'post_spell', where: 'fte is not null' },
	/** What was done about a survey. */
	actions: {
		table: 'loop_action',
		where: 'batch_id in (select batch_id from batch where undone_at is null)'
	},
	vacancies: { table: 'vacancy_fill', reach: 'select max(filled_on) from vacancy_fill' },
	survey: {
		table: 'survey_response',
		reach: 'select max(closed_on) from survey_wave'
	},
	invitations: { table: 'survey_invitation' },
	comments: { table: 'comment_tone' },
	/** What people say the tone of comments is. */
	labels: {
		table: 'comment_label',
		where: 'batch_id in (select batch_id from batch where undone_at is null)'
	},
	ratings: { table: 'manager_rating', reach: 'select max(rated_on) from manager_rating' },
	costs: { table: 'cost_input' }
} as const satisfies Readonly<Record<string, Need>>;

/** The kinds of data that a metric can need. */
export const needNames = Object.keys(known) as readonly (keyof typeof known)[];
export type NeedName = keyof typeof known;

const needs: Readonly<Record<NeedName, Need>> = known;

/** Data that a metric can do without and that tell of later days than what it needs, by the select of their last day. */
const followers = {
	/** What was done about a survey after it had closed. */
	actions: `select max(a.acted_on) from loop_action as a join batch as b on b.batch_id = a.batch_id
		where b.undone_at is null and a.acted_on <= b.imported_at::date`,
	/** What became of people after a rating. */
	moves: `select nullif(to_on, date '9999-12-31') from personnel_window`
} as const;

/** The kinds of data that can follow those that a metric needs. */
export const followerNames = Object.keys(followers) as readonly (keyof typeof followers)[];
export type FollowerName = keyof typeof followers;

/** What is a part of another kind of data: where that is missing, its own words say all. */
const partOf: Readonly<Partial<Record<NeedName, NeedName>>> = { completions: 'enrolment' };

/** Missing kinds of data, without those that are parts of a missing one. */
export const withoutParts = (missing: readonly NeedName[]): NeedName[] =>
	missing.filter((name) => !missing.some((whole) => whole === partOf[name]));

/** The kinds of data, out of these, of which nothing is loaded. The models must stand. */
export async function missingNeeds(
	connection: DuckDBConnection,
	names: readonly NeedName[]
): Promise<NeedName[]> {
	if (names.length === 0) return [];
	const counts = names.map((name) => {
		const { table, where } = needs[name];
		return `(select count(*) > 0 from ${table} ${where === undefined ? '' : `where ${where}`}) as ${name}`;
	});
	const reader = await connection.runAndReadAll(`select ${counts.join(', ')}`);
	const [row] = reader.getRowObjectsJS();
	return withoutParts(names.filter((name) => row?.[name] !== true));
}

/**
 * The day to which all of these kinds of data reach: the smallest, or that of what follows them where it is later; null where
 * none reaches anywhere.
 */
export async function reachOfNeeds(
	connection: DuckDBConnection,
	names: readonly NeedName[],
	followedBy: readonly FollowerName[]
): Promise<string | null> {
	const reaches = names.flatMap((name) => needs[name].reach ?? []);
	const list = reaches.length > 0 ? reaches : [learningReach];
	const least = `(select min(day) from (${list.map((sql) => `select (${sql}) as day`).join(' union all ')}))`;
	const later = followedBy.map((name) => `, (${followers[name]})`);
	const reader = await connection.runAndReadAll(
		`select strftime(case when least is not null then greatest(least${later.join('')}) end, '%Y-%m-%d') as day
		from (select ${least} as least)`
	);
	return (reader.getRowObjectsJS()[0]?.['day'] ?? null) as string | null;
}

/** What the data of a measure end with, where others of its data reach further. */
export interface HeldBack {
	/** Learning systems by their code, other kinds of data by the name of the need. */
	readonly systems: readonly string[];
	readonly needs: readonly NeedName[];
	/** The last day of what reaches furthest, as an ISO date. */
	readonly furthest: string;
}

/** An export older by more than a week is worth a sentence; older by more than a month it breaks the trend (`breaks.ts`). */
const aWeekOrLess = 7;

/** What goes on without an end, so that a newer export tells more. Surveys, ratings and vacancies are over when they are over. */
const ongoing: ReadonlySet<NeedName> = new Set(['employment', 'job_history']);

const extentsSql = (own: readonly NeedName[]): string =>
	[
		'select system as name, true as is_system, data_to as day from learning_system',
		...own
			.filter((name) => ongoing.has(name))
			.map((name) => `select '${name}', false, (${needs[name].reach ?? ''})`)
	].join(' union all ');

/**
 * What keeps the data of a measure from reaching further than a day, if other learning systems or personnel files that it reads
 * reach more than a week further; null where all end about then, where something else sets that day, and for measures that read
 * no learning.
 */
export async function heldBackBy(
	connection: DuckDBConnection,
	own: readonly NeedName[],
	asOf: string
): Promise<HeldBack | null> {
	if (!own.includes('enrolment')) return null;
	const reader = await connection.runAndReadAll(
		`with extent as (select * from (${extentsSql(own)}) where day is not null),
		reach as (select min(day) as least, max(day) as furthest from extent)
		select e.name, e.is_system, strftime(r.furthest, '%Y-%m-%d') as furthest
		from extent as e
		cross join reach as r
		where e.day = r.least and e.day = $as_of::date and r.furthest > e.day + ${aWeekOrLess}
		order by e.name`,
		{ as_of: asOf }
	);
	const rows = reader.getRowObjectsJS();
	const [first] = rows;
	if (!first) return null;
	const names = (isSystem: boolean): string[] =>
		rows.filter((row) => row['is_system'] === isSystem).map((row) => row['name'] as string);
	return {
		systems: names(true),
		needs: names(false) as NeedName[],
		furthest: first['furthest'] as string
	};
}

/** Whether the models stand; before the first import they do not. Reading them tells that faster than the catalogue does. */
export async function isModelled(connection: DuckDBConnection): Promise<boolean> {
	try {
		await connection.run('select 1 from dimension_value limit 0');
		return true;
	} catch (cause) {
		if (/dimension_value does not exist/.test(String(cause))) return false;
		throw cause;
	}
}
