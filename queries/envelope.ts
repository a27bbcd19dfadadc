import type { DuckDBConnection } from '@duckdb/node-api';
import { filterValues, parametersOf, valuesOf } from './compute.ts';
import { AskError } from './request.ts';
import type { Question, Viewer } from './request.ts';
import { roundCount } from './present.ts';
import { message } from './messages.ts';
import { lineageOf, readsMacro } from './lineage.ts';
import { heldBackBy, isModelled, missingNeeds, reachOfNeeds, withoutParts } from './needs.ts';
import type { HeldBack, NeedName } from './needs.ts';
import type { Metric } from './catalogue.ts';

/** What stands around the rows of an answer. */
export interface Envelope {
	readonly asOf: string | null;
	/** What of the data ends there, where other data reach further; null where an earlier day was asked for. */
	readonly heldBack: HeldBack | null;
	readonly inferred: readonly string[];
	/** Accounts of learning systems that match nobody of the personnel file; null where that does not concern the metric. */
	readonly unmatched: number | null;
	readonly missing: readonly NeedName[];
	/** Measures and variants of the metric that cannot be told, and what they would need. */
	readonly untold: ReadonlyMap<string, readonly NeedName[]>;
	readonly dataVersion: number;
	readonly maturing: (viewer: Viewer, ids: readonly number[]) => Promise<number | null>;
	/** The day by which as many people as the smallest group have had their time, for others than analysts that of a month's end. */
	readonly maturesOn: (viewer: Viewer, ids: readonly number[]) => Promise<string | null>;
}

