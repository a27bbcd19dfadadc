-- One row per episode of a repeated pair: the first enrolment's place in the files, the evidence of its first day.
-- Passing: only other models read it.
select
    person_id,
    item_id,
    any_value(system_id) filter (place = 1) as system_id,
    any_value(org_unit_id) filter (place = 1) as org_unit_id,
    any_value(batch_id) filter (place = 1) as batch_id,
    any_value(line) filter (place = 1) as line,
    min(anchored_at) as anchored_at,
    min(started_at) as started_at,
    min(completed_at) as completed_at,
    case
        when count(*) filter (completed_at is null and closed_at is null) = 0 then max(closed_at)
    end as closed_at,
    max(progress) as progress,
    least(sum(seconds), 2147483647)::integer as seconds,
    any_value(is_date_only) filter (place = 1) as is_date_only,
    bool_or(is_waived) and min(completed_at) is null as is_waived,
    bool_or(is_undated) and min(completed_at) is null as is_undated,
    bool_or(has_due and is_first_day) as has_due,
    bool_or(is_required_later or (not is_first_day and obligation in ('mandatory', 'required'))) as is_required_later,
    arg_min(stated_origin, place) filter (is_first_day) as stated_origin,
    arg_min(method_origin, place) filter (is_first_day) as method_origin,
    arg_min(enroller_origin, place) filter (is_first_day) as enroller_origin,
    arg_min(obligation, place) filter (is_first_day) as obligation,
from chained_record
group by person_id, item_id, attempt
