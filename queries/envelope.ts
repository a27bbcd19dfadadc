import type { DuckDBConnection } from '@duckdb/node-api';
import { filterValues, parametersOf, valuesOf } from './compute.ts';
import { AskError } from './request.ts';
import type { Question, Viewer } from './request.ts';
import { roundCount } from './present.ts';
import { lineageOf } from './lineage.ts';
import { isModelled, missingNeeds, reachOfNeeds } from './needs.ts';
import type { Metric } from './catalogue.ts';

/** What stands around the rows of an answer. */
export interface Envelope {
	readonly asOf: string | null;
	readonly inferred: readonly string[];
	/** Accounts of learning systems that match nobody of the personnel file; null where that does not concern the metric. */
	readonly unmatched: number | null;
	readonly missing: readonly string[];
	readonly dataVersion: number;
	readonly maturing: (viewer: Viewer, ids: readonly number[]) => Promise<number | null>;
}

const unmodelled = {
	asOf: null,
	inferred: [],
	unmatched: null,
	dataVersion: 0,
	maturing: () => Promise.resolve(null)
};

const stateSql = `
select
    (select count(*) from employment) + (select count(*) from job_history) > 0 as has_people,
    (select count(*) from employment) > 0 as has_exposure,
    (select count(*) from unmatched_account)::integer as unmatched,
    coalesce((select max(try_cast(value as integer)) from setting where name = 'data_version'), 0)::integer
        as data_version`;

/** So many young episodes are never those of fewer people than the smallest group; below it, the people are counted. */
const certainlyMany = 10_000;

const youngSql = `
from begun_episode($as_of::date)
where standing = 'in'
    and anchored_on > $as_of::date - coalesce($horizon::integer, 180)
    and (class in ('self_initiated', 'prompted') or ($both and class = 'assigned_required'))
    and anchored_on + coalesce($horizon::integer, horizon_days) > $as_of::date
    and is_within(anchored_on, $from::date, $to::date)
    and ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
    and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
    and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)`;

/** Whether a metric counts people by the time that they were employed. */
const countsEmployed = (metric: Metric): boolean =>
	lineageOf(metric.sql).models.includes('person_spell');

/** How far the data reach that a metric needs, as an ISO date; null without them or without models. */
export async function readAsOf(
	connection: DuckDBConnection,
	metric: Metric
): Promise<string | null> {
	if (!(await isModelled(connection))) return null;
	return reachOfNeeds(connection, metric.needs);
}

/**
 * Reads how far the data reach, what is inferred or missing; `as_of` is never the clock, and never after the data: enrolments
 * would count as failed whose time has not passed. Throws AskError.
 */
export async function readEnvelope(
	connection: DuckDBConnection,
	question: Question
): Promise<Envelope> {
	const { metric } = question;
	if (!(await isModelled(connection))) return { ...unmodelled, missing: metric.needs };
	const state = (await connection.runAndReadAll(stateSql)).getRowObjectsJS()[0] ?? {};
	const dataTo = await reachOfNeeds(connection, metric.needs);
	const asOf = dataTo === null ? null : (question.asOf ?? dataTo);
	if (asOf !== null && dataTo !== null && asOf > dataTo) {
		throw new AskError(
			'bad_request',
			`The state asked for (as_of ${asOf}) lies after the data: data to ${dataTo}.`
		);
	}
	const unmatched = countsEmployed(metric) ? (state['unmatched'] as number) : 0;
	return {
		asOf,
		inferred: [
			...(state['has_people'] === true ? [] : ['people']),
			...(state['has_exposure'] === true ? [] : ['exposure']),
			...(unmatched === 0 ? [] : ['unmatched_accounts'])
		],
		unmatched: unmatched === 0 ? null : unmatched,
		missing: await missingNeeds(connection, metric.needs),
		dataVersion: state['data_version'] as number,
		maturing: async (viewer, ids) => {
			const kind = question.metric.population;
			if (asOf === null || (kind !== 'matured_voluntary' && kind !== 'matured_pair')) return null;
			const values = {
				...valuesOf(question, asOf),
				...filterValues(question, ids),
				horizon: question.horizon ?? (kind === 'matured_pair' ? 90 : null)
			};
			const bound = { ...parametersOf(youngSql, values), both: kind === 'matured_pair' };
			const count = async (what: string): Promise<number> => {
				const reader = await connection.runAndReadAll(
					`select ${what}::integer as n ${youngSql}`,
					bound
				);
				return reader.getRowObjectsJS()[0]?.['n'] as number;
			};
			const episodes = await count('count(*)');
			if (episodes === 0 || episodes > certainlyMany) return roundCount(episodes, viewer);
			const persons = await count('count(distinct person_id)');
			return persons < question.metric.smallest_group ? null : roundCount(episodes, viewer);
		}
	};
}
