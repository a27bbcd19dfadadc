import type { DuckDBConnection } from '@duckdb/node-api';
import { entityLoad } from './load-entities.ts';

/** What a file holds of these is dated by times, so that the days which it covers are those of the organisation's zone. */
const timed = (['enrolment', 'event', 'response'] as const).map(entityLoad);

/** The days that each live file covers in the zone that is set, as its import worked them out. */
const spans = timed
	.map(
		({ table, covers }) => `
		select batch_id, ${covers('within')}
		from (
			select r.*, b.imported_at + interval 1 day as within
			from ${table} as r
			join batch as b on b.batch_id = r.batch_id
			where b.undone_at is null
		)
		group by batch_id`
	)
	.join(' union all ');

/**
 * Changes the zone of the organisation; the days to which files reach, which are kept with them, become those of the new one.
 * Where rows of a file have gone since (an erased person), a day that they told of stays as it was.
 */
export async function inAnotherZone<T>(
	connection: DuckDBConnection,
	change: () => Promise<T>
): Promise<T> {
	await connection.run(`create or replace temp table span_before as ${spans}`);
	const changed = await change();
	await connection.run(`
		update batch
		set data_from = if(batch.data_from = o.data_from, n.data_from, batch.data_from),
			data_to = if(batch.data_to = o.data_to, n.data_to, batch.data_to)
		from span_before as o
		join (${spans}) as n on n.batch_id = o.batch_id
		where batch.batch_id = o.batch_id`);
	await connection.run('drop table span_before');
	return changed;
}
