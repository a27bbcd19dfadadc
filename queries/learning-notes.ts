import type { DuckDBConnection } from '@duckdb/node-api';
import type { Metric } from './catalogue.ts';
import { lineageOf, readsMacro } from './lineage.ts';
import { message, systemInWords } from './messages.ts';
import { roundCount } from './present.ts';
import type { ResultRow } from './present.ts';
import type { Question } from './request.ts';

interface Asked {
	readonly connection: DuckDBConnection;
	readonly question: Question;
	readonly rows: readonly ResultRow[];
}

/**
 * How many there are, for everybody to base 5, and of all data, whatever was asked for: two parts that differ by a few would tell
 * on those. No number where few people stand behind it.
 */
const roughly = (count: number, people: number, smallest: number) => ({
	some: people < smallest ? 'some' : 'told',
	count: roundCount(count, { role: 'lead' })
});

/** So many people begin something in a system before it says anything that nobody completed it (METRICS.md §I rule 2). */
const manyPeople = 20;

/**
 * That no file, or none of some systems, tells of any completion, beside numbers that hang on completions: a log can leave them
 * out, and an export that leaves them out pulls down the numbers of all.
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

/** How many prompts A9 leaves out, because no file could tell what followed. */
async function promptsOutside({ connection, question }: Asked): Promise<readonly string[]> {
	const { metric } = question;
	if (!readsMacro(metric.sql, 'offered_prompt')) return [];
	const reader = await connection.runAndReadAll(
		`select count(*)::integer as prompts, count(distinct person_id)::integer as people
		from prompt_shown
		where is_first and not is_covered`
	);
	const [prompts = 0, people = 0] = (reader.getRowsJS()[0] ?? []) as number[];
	return prompts === 0
		? []
		: [message('note.prompts_outside', roughly(prompts, people, metric.smallest_group))];
}

const leaversSql = `
select coalesce(sum(after_leaving), 0)::integer as episodes, coalesce(max(leavers), 0)::integer as people
from system_count`;

/** How much was begun after people had left, so that it counts nowhere (METRICS.md §0: a leaver is told of before that day only). */
export async function tellAfterLeaving(
	connection: DuckDBConnection,
	smallest: number
): Promise<readonly string[]> {
	const reader = await connection.runAndReadAll(leaversSql);
	const [episodes = 0, people = 0] = (reader.getRowsJS()[0] ?? []) as number[];
	return episodes === 0 ? [] : [message('note.after_leaving', roughly(episodes, people, smallest))];
}

const undatedSql = `
select
	coalesce(sum(rows), 0)::integer as undated,
	coalesce(string_agg(file_name, ', ' order by nth) filter (nth <= 3), '') as list,
	count(*)::integer as files
from (
	select b.file_name, count(*) as rows, row_number() over (order by count(*) desc, b.batch_id) as nth
	from enrolment as e
	join batch as b on b.batch_id = e.batch_id
	where coalesce(e.enrolled_at, e.started_at, e.last_activity_at, e.completed_at, e.closed_at) is null
	group by b.batch_id, b.file_name
)`;

/** How many rows of enrolments stand in no figure because they have no date, and in which files most of them are. For the analyst only. */
export async function tellUndated(connection: DuckDBConnection): Promise<readonly string[]> {
	const reader = await connection.runAndReadAll(undatedSql);
	const [undated, list, files] = (reader.getRowsJS()[0] ?? [0, '', 0]) as [number, string, number];
	return undated === 0
		? []
		: [message('note.undated', { count: undated, list, more: files > 3 ? 'yes' : 'no' })];
}

const countsEpisodes = ({ needs, sql }: Metric): boolean =>
	needs.includes('enrolment') && lineageOf(sql).models.includes('episode');

/** What files of learning do not tell, or what of them does not count, in sentences. */
export async function tellLearning(asked: Asked): Promise<readonly string[]> {
	const { connection, question } = asked;
	const { metric } = question;
	return [
		...(await noCompletions(asked)),
		...(await uncaptured(asked)),
		...(await promptsOutside(asked)),
		...(countsEpisodes(metric) ? await tellAfterLeaving(connection, metric.smallest_group) : [])
	];
}
