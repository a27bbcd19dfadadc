-- One row per episode of a repeated pair: the first enrolment's place in the files, the evidence of its first day.
-- Passing: only other models read it.
select
    any_value(r.person_id) as person_id,
    any_value(r.item_id) as item_id,
    any_value(r.system_id) filter (c.is_start) as system_id,
    any_value(r.org_unit_id) filter (c.is_start) as org_unit_id,
    any_value(r.batch_id) filter (c.is_start) as batch_id,
    any_value(r.line) filter (c.is_start) as line,
    min(r.anchored_at) as anchored_at,
    min(r.started_at) as started_at,
    min(r.completed_at) as completed_at,
    case
        when bool_and(r.completed_at is not null or r.closed_at is not null) then max(r.closed_at)
    end as closed_at,
    max(r.progress) as progress,
    least(sum(r.seconds), 2147483647)::integer as seconds,
    bool_or(r.is_date_only and c.is_start) as is_date_only,
    bool_or(r.is_waived) and min(r.completed_at) is null as is_waived,
    bool_or(r.is_undated) and min(r.completed_at) is null as is_undated,
    bool_or(r.is_required_later or (not c.is_first_day and evidence_at(r.evidence, 9) <= 2)) as is_required_later,
    coalesce(arg_min(r.evidence & 511, c.place) filter (c.is_first_day and r.evidence & 511 > 0), 0)
    | coalesce(arg_min(r.evidence & 3584, c.place) filter (c.is_first_day and r.evidence & 3584 > 0), 0)
    | coalesce(bit_or(r.evidence & 4096) filter (c.is_first_day), 0)
    | coalesce(bit_or(r.evidence & 8192) filter (c.is_start), 0) as evidence,
from chained_record as c
join enrolment_record as r on r.batch_id = c.batch_id and r.line = c.line
group by c.pair, c.attempt
