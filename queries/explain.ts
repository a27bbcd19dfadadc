import type { DuckDBConnection } from '@duckdb/node-api';
import { ask, findFilterIds } from './ask.ts';
import type { Answer } from './ask.ts';
import type { Metric } from './catalogue.ts';
import { parametersOf, valuesOf } from './compute.ts';
import { hideCounts, shownAs } from './explain-hide.ts';
import type { Count, Counted, Shown } from './explain-hide.ts';
import { readSql } from './repository.ts';
import { readRequest } from './request.ts';
import type { Question, Viewer } from './request.ts';

/** One episode behind a number, with the file and line that tell of it. For analysts only. */
export interface ExplainedRow {
	/** The display name, or else the key by which a system knows the person. */
	readonly person: string;
	readonly item: string;
	readonly class: string;
	readonly initiator: string;
	readonly initiator_rule: string;
	readonly obligation: string;
	readonly obligation_rule: string;
	/** That of the fact which decides the class: the obligation of what is required, else the initiator. */
	readonly confidence: number;
	readonly enrolled: string;
	readonly completed: string | null;
	readonly counted: Counted;
	readonly reason: string;
	readonly file: string;
	readonly batch_id: number;
	readonly line: number;
	/** The column of the record that tells of the episode, from 1; null where the whole record does. */
	readonly place_in_record: number | null;
	readonly source: string;
	/** How many further enrolments belong to the same episode. */
	readonly further_rows: number;
}

/** The way from a number back to its rows. */
export interface Explanation {
	readonly metric: Metric;
	readonly sql: string;
	readonly parameters: Readonly<Record<string, string | number | null>>;
	readonly answer: Answer;
	/** Which rows of the answer the counts are those of, added up over periods and breakdowns. */
	readonly explained: { readonly variant: string | null; readonly horizon: number | null };
	/**
	 * Every episode once, by what the number makes of it: numerator + denominator is the answer's denominator. The reach
	 * counts people in periods instead. For others than analysts rounded, and null where it would tell on few people.
	 */
	readonly counts: readonly Shown[];
	readonly rows: readonly ExplainedRow[] | null;
}

/** Which of the rows to list; without a reason all of them, those that count first. */
export interface Page {
	readonly limit: number;
	readonly offset: number;
	readonly reason?: string;
	/**
	 * The measure that the number is one of. A day by which a share had finished counts who had by then; of one of two rates
	 * that a metric compares, only its own rows are listed.
	 */
	readonly measure?: string;
}

const rowsPerPage = 25;
const mostRows = 1000;
const curveHorizon = 90;

type Values = Parameters<typeof parametersOf>[1];

let judgements: ReadonlyMap<string, string> | null = null;

function judgementOf(metric: string): string | undefined {
	judgements ??= readSql('explain');
	return judgements.get(metric);
}

/** Whether a metric tells which rows it counts; what compares groups or models chance has none. */
const hasRows = (metric: Metric): boolean => judgementOf(metric.id) !== undefined;

/** Whether a metric compares two rates, so that its select tells which of them an episode is in. */
const hasArms = (metric: Metric): boolean => metric.population === 'matured_pair';

/** Every episode with what the metric makes of it, as the start of a query. */
function judgedSql(metric: string): string {
	return `
with asked as (
    select
        *,
        anchored_on + days_to_end as ended_on,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
            as fits,
    from episode
),
judged as (
${judgementOf(metric) ?? ''}
)`;
}

const classes = ['self_initiated', 'prompted', 'assigned_required', 'assigned_other', 'unknown'];
const ends = [
	'completed_late',
	'completed_later',
	'closed',
	'left',
	'open',
	'inactive',
	'no_activity'
];

/** The reasons for which an episode counts: those that reach the numerator, and the others. */
function countedReasons(
	metric: Metric,
	variant: string | null
): { reached: readonly string[]; others: readonly string[] } {
	if (metric.reasons) {
		return {
			reached: metric.reasons.numerator.map((reason) =>
				reason === 'variant' ? (variant ?? '') : reason
			),
			others: metric.reasons.denominator
		};
	}
	if (metric.population === 'begun') return { reached: [variant ?? ''], others: classes };
	return { reached: [metric.population === 'employed' ? 'active' : 'completed'], others: ends };
}

const countsSql = (metric: Metric, isProtected: boolean): string => `${judgedSql(metric.id)}
select
    reason,
    ${hasArms(metric) ? 'arm' : 'null::varchar as arm'},
    count(*)::integer as episodes,
    count(batch_id)::integer as lines,
    ${isProtected ? 'count(distinct person_id)' : 'null'}::integer as persons,
from judged
group by all
order by episodes desc, reason, arm`;

