import type { DuckDBConnection } from '@duckdb/node-api';
import type { Entity } from '../sources/source.ts';
import { readNumbers } from '../warehouse/numbers.ts';
import { organisationDay } from './organisation-day.ts';

/** How the records of a page follow each other in time, and so whether the next page is older or newer. */
export type PageOrder = 'newest_first' | 'oldest_first' | 'none';

const stamps: Partial<Readonly<Record<Entity, string>>> = {
	event: 'happened_at',
	enrolment: 'coalesce(enrolled_at, started_at, last_activity_at, completed_at, closed_at)',
	response: 'submitted_at'
};

/** One way must be gone so many times as often as the other: some records reach a system long after they happened. */
const clearly = 4;

/** The order of a page whose rows stand in the view `staged`; null where they are too few to show one. */
export async function pageOrder(
	connection: DuckDBConnection,
	entity: Entity
): Promise<PageOrder | null> {
	const stamp = stamps[entity];
	if (stamp === undefined) return 'none';
	const { up = 0, down = 0 } = await readNumbers(
		connection,
		`select count(*) filter (stamp > before) as up, count(*) filter (stamp < before) as down
		from (
			select stamp, lag(stamp) over (order by line) as before
			from (select line, ${stamp} as stamp from staged where reject_reason is null) where stamp is not null
		)`
	);
	if (up + down === 0) return null;
	if (up >= clearly * down) return 'oldest_first';
	return down >= clearly * up ? 'newest_first' : 'none';
}

const said = (batch: string, name: string): string =>
	`json_extract_string(${batch}.reading, '$.${name}')`;

/** Nothing in an answer is newer than the day on which one of its pages was imported. */
const isNoNewer = `coalesce(other.data_to <= ${organisationDay('batch.imported_at')}, true)`;

/** The day to which the pages from one on reach that came before another. */
const reached = `(
	select max(middle.data_to) from batch as middle
	where middle.undone_at is null and middle.source_id = batch.source_id
	and middle.batch_id >= batch.batch_id and middle.batch_id < other.batch_id
)`;

/**
 * Whether the last page of the answer of which a row of `batch` is a page came along with it, or later and where the next pages
 * lie. Servers give the newest records first unless they are asked otherwise, so that the next pages are older, and the last
 * page of a later answer is newer. Where the oldest come first, the last page goes on where those before it end: within a
 * week, or as long as the page itself lasts. As SQL.
 */
export const hasLastPage = `exists (
	select 1 from batch as other
	where other.undone_at is null and other.source_id = batch.source_id and ${said('other', 'page')} = 'last'
	and (
		json_extract(other.reading, '$.together') = json_extract(batch.reading, '$.together')
		or (
			other.batch_id > batch.batch_id
			and case coalesce(${said('batch', 'order')}, 'newest_first')
				when 'none' then ${isNoNewer}
				when 'oldest_first' then coalesce(${said('other', 'order')}, 'oldest_first') = 'oldest_first'
					and other.data_from >= batch.data_from and other.data_to >= batch.data_to and ${isNoNewer}
					and other.data_from <= ${reached} + greatest(batch.data_to - batch.data_from, 7)::integer
				else other.data_from <= batch.data_from and other.data_to <= batch.data_to
			end
		)
	)
)`;
