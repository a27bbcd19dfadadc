import type { DuckDBConnection } from '@duckdb/node-api';
import { lexiconVersion } from '../tone/learning-words.ts';

/** Answers that are no point of a scale and hold several words; choices among them are told apart in the models. */
const unread = `
	select a.batch_id, a.line, a.question, a.answer, r.language
	from survey_answer as a
	join survey_response as r on r.batch_id = a.batch_id and r.line = a.line
	where a.score is null and contains(trim(a.answer), ' ')
		and (a.batch_id, a.line, a.question) not in
			(select (batch_id, line, question) from comment_tone where lexicon_version = ${lexiconVersion})
	order by a.batch_id, a.line, a.question`;

/**
 * Reads the tone of every comment that has none by today's words, inside the caller's transaction. Returns how many were
 * read; comments are few beside answers, so they pass through JavaScript in chunks.
 */
export async function readTones(connection: DuckDBConnection): Promise<number> {
	const reader = await connection.runAndReadAll(unread);
	const comments = reader.getRowsJS() as [number, number | bigint, string, string, string | null][];
	if (comments.length === 0) return 0;
	// The words of all languages take longer to load than the rest of a command; most of them read no comment.
	const { readTone } = await import('../tone/read-tone.ts');
	await connection.run(
		`delete from comment_tone where lexicon_version is distinct from ${lexiconVersion}`
	);
	const appender = await connection.createAppender('comment_tone');
	for (const [batch, line, question, answer, stated] of comments) {
		const { language, compound } = readTone(answer, stated);
		appender.appendInteger(batch);
		appender.appendBigInt(BigInt(line));
		appender.appendVarchar(question);
		if (compound === null) appender.appendNull();
		else appender.appendDouble(compound);
		if (language === null) appender.appendNull();
		else appender.appendVarchar(language);
		appender.appendInteger(lexiconVersion);
		appender.endRow();
	}
	appender.closeSync();
	return comments.length;
}
