import type { DuckDBConnection } from '@duckdb/node-api';
import type { Computed } from './ask.ts';
import type { Metric } from './catalogue.ts';
import { filterValues, parametersOf, valuesOf } from './compute.ts';
import { lineageOf, readsMacro } from './lineage.ts';
import { message, systemInWords } from './messages.ts';
import { filesInWords } from './notes.ts';
import { roundCount } from './present.ts';
import type { ResultRow } from './present.ts';
import type { Question, Viewer } from './request.ts';

interface Asked {
	readonly connection: DuckDBConnection;
	readonly viewer: Viewer;
	readonly question: Question;
	readonly asOf: string;
	readonly computed: Pick<Computed, 'ids'>;
	readonly rows: readonly ResultRow[];
}

/** How much of something there is, of how many people. */
interface Amount {
	readonly count: number;
	readonly people: number;
}

/** Whether a question is about a part of the data only. */
const isPart = ({ from, to, where, asOf }: Question): boolean =>
	from !== null || to !== null || asOf !== null || where.size > 0;

/**
 * How many there are, for everybody to base 5; no number where few people stand behind it. The analyst is told of the period and
 * the filters of the question, others of all data, and that it is so: two parts that differ by a few would tell on those.
 */
const roughly = (
	{ count, people }: Amount,
	smallest: number,
	asked?: Pick<Asked, 'viewer' | 'question'>
) => ({
	some: people < smallest ? 'some' : 'told',
	count: roundCount(count, { role: 'lead' }),
	scope: asked !== undefined && !isOfQuestion(asked) && isPart(asked.question) ? 'all' : 'asked'
});

const isOfQuestion = ({ viewer }: Pick<Asked, 'viewer'>): boolean => viewer.role === 'analyst';

/** What a table holds of something: of the question's time and place by a day of its own, or all of it. */
async function amountOf(asked: Asked, table: string, day: string): Promise<Amount> {
	const { connection, question, asOf, computed } = asked;
	const place = (slot: number): string =>
		`($id_${slot}::integer is null or dimension_key($on_${slot}, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_${slot})`;
	const part = `where ${day} <= $as_of::date and is_within(${day}, $from::date, $to::date)
		and ${[1, 2, 3].map(place).join(' and ')}`;
	const sql = `select count(*)::integer as count, count(distinct person_id)::integer as people
		from ${table} ${isOfQuestion(asked) ? part : ''}`;
	const values = { ...valuesOf(question, asOf), ...filterValues(question, computed.ids) };
	const reader = await connection.runAndReadAll(sql, parametersOf(sql, values));
	return reader.getRowObjectsJS()[0] as unknown as Amount;
}

/** So many people begin something in a system before it says anything that nobody completed it (METRICS.md §I rule 2). */
const manyPeople = 20;

/** The tables of episodes of which a measure leaves out those that no file can tell as completed. */
const ofTold = ['matured_episode', 'awaited_episode', 'open_episode'] as const;

/** Whether a measure leaves out what is in systems of which no file can tell completions. */
const leavesUntold = ({ sql }: Metric): boolean => ofTold.some((macro) => readsMacro(sql, macro));

/** A learning system of which no file can tell completions, and what therefore stands outside. */
interface Untold extends Amount {
	readonly system_id: number;
	readonly system: string;
}

async function untoldSystems(connection: DuckDBConnection): Promise<readonly Untold[]> {
	const reader = await connection.runAndReadAll(
		`select s.system_id, s.system, c.untold as count, c.untold_people as people
		from system_count as c
		join learning_system as s on s.system_id = c.system_id
		where c.untold > 0
		order by s.system`
	);
	return reader.getRowObjectsJS() as unknown as Untold[];
}

/** Systems with what stands outside of each, and which file would bring it in. */
const untoldSystemsInWords = (
	systems: readonly Untold[],
	smallest: number,
	asked?: Pick<Asked, 'viewer' | 'question'>
): string =>
	message('note.untold', {
		list: systems
			.map((one) =>
				message('note.untold_of', {
					system: systemInWords(one.system),
					...roughly(one, smallest, asked)
				})
			)
			.join(', '),
		scope: asked !== undefined && !isOfQuestion(asked) && isPart(asked.question) ? 'all' : 'asked'
	});

/** The systems of which no file can tell completions, and how much of theirs stands outside of what hangs on completions. */
export async function tellUntold(
	connection: DuckDBConnection,
	smallest: number
): Promise<readonly string[]> {
	const systems = await untoldSystems(connection);
	return systems.length === 0 ? [] : [untoldSystemsInWords(systems, smallest)];
}