const rowsSql = (metric: Metric): string => `${judgedSql(metric.id)},
place as (
    select batch_id, line,
    from judged
    where reason = $reason and batch_id is not null${hasArms(metric) ? ' and ($arm::varchar is null or arm = $arm)' : ''}
    order by batch_id, line
    limit $limit::integer offset $offset::integer
),
page as (
    select e.*
    from place as p
    join episode as e on e.batch_id = p.batch_id and e.line = p.line
),
named as (
    select
        p.person_id,
        coalesce(
            arg_max(n.display_name, i.batch_id),
            arg_max(coalesce(i.username, i.email, i.employee_number, i.account, i.email_sha1), i.batch_id)
        ) as person,
    from identity_person as p
    join identity as i on i.identity_id = p.identity_id
    left join person_name as n on n.identity_id = i.identity_id
    where p.person_id in (select person_id from page)
    group by all
),
further as (
    select r.batch_id, r.line, count(*)::integer as further_rows,
    from episode_row as r
    semi join page as p on p.batch_id = r.batch_id and p.line = r.line
    group by all
)
select
    coalesce(n.person, 'person ' || e.person_id) as person,
    i.title as item,
    e.class::varchar as class,
    w.initiator,
    w.initiator_rule,
    w.obligation,
    w.obligation_rule,
    case when e.class = 'assigned_required' then w.obligation_confidence else w.initiator_confidence end::double as confidence,
    strftime(e.anchored_on, '%Y-%m-%d') as enrolled,
    case when e.outcome = 'completed' then strftime(e.anchored_on + e.days_to_end, '%Y-%m-%d') end as completed,
    b.file_name as file,
    e.batch_id::integer as batch_id,
    record_line(e.line)::double as line,
    nullif(record_column(e.line), 0)::integer as place_in_record,
    b.source_id as source,
    coalesce(f.further_rows, 0) as further_rows,
from page as e
join item as i on i.item_id = e.item_id
join initiation as w on w.evidence = e.evidence
join batch as b on b.batch_id = e.batch_id
left join named as n on n.person_id = e.person_id
left join further as f on f.batch_id = e.batch_id and f.line = e.line
order by e.batch_id, e.line`;

/** The same for rows of personnel files: what is told of the person and since when, in the places of item and enrolment. */
const personnelRowsSql = (metric: Metric): string => `${judgedSql(metric.id)},
page as (
    select person_id, batch_id, line, what, kind, day
    from judged
    where reason = $reason and batch_id is not null
    order by batch_id, line, day
    limit $limit::integer offset $offset::integer
),
named as (
    select
        p.person_id,
        coalesce(
            arg_max(n.display_name, i.batch_id),
            arg_max(coalesce(i.username, i.email, i.employee_number, i.account, i.email_sha1), i.batch_id)
        ) as person,
    from identity_person as p
    join identity as i on i.identity_id = p.identity_id
    left join person_name as n on n.identity_id = i.identity_id
    where p.person_id in (select person_id from page)
    group by all
)
select
    coalesce(n.person, 'person ' || e.person_id) as person,
    coalesce(e.what, '') as item,
    e.kind as class,
    '' as initiator,
    '' as initiator_rule,
    '' as obligation,
    '' as obligation_rule,
    1::double as confidence,
    strftime(e.day, '%Y-%m-%d') as enrolled,
    null::varchar as completed,
    b.file_name as file,
    e.batch_id::integer as batch_id,
    e.line::double as line,
    b.source_id as source,
    0 as further_rows,
from page as e
join batch as b on b.batch_id = e.batch_id
left join named as n on n.person_id = e.person_id
order by e.batch_id, e.line, e.day`;

/** The one variant that an explanation is about: the asked one, else the widest of the usual ones. */
function chooseVariant({ metric, variants }: Question): string | null {
	if (variants.length === 1) return variants[0] ?? null;
	const wider = Object.values(metric.nested).find((variant) => variants.includes(variant));
	return wider ?? variants[0] ?? null;
}

/** The days to completion that the counts use; the curve has many, and its tile names that of 90. */
function chooseHorizon(
	{ metric, horizon }: Question,
	answer: Answer,
	variant: string | null,
	measure: string | undefined
): number | null {
	const day = (measure ?? '').startsWith('day_')
		? answer.rows.find((row) => row.measure === measure && row.variant === variant)?.value
		: undefined;
	if (typeof day === 'number') return Math.ceil(day);
	if (metric.population === 'awaited' || metric.population === 'matured_pair')
		return horizon ?? curveHorizon;
	return horizon;
}

