import type { DuckDBConnection } from '@duckdb/node-api';
import { metrics } from './catalogue.ts';
import type { Metric } from './catalogue.ts';
import { message } from './messages.ts';

/** A quarter and some days: so long are numbers around that somebody wrote down before a definition changed. */
const worthANote = 100;

/** The definitions that a warehouse's answers follow, in one text; another one where a version was raised. */
export const definitionVersions = (): string =>
	[...metrics().values()].map(({ id, version }) => `${id} ${version}`).join('\n');

/**
 * Keeps from which day on each measure follows its present definition. What it began with in this warehouse has no day, because
 * nobody was told anything else before. Runs inside the caller's transaction.
 */
export async function keepVersions(connection: DuckDBConnection): Promise<void> {
	await connection.run(
		`insert into metric_version
		with present as (
			select unnest(from_json($versions, '[{"metric":"VARCHAR","version":"INTEGER"}]'), recursive := true)
		)
		select p.metric, p.version, if(k.metric is null, null, current_date),
		from present as p
		left join (select distinct metric from metric_version) as k on k.metric = p.metric
		anti join metric_version as m on m.metric = p.metric and m.version = p.version`,
		{
			versions: JSON.stringify(
				[...metrics().values()].map(({ id, version }) => ({ metric: id, version }))
			)
		}
	);
}

/**
 * That a measure follows another definition than some months ago, so that numbers told before may differ; all periods of an answer
 * follow the present one, so that no trend mixes them. Nothing where it never changed here, or long before the data end.
 */
export async function tellNewVersion(
	connection: DuckDBConnection,
	{ id, version, changed }: Metric,
	asOf: string
): Promise<readonly string[]> {
	if (changed === undefined) return [];
	const reader = await connection.runAndReadAll(
		`select strftime(since, '%Y-%m-%d') from metric_version
		where metric = $id and version = $version and since + $days::integer > $as_of::date`,
		{ id, version, days: worthANote, as_of: asOf }
	);
	const since = reader.getRowsJS()[0]?.[0] as string | undefined;
	return since === undefined
		? []
		: [message('note.new_version', { date: since, version, changed })];
}
