import type { DuckDBConnection } from '@duckdb/node-api';
import type { Sql } from '../sources/columns.ts';
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

/** An answer as it is compared with the words of a scale. */
const foldedAnswer = (answer: Sql): Sql => `lower(trim(replace(${answer}, '’', '''')))`;

/** Whether an answer is none, such as "not applicable". */
const saysNothing = (answer: Sql): Sql =>
	`(lower(trim(${answer})) in (${noAnswers.map(quote).join(', ')}))`;

/** The share of a question's answers that must stand on a scale for the question to be read by it. */
const leastShare = 0.9;

/** Answers to the questions of this file in earlier live files of the same survey, by the code that this file gives them. */
const heardBefore = (staged: Sql, batchId: number): Sql => `
	with asked as (
		select distinct coalesce(survey, 'survey') as survey, one.question as code,
			lower(trim(coalesce(one.wording, one.question))) as wording_key
		from (select survey, unnest(answers) as one from ${staged})
	),
	earlier as (
		select distinct coalesce(r.survey, 'survey') as survey, q.batch_id, q.question,
			lower(trim(coalesce(q.wording, q.question))) as wording_key
		from survey_question as q
		join survey_response as r on r.batch_id = q.batch_id
		join batch as b on b.batch_id = q.batch_id and b.undone_at is null
		where q.batch_id <> ${batchId}
	)
	select asked.code as question, ${foldedAnswer('a.answer')} as word, count(*) as answers
	from survey_answer as a
	join earlier on earlier.batch_id = a.batch_id and earlier.question = a.question
	join asked on asked.survey = earlier.survey and asked.wording_key = earlier.wording_key
	where not ${saysNothing('a.answer')} group by all`;

/**
 * What each question's answers mean, from all of its answers in the file: the scale of words that holds them, or numbers.
 * Where several scales of words hold them, as "agree" stands on 5 points and on 7, the answers of earlier files of the
 * survey tell which, so that a small wave is read as the large one before it. A scale that puts two words on one point, as
 * that of 5 points does with "agree" and "somewhat agree", gives way to one that keeps them apart.
 * A question that names its numbers, "(0–10)", is taken at its word; else the numbers of all live files together show where
 * its scale ends (`survey_item`), which no single file may decide. Ranks are no scale.
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
	fitting_here as (
		select spoken.question, scale, place
		from spoken
		join vocabulary on vocabulary.word = spoken.word
		join size on size.question = spoken.question
		group by all
		having sum(spoken.answers) >= ${leastShare} * any_value(size.answers)
	),
	heard_all as (select question, sum(answers) as answers from heard group by all),
	fitting_before as (
		select heard.question, scale
		from heard
		join vocabulary on vocabulary.word = heard.word
		join heard_all on heard_all.question = heard.question
		group by all
		having sum(heard.answers) >= ${leastShare} * any_value(heard_all.answers)
	),
	told as (
		select fitting_here.*, fitting_before.scale is not null as is_told
		from fitting_here
		left join fitting_before
			on fitting_before.question = fitting_here.question and fitting_before.scale = fitting_here.scale
	),
	parted as (
		select said.question, scale, count(distinct score) as parts
		from (select question, word from spoken union select question, word from heard) as said
		join vocabulary on vocabulary.word = said.word
		group by all
	),
	fitting as (
		select told.question, told.scale, told.place, parted.parts
		from told join parted on parted.question = told.question and parted.scale = told.scale
		where is_told or told.question not in (select question from told where is_told)
	),
	popular as (select scale, count(*) as questions from fitting group by all),
	worded as (
		select fitting.question, arg_max(fitting.scale, (fitting.parts, popular.questions, -fitting.place)) as scale
		from fitting join popular on popular.scale = fitting.scale
		group by all
	)
	select size.question, worded.scale,
		case
			when worded.scale is not null or size.numbers < ${leastShare} * size.answers or size.numbers is null then null
			when named_high = '10' then if(named_low = '0', 11, 10)
			when named_high <> '' then named_high::integer
		end as named_points,
		worded.scale is null and size.numbers >= ${leastShare} * size.answers and low >= 0 and high <= 10
			and not regexp_matches(lower(size.wording), '\\b(rank|rangfolge|reihenfolge|ordene|classez)\\b') as is_numeric
	from size left join worded on worded.question = size.question`;

/**
 * Writes responses, their questions and their answers, each answer with its place on the scale of its question, and the
 * points of that scale where the file states them. Where neither the file's name nor a person says which wave it is, the month of its first response names it.
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
			${foldedAnswer('one.answer')} as folded, ${saysNothing('one.answer')} as is_none,
			try_cast(regexp_extract(one.answer, '^(\\d{1,2})(?: ?[-–=:.)(] ?\\D*)?$', 1) as integer) as number
		from (select line, unnest(answers) as one from staged where ${live}) where one.answer is not null`);
	await connection.run(`
		create or replace temp table vocabulary as
		select * from (values ${vocabulary}) as t(scale, place, points, word, score)`);
	const staged = `(select * from staged where ${live})`;
	await connection.run(`create or replace temp table heard as ${heardBefore(staged, batchId)}`);
	await connection.run(`create or replace temp table scale_of_question as ${chooseScales}`);
	await connection.run(`
		insert into survey_answer by name
		with placed as (
			select answered.line, answered.question, answered.answer,
				case
					when is_none then null
					when vocabulary.score is not null then vocabulary.score
					when is_numeric and number between 0 and if(named_points = 11, 10, coalesce(named_points, 10)) then number
				end as score,
				coalesce(vocabulary.points, named_points) as points
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
	for (const table of ['answered', 'heard', 'vocabulary', 'scale_of_question']) {
		await connection.run(`drop table ${table}`);
	}
}
