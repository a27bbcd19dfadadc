import type { DuckDBConnection } from '@duckdb/node-api';
import type { Sql } from '../sources/columns.ts';
import { quote } from '../sources/columns.ts';
import type { WordScale } from '../sources/voice/scales.ts';
import { noAnswers, wordScales } from '../sources/voice/scales.ts';

/** Every scale once, whatever the language: agreement on 5 points. In the order of the list, the more usual first. */
const scaleOf = ({ kind, words }: WordScale): string => `${kind} ${words.length}`;
const scales = [...new Set(wordScales.map(scaleOf))];

/** Every spelling of every point of every scale, as rows of SQL: scale, its place in the list, points, word, score, language. */
const vocabulary = wordScales
	.flatMap((scale) =>
		scale.words.flatMap((spellings, index) =>
			spellings
				.split('|')
				.map(
					(word) =>
						`(${quote(scaleOf(scale))}, ${scales.indexOf(scaleOf(scale))}, ${scale.words.length}, ${quote(word)}, ${index + 1}, ${quote(scale.language)})`
				)
		)
	)
	.join(', ');

/** Whether an answer is none, such as "not applicable". */
export const saysNothing = (answer: Sql): Sql =>
	`(lower(trim(${answer})) in (${noAnswers.map(quote).join(', ')}))`;

/** The share of a question's answers in a file that must stand on a scale for them to be read by it. */
export const leastShare = 0.9;

/** What was answered to each question of these surveys, in which file, how often, and the score that it has now. */
const said = (isMeant: Sql): Sql => `
	select *, lower(trim(replace(answer, '’', ''''))) as word
	from (
		select coalesce(r.survey, 'survey') as survey, lower(trim(coalesce(q.wording, q.question))) as wording_key,
			a.batch_id, a.question, a.answer, count(*) as answers, max(a.score) as score, max(a.points) as points
		from survey_answer as a
		join survey_response as r on r.batch_id = a.batch_id and r.line = a.line
		join survey_question as q on q.batch_id = a.batch_id and q.question = a.question
		where ${isMeant}
		group by all
	)
	where not ${saysNothing('answer')}`;

/**
 * Words whose score is another one than all live files together tell. A file's words may be read on a scale that holds them;
 * where several do, as "agree" stands on 5 points and on 7, the one is taken that has as many points as the newest survey key
 * states, then the one that holds what was answered to the question in all files, then the one that keeps the most of these
 * words apart, as that of 5 points does not with "agree" and "somewhat agree", then the one that so fits more of the survey's
 * questions. What stands under one code in words of two languages is one question, asked twice.
 */