async function readCounts(
	connection: DuckDBConnection,
	viewer: Viewer,
	metric: Metric,
	values: Values
): Promise<Count[]> {
	const { reached, others } = countedReasons(metric, values['variant'] as string | null);
	const sql = countsSql(metric, viewer.role !== 'analyst');
	const reader = await connection.runAndReadAll(sql, parametersOf(sql, values));
	const counts = reader.getRowObjectsJS().map((row): Count => {
		const reason = row['reason'] as string;
		return {
			counted: reached.includes(reason)
				? 'numerator'
				: others.includes(reason)
					? 'denominator'
					: 'out',
			reason,
			arm: row['arm'] as string | null,
			episodes: row['episodes'] as number,
			lines: row['lines'] as number,
			persons: (row['persons'] as number | null) ?? 0
		};
	});
	const places: readonly Counted[] = ['numerator', 'denominator', 'out'];
	return places.flatMap((place) => counts.filter(({ counted }) => counted === place));
}

/** One page of the rows, reason by reason in the order of the counts: each reason is looked for alone. */
async function readRows(
	connection: DuckDBConnection,
	metric: Metric,
	page: Page,
	values: Values,
	counts: readonly Count[]
): Promise<ExplainedRow[]> {
	const sql = metric.rows === 'personnel' ? personnelRowsSql(metric) : rowsSql(metric);
	const isArm = counts.some(({ arm }) => arm !== null && arm === page.measure);
	const chosen = counts.filter(
		({ reason, arm }) =>
			(page.reason === undefined || reason === page.reason) &&
			(!isArm || arm === null || arm === page.measure)
	);
	const limit = Math.min(Math.max(Math.trunc(page.limit), 0), mostRows);
	let offset = Math.max(Math.trunc(page.offset), 0);
	const rows: ExplainedRow[] = [];
	for (const { counted, reason, arm, lines } of chosen) {
		if (rows.length >= limit) break;
		if (offset < lines) {
			const bound = parametersOf(sql, {
				...values,
				reason,
				arm,
				limit: limit - rows.length,
				offset
			});
			const found = (await connection.runAndReadAll(sql, bound)).getRowObjectsJS();
			rows.push(...found.map((row) => ({ ...row, counted, reason }) as unknown as ExplainedRow));
		}
		offset = Math.max(offset - lines, 0);
	}
	return rows;
}

/**
 * Tells where a number comes from: its definition and select, the answer as `ask` gives it, what counts and what does
 * not, by reason, and for analysts one page of the episodes with file and line. Throws AskError like `ask`. An episode
 * that stays open counts in several periods of the period-based rate, so that one is explained over the whole time.
 */
export async function explain(
	connection: DuckDBConnection,
	viewer: Viewer,
	request: unknown,
	page: Page = { limit: rowsPerPage, offset: 0 }
): Promise<Explanation> {
	const asked = readRequest(request);
	const isWhole = asked.metric.population === 'open_voluntary';
	const question = isWhole ? { ...asked, grain: null } : asked;
	const { metric } = question;
	const answer = await ask(
		connection,
		viewer,
		isWhole ? { ...(request as object), grain: undefined } : request
	);
	const asOf = answer.as_of ?? '';
	const parameters = Object.fromEntries(
		Object.keys(parametersOf(metric.sql, {})).map((name) => [
			name,
			valuesOf(question, asOf)[name] ?? null
		])
	);
	const variant = chooseVariant(question);
	const explained = { variant, horizon: chooseHorizon(question, answer, variant, page.measure) };
	const explanation = { metric, sql: metric.sql, parameters, answer, explained };
	if (answer.as_of === null || answer.missing.length > 0 || !hasRows(metric))
		return { ...explanation, counts: [], rows: null };
	const filters = await findFilterIds(connection, question);
	const values = { ...valuesOf(question, asOf), ...filters, ...explained };
	const counts = await readCounts(connection, viewer, metric, values);
	if (viewer.role !== 'analyst') {
		const shown = await hideCounts(connection, viewer, question, {
			answer,
			filters,
			counts,
			explained
		});
		return { ...explanation, counts: shown, rows: null };
	}
	return {
		...explanation,
		counts: counts.map((count) => shownAs(count, count.episodes)),
		rows: await readRows(connection, metric, page, values, counts)
	};
}
