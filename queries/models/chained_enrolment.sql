-- One row per episode of a repeated pair: the first enrolment's place in the files, the evidence of its first day.
with placed as (
    select
        *,
        min(anchored_at) over (partition by person_id, item_id, attempt) as first_at,
    from chained_record
)
select
    person_id,
    item_id,
    arg_min(system_id, (anchored_at, batch_id, line)) as system_id,
    arg_min(org_unit_id, (anchored_at, batch_id, line)) as org_unit_id,
    arg_min(batch_id, (anchored_at, batch_id, line)) as batch_id,
    arg_min(line, (anchored_at, batch_id, line)) as line,
    min(anchored_at) as anchored_at,
    min(started_at) as started_at,
    min(completed_at) as completed_at,
    case
        when count(*) filter (completed_at is null and closed_at is null) = 0 then max(closed_at)
    end as closed_at,
    max(progress) as progress,
    least(sum(seconds), 2147483647)::integer as seconds,
    arg_min(is_date_only, (anchored_at, batch_id, line)) as is_date_only,
    bool_or(is_waived) and min(completed_at) is null as is_waived,
    bool_or(is_undated) and min(completed_at) is null as is_undated,
    bool_or(has_due) filter (anchored_at <= first_at + interval 1 day) as has_due,
    bool_or(
        is_required_later
        or (anchored_at > first_at + interval 1 day and obligation in ('mandatory', 'required'))
    ) as is_required_later,
    arg_min(stated_origin, (anchored_at, batch_id, line))
        filter (anchored_at <= first_at + interval 1 day) as stated_origin,
    arg_min(method_origin, (anchored_at, batch_id, line))
        filter (anchored_at <= first_at + interval 1 day) as method_origin,
    arg_min(enroller_origin, (anchored_at, batch_id, line))
        filter (anchored_at <= first_at + interval 1 day) as enroller_origin,
    arg_min(obligation, (anchored_at, batch_id, line))
        filter (anchored_at <= first_at + interval 1 day) as obligation,
    arg_min(is_event, (anchored_at, batch_id, line)) as is_event,
    count(*)::integer as row_count,
from placed
group by person_id, item_id, attempt
