-- One row per episode of a repeated pair: the first enrolment's place in the files, the evidence of its first day.
-- Passing: only other models read it.
-- None without: enrolment_record
with shared as (
    select distinct pair, attempt,
    from chained_record
    where not is_start
),
joint as (
    select
        c.pair,
        c.attempt,
        min(r.started_at) as started_at,
        min(c.completed_at) as completed_at,
        case
            when bool_and(r.closed_at is not null) filter (not c.ends_as_reported) then max(r.closed_at)
        end as closed_at,
        max(r.progress) as progress,
        case
            when count(r.seconds) > 0
                then least(coalesce(sum(r.seconds) filter (r.effort = 1), sum(r.seconds)), 2147483647)::integer
        end as seconds,
        max(greatest(r.last_activity_at, r.started_at)) as last_activity_at,
        if(bool_or(r.effort = 1), 1, max(r.effort))::tinyint as effort,
        bool_or(r.is_tested_out) as is_tested_out,
        bool_or(r.is_waived) and min(c.completed_at) is null as is_waived,
        bool_or(r.is_undated) and min(c.completed_at) is null as is_undated,
        bool_and(r.is_untold) as is_untold,
        bool_or(
            r.is_required_later or (not c.is_first_day and evidence_at(r.evidence, 9) <= 2)
        ) as is_required_later,
        coalesce(arg_min(r.evidence & 511, c.place) filter (c.is_first_day and r.evidence & 511 > 0), 0)
        | coalesce(arg_min(r.evidence & 3584, c.place) filter (c.is_first_day and r.evidence & 3584 > 0), 0)
        | coalesce(bit_or(r.evidence & 4096) filter (c.is_first_day), 0)
        | coalesce(bit_or(r.evidence & 8192) filter (c.is_start), 0) as evidence,
    from chained_record as c
    join shared as s on s.pair = c.pair and s.attempt = c.attempt
    join enrolment_record as r on r.batch_id = c.batch_id and r.line = c.line
    group by all
)
select
    r.person_id,
    r.item_id,
    r.system_id,
    r.org_unit_id,
    r.batch_id,
    r.line,
    r.anchored_at,
    case when j.pair is null then r.started_at else j.started_at end as started_at,
    case when j.pair is null then c.completed_at else j.completed_at end as completed_at,
    case when j.pair is null then r.closed_at else j.closed_at end as closed_at,
    case when j.pair is null then r.progress else j.progress end as progress,
    case when j.pair is null then r.seconds else j.seconds end as seconds,
    case when j.pair is null then r.last_activity_at else j.last_activity_at end as last_activity_at,
    coalesce(j.effort, r.effort) as effort,
    coalesce(j.is_tested_out, r.is_tested_out) as is_tested_out,
    r.is_date_only,
    coalesce(j.is_waived, r.is_waived) as is_waived,
    coalesce(j.is_undated, r.is_undated) as is_undated,
    coalesce(j.is_untold, r.is_untold) as is_untold,
    coalesce(j.is_required_later, r.is_required_later) as is_required_later,
    coalesce(j.evidence, r.evidence) as evidence,
from chained_record as c
join enrolment_record as r on r.batch_id = c.batch_id and r.line = c.line
left join joint as j on j.pair = c.pair and j.attempt = c.attempt
where c.is_start