const misread = `
	with vocabulary (scale, place, points, word, score, language) as (values ${vocabulary}),
	spelling as (select distinct scale, place, points, word, score from vocabulary),
	in_file as (
		select survey, wording_key, batch_id, question, sum(answers) as answers from said group by all
	),
	spoken as (
		select survey, wording_key, arg_max(language, (answers, language)) as language
		from (
			select said.survey, said.wording_key, v.language, sum(said.answers) as answers
			from said
			join (select distinct language, word from vocabulary) as v on v.word = said.word
			group by all
		)
		group by all
	),
	coded as (
		select distinct f.survey, f.wording_key, lower(trim(f.question)) as code, s.language
		from in_file as f
		join spoken as s on s.survey = f.survey and s.wording_key = f.wording_key
	),
	alike as (
		select survey, wording_key, wording_key as like_key from in_file
		union
		select a.survey, a.wording_key, b.wording_key
		from coded as a
		join coded as b on b.survey = a.survey and b.code = a.code
		where a.language <> b.language
	),
	stated as (
		select a.survey, a.wording_key, arg_max(k.points, (f.wording_key = a.wording_key, k.batch_id, k.line)) as points
		from alike as a
		join in_file as f on f.survey = a.survey and f.wording_key = a.like_key
		join survey_key as k
			on (k.survey is null or lower(k.survey) = lower(f.survey))
			and (lower(trim(k.wording)) = f.wording_key or (k.wording is null and lower(k.question) = lower(f.question)))
		where k.points is not null
		group by all
	),
	in_all as (
		select a.survey, a.wording_key, sum(f.answers) as answers
		from alike as a
		join in_file as f on f.survey = a.survey and f.wording_key = a.like_key
		group by all
	),
	fitting as (
		select said.survey, said.wording_key, said.batch_id, said.question, scale, place, spelling.points
		from said
		join spelling on spelling.word = said.word
		join in_file on in_file.survey = said.survey and in_file.batch_id = said.batch_id and in_file.question = said.question
		group by all
		having sum(said.answers) >= ${leastShare} * any_value(in_file.answers)
	),
	shown as (
		select alike.survey, alike.wording_key, scale, count(distinct spelling.score) as parts,
			sum(said.answers) >= ${leastShare} * any_value(in_all.answers) as holds_all
		from alike
		join said on said.survey = alike.survey and said.wording_key = alike.like_key
		join spelling on spelling.word = said.word
		join in_all on in_all.survey = alike.survey and in_all.wording_key = alike.wording_key
		group by all
	),
	best as (
		select fitting.*
		from fitting
		join shown on shown.survey = fitting.survey and shown.wording_key = fitting.wording_key and shown.scale = fitting.scale
		left join stated on stated.survey = fitting.survey and stated.wording_key = fitting.wording_key
		qualify rank() over (
			partition by fitting.survey, batch_id, question
			order by coalesce(fitting.points = stated.points, false) desc, holds_all desc, parts desc
		) = 1
	),
	popular as (select survey, scale, count(distinct wording_key) as questions from best group by all),
	chosen as (
		select best.survey, batch_id, question, arg_max(best.scale, (questions, -place)) as scale
		from best join popular on popular.survey = best.survey and popular.scale = best.scale
		group by all
	)
	select said.survey, said.batch_id, said.question, said.answer, v.score::double as score, v.points
	from said
	left join chosen
		on chosen.survey = said.survey and chosen.batch_id = said.batch_id and chosen.question = said.question
	left join spelling as v on v.scale = chosen.scale and v.word = said.word
	where said.word in (select word from vocabulary)
		and (v.score is distinct from said.score or v.points is distinct from said.points)`;

/** How words are read; another program version may read them otherwise. */
export const wordReading: Sql = `${said('true')}\n${misread}`;

/** The surveys that a batch has responses of, or of whose questions it is a key. */
export async function surveysOf(
	connection: DuckDBConnection,
	batchId: number
): Promise<readonly string[]> {
	const reader = await connection.runAndReadAll(
		`select distinct coalesce(r.survey, 'survey') from survey_response as r
		where r.batch_id = ${batchId} or exists (
			from survey_key as k
			where k.batch_id = ${batchId} and (k.survey is null or lower(k.survey) = lower(coalesce(r.survey, 'survey')))
		)
		order by 1`
	);
	return reader.getRowsJS().map(([survey]) => String(survey));
}

/**
 * Scores the words of these surveys, or of all, by all live files, inside the caller's transaction: what a word says depends
 * on the files and not on their order. Only answers that read otherwise than before are written. Returns how many words of
 * how many questions did; the tone of comments is to be read after it, because words without a score may be some.
 */
export async function scoreWords(
	connection: DuckDBConnection,
	surveys: readonly string[] | 'all'
): Promise<number> {
	if (surveys.length === 0) return 0;
	const isMeant =
		surveys === 'all'
			? 'true'
			: `coalesce(r.survey, 'survey') in (${surveys.map(quote).join(', ')})`;
	await connection.run(`create or replace temp table said as ${said(isMeant)}`);
	await connection.run(`create or replace temp table misread as ${misread}`);
	const reader = await connection.runAndReadAll('select count(*)::integer from misread');
	const count = Number(reader.getRowsJS()[0]?.[0]);
	if (count > 0) {
		// DuckDB puts rows in place of others many times faster than it updates them.
		await connection.run(`
			create or replace temp table reread as
			select a.rowid as place, a.* replace (m.score as score, m.points as points)
			from survey_answer as a
			join misread as m on m.batch_id = a.batch_id and m.question = a.question and m.answer = a.answer
			join survey_response as r
				on r.batch_id = a.batch_id and r.line = a.line and coalesce(r.survey, 'survey') = m.survey`);
		await connection.run('delete from survey_answer where rowid in (select place from reread)');
		await connection.run('insert into survey_answer select * exclude (place) from reread');
		await connection.run('drop table reread');
		await connection.run(`
			delete from comment_tone as t using survey_answer as a
			where a.batch_id = t.batch_id and a.line = t.line and a.question = t.question and a.score is not null`);
	}
	await connection.run('drop table said');
	await connection.run('drop table misread');
	return count;
}
