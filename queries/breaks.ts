import type { DuckDBConnection } from '@duckdb/node-api';
import { message, systemInWords } from './messages.ts';
import { isModelled } from './needs.ts';

/** A day on which what is counted changed, so that numbers before and after it are not of the same systems. */
export interface TrendBreak {
	/** ISO day. */
	readonly date: string;
	readonly text: string;
}

/** Days by which exports of several systems may reach less far than each other and still be of one time. */
const usualGap = 31;

/**
 * The breaks of every trend: learning systems whose data begin after those of others, or end before, and the time between two
 * files of a system of which none tells. By day.
 */
export async function trendBreaks(connection: DuckDBConnection): Promise<readonly TrendBreak[]> {
	if (!(await isModelled(connection))) return [];
	const reader = await connection.runAndReadAll(
		`with reach as (select min(data_from) as first_on, max(data_to) as last_on from learning_system)
		select strftime(data_from, '%Y-%m-%d') as day, system, 'begin' as kind
		from learning_system cross join reach where data_from > first_on + $gap::integer
		union all
		select strftime(data_to, '%Y-%m-%d'), system, 'end'
		from learning_system cross join reach where data_to < last_on - $gap::integer
		union all
		select strftime(g.day, '%Y-%m-%d'), s.system, g.kind
		from (
			select system_id, unnest([
				{'day': to_on, 'kind': 'pause'},
				{'day': lead(from_on) over (partition by system_id order by from_on), 'kind': 'resume'}
			], recursive := true)
			from learning_cover
			qualify lead(from_on) over (partition by system_id order by from_on) is not null
		) as g
		join learning_system as s on s.system_id = g.system_id
		order by all`,
		{ gap: usualGap }
	);
	const rows = reader.getRowsJS() as [string, string, 'begin' | 'end' | 'pause' | 'resume'][];
	return rows.map(([date, system, kind]) => ({
		date,
		text: message(`break.${kind}`, { system: systemInWords(system) })
	}));
}
