import type { Metric } from './catalogue.ts';
import { readSql } from './repository.ts';

let judgements: ReadonlyMap<string, string> | null = null;

function judgementOf(metric: string): string | undefined {
	judgements ??= readSql('explain');
	return judgements.get(metric);
}

/** Whether a metric tells what it counts; what compares groups or models chance has none. */
export const hasRows = (metric: Metric): boolean => judgementOf(metric.id) !== undefined;

/** Whether what is counted depends on the variant that is asked for. */
export const readsVariant = (metric: Metric): boolean => {
	const sql = judgementOf(metric.id);
	return sql === undefined || metric.open_variants === undefined || sql.includes('$variant');
};

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

/** Counts by reason. Judged rows without a person tell of nobody, and no number of people stands behind them. */
export const countsSql = (metric: Metric, isProtected: boolean): string => `${judgedSql(metric.id)}
select
    reason,
    ${hasArms(metric) ? 'arm' : 'null::varchar as arm'},
    count(*)::integer as episodes,
    count(batch_id)::integer as lines,
    ${isProtected ? 'nullif(count(distinct person_id), 0)' : 'null'}::integer as persons,
from judged
group by all
order by episodes desc, reason, arm`;

/** The people of a page by the newest name or key that a file has for them. */
const namedSql = `named as (
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
)`;

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
${namedSql},
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
${namedSql}
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

/** The same for lines of cost sheets: who confirmed which amount when. */
const sheetRowsSql = (metric: Metric): string => `${judgedSql(metric.id)}
select
    j.who as person,
    j.what as item,
    j.kind as class,
    '' as initiator,
    '' as initiator_rule,
    '' as obligation,
    '' as obligation_rule,
    1::double as confidence,
    strftime(j.day, '%Y-%m-%d') as enrolled,
    null::varchar as completed,
    b.file_name as file,
    j.batch_id::integer as batch_id,
    j.line::double as line,
    b.source_id as source,
    0 as further_rows,
from judged as j
join batch as b on b.batch_id = j.batch_id
where j.reason = $reason
order by j.batch_id, j.line
limit $limit::integer offset $offset::integer`;

/** The select of one page of rows of one reason; null where a metric lists none. */
export function rowsSqlOf(metric: Metric): string | null {
	const selects = {
		episode: rowsSql,
		personnel: personnelRowsSql,
		sheet: sheetRowsSql,
		none: null
	};
	return selects[metric.rows]?.(metric) ?? null;
}