const unmodelled = {
	asOf: null,
	heldBack: null,
	inferred: [],
	unmatched: null,
	untold: new Map<string, readonly NeedName[]>(),
	dataVersion: 0,
	maturing: () => Promise.resolve(null),
	maturesOn: () => Promise.resolve(null)
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
    and anchored_on > $as_of::date - $longest::integer
    and (class in ('self_initiated', 'prompted') or ($both and class = 'assigned_required'))
    and anchored_on + coalesce($horizon::integer, horizon_days) > $as_of::date
    and is_within(anchored_on, $from::date, $to::date)
    and ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
    and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
    and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)`;

/** Whether a metric counts people by the time that they were employed. */
export const countsEmployed = (metric: Metric): boolean =>
	lineageOf(metric.sql).models.includes('person_spell');

/** Whether a metric tells apart what was chosen, prompted or assigned: by itself, or by the time that people gave to each. */
const countsChosen = (metric: Metric): boolean =>
	metric.needs.includes('enrolment') &&
	(/self_initiated|prompted|voluntary/.test(metric.sql) || readsMacro(metric.sql, 'person_time'));

const maturesOnSql = `
with young_person as (
    select person_id, min(anchored_on + coalesce($horizon::integer, horizon_days)) as day,
    ${youngSql}
    group by person_id
),
first_people as (
    select day,
    from young_person
    order by day
    limit $people::integer
)
select strftime(if($is_exact, max(day), last_day(max(day))), '%Y-%m-%d') as day,
from first_people
having count(*) = $people::integer`;

/** How far the data reach that a metric needs, as an ISO date; null without them or without models. */
export async function readAsOf(
	connection: DuckDBConnection,
	metric: Metric
): Promise<string | null> {
	if (!(await isModelled(connection))) return null;
	return reachOfNeeds(connection, metric.needs, metric.follows);
}

/** What a question cannot do without and is not loaded, and which of its rows lack more. */
async function lackingOf(
	connection: DuckDBConnection,
	{ metric, variants }: Question
): Promise<Pick<Envelope, 'missing' | 'untold'>> {
	const own = Object.entries(metric.row_needs).filter(
		([name]) => variants.includes(name) || !metric.variants.includes(name)
	);
	const needs = [...new Set([...metric.needs, ...own.flatMap(([, names]) => names)])];
	const absent = await missingNeeds(connection, needs);
	const lacks = (names: readonly NeedName[]): NeedName[] =>
		names.filter((name) => absent.includes(name));
	const untold = new Map(
		own
			.map(([name, names]) => [name, lacks(names)] as const)
			.filter(([, names]) => names.length > 0)
	);
	const isSilent =
		variants !== metric.default_variants && variants.every((name) => untold.has(name));
	const ofVariants = isSilent ? variants.flatMap((name) => untold.get(name) ?? []) : [];
	if (isSilent) for (const name of variants) untold.delete(name);
	return { missing: [...new Set([...lacks(metric.needs), ...ofVariants])], untold };
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
	if (!(await isModelled(connection)))
		return { ...unmodelled, missing: withoutParts(metric.needs) };
	const state = (await connection.runAndReadAll(stateSql)).getRowObjectsJS()[0] ?? {};
	const dataTo = await reachOfNeeds(connection, metric.needs, metric.follows);
	const asOf = dataTo === null ? null : (question.asOf ?? dataTo);
	if (asOf !== null && dataTo !== null && asOf > dataTo) {
		throw new AskError('bad_request', message('ask.after_data', { asked: asOf, date: dataTo }));
	}
	const isUnprompted =
		countsChosen(metric) && (await missingNeeds(connection, ['prompted'])).length > 0;
	const unmatched = countsEmployed(metric) ? (state['unmatched'] as number) : 0;
	return {
		asOf,
		heldBack:
			asOf === null || question.asOf !== null
				? null
				: await heldBackBy(connection, metric.needs, asOf),
		inferred: [
			...(state['has_people'] === true ? [] : ['people']),
			...(state['has_exposure'] === true ? [] : ['exposure']),
			...(state['has_exposure'] === true || !countsEmployed(metric) ? [] : ['employed']),
			...(isUnprompted ? ['prompted'] : []),
			...(unmatched === 0 ? [] : ['unmatched_accounts'])
		],
		unmatched: unmatched === 0 ? null : unmatched,
		...(await lackingOf(connection, question)),
		dataVersion: state['data_version'] as number,
		maturing: async (viewer, ids) => {
			const bound = await youngOf(connection, question, asOf, ids);
			if (bound === null) return null;
			const episodes = await readYoung(connection, 'count(*)::integer', bound);
			if (episodes === 0 || episodes > certainlyMany) return roundCount(episodes, viewer);
			const persons = await readYoung(connection, 'count(distinct person_id)::integer', bound);
			return persons < metric.smallest_group ? null : roundCount(episodes, viewer);
		},
		maturesOn: async (viewer, ids) => {
			const bound = await youngOf(connection, question, asOf, ids);
			if (bound === null) return null;
			const reader = await connection.runAndReadAll(maturesOnSql, {
				...bound,
				people: metric.smallest_group,
				is_exact: viewer.role === 'analyst'
			});
			return (reader.getRowObjectsJS()[0]?.['day'] as string | null | undefined) ?? null;
		}
	};
}

type Bound = ReturnType<typeof parametersOf>;

/** So many days of waiting make every episode old enough: whatever began earlier need not be looked at. */
async function longestHorizon(connection: DuckDBConnection): Promise<number> {
	const reader = await connection.runAndReadAll('select max(horizon_days)::integer from item');
	return (reader.getRowsJS()[0]?.[0] as number | null | undefined) ?? 0;
}

/** The parameters of the young episodes that a question waits for; null where it waits for none. */
async function youngOf(
	connection: DuckDBConnection,
	question: Question,
	asOf: string | null,
	ids: readonly number[]
): Promise<Bound | null> {
	const kind = question.metric.population;
	if (asOf === null || (kind !== 'matured_voluntary' && kind !== 'matured_pair')) return null;
	const horizon = question.horizon ?? (kind === 'matured_pair' ? 90 : null);
	const values = {
		...valuesOf(question, asOf),
		...filterValues(question, ids),
		horizon,
		longest: horizon ?? (await longestHorizon(connection))
	};
	return { ...parametersOf(youngSql, values), both: kind === 'matured_pair' };
}

async function readYoung(
	connection: DuckDBConnection,
	what: string,
	bound: Bound
): Promise<number> {
	const reader = await connection.runAndReadAll(`select ${what} as n ${youngSql}`, bound);
	return reader.getRowObjectsJS()[0]?.['n'] as number;
}