/** What of each such system stands in the period and under the filters of a question. */
async function untoldOfQuestion(asked: Asked): Promise<readonly Untold[]> {
	const viewer: Viewer = { role: 'analyst' };
	const found: Untold[] = [];
	for (const system of await untoldSystems(asked.connection)) {
		const table = `(
			select * from episode where standing = 'untold' and system_id = ${system.system_id}
		) as episode_untold`;
		const amount = await amountOf({ ...asked, viewer }, table, 'anchored_on');
		if (amount.count > 0) found.push({ ...system, ...amount });
	}
	return found;
}

/** The same beside an answer whose measure leaves them out. */
async function untoldBeside(asked: Asked): Promise<readonly string[]> {
	const { metric } = asked.question;
	if (!leavesUntold(metric)) return [];
	const systems = await (isOfQuestion(asked)
		? untoldOfQuestion(asked)
		: untoldSystems(asked.connection));
	return systems.length === 0 ? [] : [untoldSystemsInWords(systems, metric.smallest_group, asked)];
}

/**
 * That an answer has no rows because all that was begun in its time and place is in systems of which no file can tell completions;
 * to others than analysts only of systems in which enough people began something there.
 */
export async function tellOnlyUntold(asked: Asked): Promise<readonly string[]> {
	const { metric, from, to, where } = asked.question;
	if (!leavesUntold(metric)) return [];
	const enough = isOfQuestion(asked) ? 1 : metric.smallest_group;
	const systems = (await untoldOfQuestion(asked)).filter(({ people }) => people >= enough);
	if (systems.length === 0) return [];
	const why = message('note.only_untold', {
		list: systems.map(({ system }) => systemInWords(system)).join(', '),
		files: filesInWords(['completions'])
	});
	const isPartAsked = from !== null || to !== null || where.size > 0;
	return [message('note.nothing', { why, isPart: isPartAsked ? 'yes' : 'no' })];
}

/**
 * That none of the files, or none of some systems, tells of any completion although it could, beside numbers that hang on
 * completions: a log can leave them out, and an export that leaves them out pulls down the numbers of all.
 */
async function noCompletions({
	connection,
	question: { metric },
	rows
}: Asked): Promise<readonly string[]> {
	if (!metric.is_of_completions || rows.every(({ value }) => value === null)) return [];
	const reader = await connection.runAndReadAll(
		`select s.system, c.is_telling, c.persons >= ${manyPeople} as is_many
		from system_count as c
		join learning_system as s on s.system_id = c.system_id
		where c.system_id in (select system_id from learning_batch where is_told)
		order by s.system`
	);
	const systems = reader.getRowsJS() as [string, boolean, boolean][];
	if (systems.every(([, isTelling]) => !isTelling)) return [message('warning.no_completions')];
	const silent = systems.filter(([, isTelling, isMany]) => !isTelling && isMany);
	return silent.length === 0
		? []
		: [
				message('warning.no_completions_of', {
					list: silent.map(([system]) => systemInWords(system)).join(', ')
				})
			];
}

/** Which learning systems A10 leaves out, because no file has ever said of an item of theirs that it is external. */
async function uncaptured({ connection, question }: Asked): Promise<readonly string[]> {
	const { metric } = question;
	if (!readsMacro(metric.sql, 'captured_system')) return [];
	const reader = await connection.runAndReadAll(
		`select system
		from learning_system
		where system_id not in (select system_id from captured_system())
			and system_id in (select system_id from episode)
			and (select count(*) > 0 from captured_system())
		order by system`
	);
	const systems = reader.getRowsJS().map(([system]) => systemInWords(system as string));
	return systems.length === 0 ? [] : [message('note.uncaptured', { list: systems.join(', ') })];
}

const promptNotes = [
	['note.prompts_gone', 'not is_employed'],
	['note.prompts_outside', 'is_first and not is_covered']
] as const;

/** How many prompts A9 leaves out: shown to people who were not there, or of which no file could tell what followed. */
async function promptsOutside(asked: Asked): Promise<readonly string[]> {
	const { metric } = asked.question;
	if (!readsMacro(metric.sql, 'offered_prompt')) return [];
	const notes: string[] = [];
	for (const [key, what] of promptNotes) {
		const table = `(select *, 0 as system_id from prompt_shown where ${what}) as prompt_left_out`;
		const amount = await amountOf(asked, table, 'shown_on');
		if (amount.count > 0) notes.push(message(key, roughly(amount, metric.smallest_group, asked)));
	}
	return notes;
}

