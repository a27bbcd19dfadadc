import type { DuckDBConnection } from '@duckdb/node-api';
import { markRepeats, occurrence } from './duplicates.ts';
import type { BatchFacts } from './load.ts';
import { organisationDay } from './organisation-day.ts';
import { leastShare, saysNothing } from './score-words.ts';

/**
 * Which questions of the file are answered by numbers, and the points that their wording names: "(0–10)" is taken at its
 * word; else the numbers of all live files together show where the scale ends (`survey_item`), which no single file may
 * decide; nor may it whether a number above 10, such as 99 for "no answer", leaves no scale. Ranks are no scale.
 */
const chooseNumbers = `
	with size as (
		select question, any_value(wording) as wording, count(*) as answers,
			count(number) as numbers,
			regexp_extract(any_value(wording), '\\(?\\b([01]) ?(?:-|–|to|bis|a|à) ?(5|7|10)\\b\\)?', 1) as named_low,
			regexp_extract(any_value(wording), '\\(?\\b([01]) ?(?:-|–|to|bis|a|à) ?(5|7|10)\\b\\)?', 2) as named_high
		from answered where not is_none group by question
	)
	select question,
		case
			when named_high = '10' then if(named_low = '0', 11, 10)
			when named_high <> '' then named_high::integer
		end as named_points
	from size
	where numbers >= ${leastShare} * answers
		and not regexp_matches(lower(wording), '\\b(rank|rangfolge|reihenfolge|ordene|classez)\\b')`;

const live = 'reject_reason is null and staged.line not in (select line from twin)';

/**
 * The wave of a staged response: that of the file's name or of a person's word, else the month of the first response, in the zone
 * of the organisation, which may be given as SQL.
 */
export const waveOfStaged = (zone?: string): string =>
	`coalesce(wave, (select strftime(${organisationDay('min(submitted_at)', zone)}, '%Y-%m') from staged where ${live}))`;

/**
 * Writes responses, their questions and their answers, numbers with their place on the scale of their question, and the
 * points of that scale where its wording names them; words get theirs from all live files (`scoreWords`).
 */
export async function loadResponses(
	connection: DuckDBConnection,
	{ source }: BatchFacts,
	batchId: number
): Promise<void> {
	await connection.run(`
		insert into survey_response by name
		select ${batchId} as batch_id, staged.line, named.identity_id, survey,
			${waveOfStaged()} as wave, response_key, submitted_at, is_complete, is_preview, has_consent, language, staged.org_unit,
			row_hash, ${occurrence(source)} as occurrence
		from staged left join named on named.person_hash = staged.person_hash where ${live}`);
	await markRepeats(connection, 'survey_response', source.system, batchId);
	await connection.run(`
		create or replace temp table answered as
		select line, one.question, one.wording, one.answer, ${saysNothing('one.answer')} as is_none,
			try_cast(regexp_extract(one.answer, '^(\\d{1,2})(?: ?[-–=:.)(] ?\\D*)?$', 1) as integer) as number
		from (select line, unnest(answers) as one from staged where ${live}) where one.answer is not null`);
	await connection.run(`create or replace temp table numeric_question as ${chooseNumbers}`);
	await connection.run(`
		insert into survey_answer by name
		with placed as (
			select answered.line, answered.question, answered.answer, named_points,
				case
					when is_none or numeric_question.question is null then null
					when number between 0 and if(named_points = 11, 10, coalesce(named_points, 10)) then number
				end as score
			from answered left join numeric_question on numeric_question.question = answered.question
		)
		select ${batchId} as batch_id, line, question, answer, score::double as score,
			if(score is null, null, named_points) as points
		from placed`);
	await connection.run(`
		insert into survey_question
		select ${batchId}, one.question, any_value(one.wording)
		from (select unnest(answers) as one from staged where ${live}) group by one.question`);
	for (const table of ['answered', 'numeric_question']) {
		await connection.run(`drop table ${table}`);
	}
}
