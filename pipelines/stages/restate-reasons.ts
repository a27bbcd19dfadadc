import type { DuckDBConnection } from '@duckdb/node-api';
import { INTEGER, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import type { Vocabulary } from '../sources/columns.ts';
import { senseOf } from '../sources/words.ts';
import { jobReasons, reasonCodes } from '../sources/people/reasons.ts';
import { sourceOf } from '../sources/sources.ts';

/** How reasons are read; another version of the program may read them otherwise. */
export const reasonReading = JSON.stringify([reasonCodes, jobReasons]);

/** What another kind was called before it was told apart. */
const [before, toldApart] = ['lateral', 'job_change'];

interface Said {
	readonly batch_id: number;
	readonly source_id: string;
	readonly reason: string;
	readonly words: string | null;
}

/** Whether a reason that was read as the wider kind reads as the narrower one now; what the analyst reads in it goes first. */
function readsOtherwise({ source_id, reason, words }: Said): boolean {
	const source = sourceOf(source_id);
	const column = source?.format === 'table' ? source.columns['reason_kind'] : undefined;
	const said = (words === null ? {} : JSON.parse(words)) as Vocabulary;
	return column !== undefined && senseOf(column, reason, said).sense === toldApart;
}

/**
 * Gives events of job histories that were imported before "Job change" was a kind of its own that kind, by the word of the
 * source that is kept beside it, inside the caller's transaction. Where that word says nothing of it, as where a process that
 * is not kept named the kind, the event stays what it was.
 */
export async function restateReasons(connection: DuckDBConnection): Promise<void> {
	const reader = await connection.runAndReadAll(
		`select distinct j.batch_id, b.source_id, j.reason, json_extract(b.reading, '$.mapping.words.reason_kind')::varchar as words
		from job_history as j
		join batch as b on b.batch_id = j.batch_id
		where j.reason_kind = $before and j.reason is not null
			and json_extract(b.reading, '$.mapping.fixed.reason_kind') is null`,
		{ before }
	);
	const found = (reader.getRowObjectsJS() as unknown as readonly Said[]).filter(readsOtherwise);
	if (found.length === 0) return;
	await connection.run(
		`update job_history set reason_kind = $toldApart
		where reason_kind = $before and (batch_id, reason) in (select (unnest($batches), unnest($reasons)))`,
		{
			toldApart,
			before,
			batches: listValue(found.map(({ batch_id }) => batch_id)),
			reasons: listValue(found.map(({ reason }) => reason))
		},
		{ batches: LIST(INTEGER), reasons: LIST(VARCHAR) }
	);
}