const leaversSql = `
select
	coalesce(sum(after_leaving), 0)::integer as count,
	coalesce(max(leavers), 0)::integer as people,
	strftime(max(last_after_leaving), '%Y-%m-%d') as last_on
from system_count`;

/** What was begun after leaving in all data, at least by how many people, and on which day last. */
async function leaversOf(
	connection: DuckDBConnection
): Promise<Amount & { readonly last_on: string | null }> {
	const reader = await connection.runAndReadAll(leaversSql);
	return reader.getRowObjectsJS()[0] as unknown as Amount & { readonly last_on: string | null };
}

/** How much was begun after people had left, so that it counts nowhere (METRICS.md §0: a leaver is told of before that day only). */
export async function tellAfterLeaving(
	connection: DuckDBConnection,
	smallest: number
): Promise<readonly string[]> {
	const amount = await leaversOf(connection);
	return amount.count === 0 ? [] : [message('note.after_leaving', roughly(amount, smallest))];
}

/** The same beside an answer whose measure counts what people began. Of all data it is counted already, of a part anew. */
async function leftOut(asked: Asked): Promise<readonly string[]> {
	const { metric } = asked.question;
	if (!countsEpisodes(metric)) return [];
	const whole = await leaversOf(asked.connection);
	if (whole.count === 0) return [];
	const isWhole =
		!isOfQuestion(asked) || (!isPart(asked.question) && (whole.last_on ?? '') <= asked.asOf);
	const table = "(select * from episode where standing = 'after_leaving') as episode_left_out";
	const amount =
		isWhole && whole.people >= metric.smallest_group
			? whole
			: await amountOf(asked, table, 'anchored_on');
	return amount.count === 0
		? []
		: [message('note.after_leaving', roughly(amount, metric.smallest_group, asked))];
}

const undatedSql = `
with told as (
	select
		l.system_id, b.batch_id, b.file_name, e.natural_key, l.data_to,
		coalesce(e.enrolled_at, e.started_at, e.last_activity_at, e.completed_at, e.closed_at) is not null as has_date,
	from enrolment as e
	join learning_batch as l on l.batch_id = e.batch_id and not l.is_event
	join batch as b on b.batch_id = e.batch_id
),
undated as (
	select *
	from told as u
	where not has_date and not exists (
		select 1
		from told as d
		where d.has_date and d.system_id = u.system_id and d.natural_key = u.natural_key
	)
	qualify natural_key is null
		or row_number() over (partition by system_id, natural_key order by data_to desc, batch_id desc) = 1
)
select
	coalesce(sum(rows), 0)::integer as undated,
	coalesce(string_agg(file_name, ', ' order by nth) filter (nth <= 3), '') as list,
	count(*)::integer as files
from (
	select file_name, count(*) as rows, row_number() over (order by count(*) desc, batch_id) as nth
	from undated
	group by batch_id, file_name
)`;

/**
 * How many enrolments stand in no figure because they have no date, and in which files most of them are: one that several exports
 * of a system hold is one, and none where any of these dates it. For the analyst only.
 */
export async function tellUndated(connection: DuckDBConnection): Promise<readonly string[]> {
	const reader = await connection.runAndReadAll(undatedSql);
	const [undated, list, files] = (reader.getRowsJS()[0] ?? [0, '', 0]) as [number, string, number];
	return undated === 0
		? []
		: [message('note.undated', { count: undated, list, more: files > 3 ? 'yes' : 'no' })];
}

/** How many voluntary enrolments A2p closes on the last day of which anything is known, because their completion has no day. */
async function closedUndated(asked: Asked): Promise<readonly string[]> {
	const { metric } = asked.question;
	if (!readsMacro(metric.sql, 'open_episode')) return [];
	const table = `(
		select * replace (anchored_on + days_to_known_end(standing, days_to_end, anchored_on, last_active_on) as anchored_on)
		from episode
		where standing = 'undated' and class in ('self_initiated', 'prompted')
	) as undated_completion`;
	const amount = await amountOf(asked, table, 'anchored_on');
	return amount.count === 0
		? []
		: [message('note.closed_undated', roughly(amount, metric.smallest_group, asked))];
}

const countsEpisodes = ({ needs, sql }: Metric): boolean =>
	needs.includes('enrolment') && lineageOf(sql).models.includes('episode');

/** What files of learning do not tell, or what of them does not count, in sentences. */
export async function tellLearning(asked: Asked): Promise<readonly string[]> {
	return [
		...(await noCompletions(asked)),
		...(await untoldBeside(asked)),
		...(await uncaptured(asked)),
		...(await promptsOutside(asked)),
		...(await closedUndated(asked)),
		...(await leftOut(asked))
	];
}
