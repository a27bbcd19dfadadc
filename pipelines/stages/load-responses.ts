import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from '../sources/columns.ts';
import { noAnswers, wordScales } from '../sources/voice/scales.ts';

/** Every spelling of every point of every scale, as rows of SQL: scale, its place in the list, points, word, score. */
const vocabulary = wordScales
	.flatMap(({ id, words }, place) =>
		words.flatMap((spellings, index) =>
			spellings
				.split('|')
				.map((word) => `(${quote(id)}, ${place}, ${words.length}, ${quote(word)}, ${index + 1})`)
		)
	)
	.join(', ');

/** The share of a question's answers that must stand on a scale for the question to be read by it. */
const leastShare = 0.9;

/** So often must the last number of a scale be given in a file for the next one, which nobody gave, to be none of its points. */
const oftenEnough = 100;

/**
 * What each question's answers mean, from all of its answers in the file: the scale of words that holds them, or a scale
 * of numbers. A question that names its numbers, "(0–10)", is taken at its word; else it has as many points as its highest
 * answers show: up to 5, to 7, to 10. Whether a 4 is the top, and a 1 the bottom of ten, is said by the questions of the
 * file together: where "4" (or "1") stands often and "5" (or "0") nowhere, the scale does not hold it. Where the
 * numbers show none of these, only a survey key can say it. Ranks are no scale.
 */
const chooseScales = `
	with spoken as (
		select question, any_value(wording) as wording, folded as word, number, count(*) as answers
		from answered where not is_none group by question, folded, number
	),
	size as (
		select question, any_value(wording) as wording, sum(answers) as answers,
			sum(answers) filter (number is not null) as numbers, min(number) as low, max(number) as high,
			regexp_extract(any_value(wording), '\\(?\\b([01]) ?(?:-|–|to|bis|a|à) ?(5|7|10)\\b\\)?', 1) as named_low,
			regexp_extract(any_value(wording), '\\(?\\b([01]) ?(?:-|–|to|bis|a|à) ?(5|7|10)\\b\\)?', 2) as named_high
		from spoken group by question
	),
	used as (
		select sum(spoken.answers) filter (size.low >= 1 and size.high <= 5 and number = 4) as fours,
			sum(spoken.answers) filter (size.low >= 1 and size.high <= 5 and number = 5) as fives,
			sum(spoken.answers) filter (size.high in (8, 9, 10) and number = 1) as ones,
			sum(spoken.answers) filter (size.high in (8, 9, 10) and number = 0) as noughts
		from spoken join size on size.question = spoken.question where size.numbers >= ${leastShare} * size.answers
	),
	fitting as (
		select spoken.question, scale, place, points
		from spoken
		join vocabulary on vocabulary.word = spoken.word
		join size on size.question = spoken.question
		group by all
		having sum(spoken.answers) >= ${leastShare} * any_value(size.answers)
	),
	popular as (select scale, count(*) as questions from fitting group by all),
	worded as (
		select fitting.question, arg_max(fitting.scale, (popular.questions, -fitting.place)) as scale
		from fitting join popular on popular.scale = fitting.scale
		group by all
	)
	select size.question, worded.scale,
		case
			when worded.scale is not null or size.numbers < ${leastShare} * size.answers or size.numbers is null then null
			when named_high = '10' then if(named_low = '0', 11, 10)
			when named_high <> '' then named_high::integer
			when low >= 1 and high in (3, 4) and used.fours >= ${oftenEnough} and used.fives is null then 4
			when low >= 1 and high in (4, 5) then 5
			when low >= 1 and high = 7 then 7
			when low >= 1 and high in (8, 9, 10) and used.ones >= ${oftenEnough} and used.noughts is null then 10
			when low >= 0 and high in (9, 10) then 11
		end as numeric_points,
		worded.scale is null and size.numbers >= ${leastShare} * size.answers and low >= 0 and high <= 10
			and not regexp_matches(lower(size.wording), '\\b(rank|rangfolge|reihenfolge|ordene|classez)\\b') as is_numeric
	from size cross join used left join worded on worded.question = size.question`;

/**
 * Writes responses, their questions and their answers, each answer with its place on the scale of its question. Where
 * neither the file's name nor a person says which wave it is, the month of its first response names it.
 */
export async function loadResponses(
	connection: DuckDBConnection,
	_facts: unknown,
	batchId: number
): Promise<void> {
	const live = 'reject_reason is null and staged.line not in (select line from twin)';
	await connection.run(`
		insert into survey_response by name
		select ${batchId} as batch_id, staged.line, named.identity_id, survey,
			coalesce(wave, (select strftime(min(submitted_at), '%Y-%m') from staged where ${live})) as wave,
			response_key, submitted_at, is_complete, is_preview, has_consent, language, staged.org_unit
		from staged left join named on named.person_hash = staged.person_hash where ${live}`);
	await connection.run(`
		create or replace temp table answered as
		select line, one.question, one.wording, one.answer,
			lower(trim(replace(one.answer, '’', ''''))) as folded,
			lower(trim(one.answer)) in (${noAnswers.map(quote).join(', ')}) as is_none,
			try_cast(regexp_extract(one.answer, '^(\\d{1,2})(?: ?[-–=:.)(] ?\\D*)?$', 1) as integer) as number
		from (select line, unnest(answers) as one from staged where ${live}) where one.answer is not null`);
	await connection.run(`
		create or replace temp table vocabulary as
		select * from (values ${vocabulary}) as t(scale, place, points, word, score)`);
	await connection.run(`create or replace temp table scale_of_question as ${chooseScales}`);
	await connection.run(`
		insert into survey_answer by name
		with placed as (
			select answered.line, answered.question, answered.answer,
				case
					when is_none then null
					when vocabulary.score is not null then vocabulary.score
					when is_numeric and number between 0 and if(numeric_points = 11, 10, coalesce(numeric_points, 10)) then number
				end as score,
				coalesce(vocabulary.points, numeric_points) as points
			from answered
			left join scale_of_question on scale_of_question.question = answered.question
			left join vocabulary on vocabulary.scale = scale_of_question.scale and vocabulary.word = answered.folded
		)
		select ${batchId} as batch_id, line, question, answer, score::double as score, if(score is null, null, points) as points
		from placed`);
	await connection.run(`
		insert into survey_question
		select ${batchId}, one.question, any_value(one.wording)
		from (select unnest(answers) as one from staged where ${live}) group by one.question`);
	for (const table of ['answered', 'vocabulary', 'scale_of_question']) {
		await connection.run(`drop table ${table}`);
	}
}
