-- One row per person, item and enrolment as told by events; activity without an enrolment event starts its own row.
-- Durations that statements give count; where an enrolment has none at all, the time of the sessions does.
-- Passing: only other models read it.
with told as (
    select
        person_id,
        item_id,
        attempt,
        arg_min(system_id, (not is_enrol, happened_at, line)) as system_id,
        arg_min(org_unit_id, (not is_enrol, happened_at, line)) as org_unit_id,
        arg_min({'batch_id': batch_id, 'line': line}, (not is_enrol, happened_at, line)) as anchor,
        coalesce(min(happened_at) filter (is_enrol), min(happened_at)) as anchored_at,
        min(happened_at) filter (is_activity) as started_at,
        max(happened_at) filter (kind = 'uncompleted') as uncompleted_at,
        list(happened_at) filter (is_completion) as completions,
        max(happened_at) filter (kind in ('withdrawn', 'failed')) as left_at,
        max(happened_at) filter (is_activity and kind <> 'failed') as last_activity_at,
        bool_or(kind = 'waived' and not is_completion) as is_waived,
        max(progress) as progress,
        coalesce(nullif(sum(seconds), 0), sum(session_seconds)) as seconds,
        bool_or(is_completion and kind = 'waived' and lower(method) like '%test%') as is_tested_out,
        bool_or(is_enrol) as is_enrolled,
        bool_or(due_at is not null) filter (is_enrol) as has_due,
        arg_min(case when origin is not null then origin when kind = 'assigned' then 'admin'::origin end, (happened_at, line))
            filter (is_enrol) as origin,
        arg_min(coalesce(origin_rule, 'R3'), (happened_at, line))
            filter (is_enrol and (origin is not null or kind = 'assigned')) as origin_rule,
        arg_min(obligation, (happened_at, line)) filter (is_enrol) as obligation,
        arg_min(enrolled_by, (happened_at, line)) filter (is_enrol) as enrolled_by,
    from event_attempt
    group by all
)
select
    person_id,
    item_id,
    system_id,
    org_unit_id,
    anchor.batch_id as batch_id,
    anchor.line as line,
    anchored_at,
    case when started_at is not null then greatest(started_at, anchored_at) end as started_at,
    list_min(list_filter(completions, lambda t: t > coalesce(uncompleted_at, timestamp '0001-01-01'))) as completed_at,
    case when left_at >= coalesce(last_activity_at, left_at) then left_at end as closed_at,
    last_activity_at,
    coalesce(is_waived, false) as is_waived,
    progress,
    case when seconds is not null then least(seconds, 2147483647)::integer end as seconds,
    coalesce(is_tested_out, false) as is_tested_out,
    attempt,
    is_enrolled,
    coalesce(has_due, false) as has_due,
    origin,
    origin_rule,
    obligation,
    enrolled_by,
from told
