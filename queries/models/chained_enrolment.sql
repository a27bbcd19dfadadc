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
    bool_or(
        is_required_later or (not is_first_day and evidence_at(evidence, 9) <= 2)
    ) as is_required_later,
    coalesce(arg_min(evidence & 511, place) filter (is_first_day and evidence & 511 > 0), 0)
    | coalesce(arg_min(evidence & 3584, place) filter (is_first_day and evidence & 3584 > 0), 0)
    | coalesce(bit_or(evidence & 4096) filter (is_first_day), 0)
    | coalesce(any_value(evidence & 8192) filter (place = 1), 0) as evidence,
from chained_record
group by person_id, item_id, attempt
