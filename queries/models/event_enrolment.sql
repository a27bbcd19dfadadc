-- One row per person, item and enrolment as told by events; activity without an enrolment event starts its own row, or is a
-- part (is_part) of what a report says of the enrolment that it belongs to, and so begins with it at the earliest.
-- Who started it is told by the enrolment event, or by a row of activity that states it in a column of its own.
-- Durations that statements give count (states_seconds); where an enrolment has none at all, the time of the sessions does.
-- origin and obligation are the places of their words in their enums. All states are of fixed size, so that they go to disk
-- where the memory ends.
-- Passing: only other models read it.
-- None without: event_attempt
with placed as (
    select
        *,
        nth + case when is_enrol then 0 else 1000000000000 end as nth_of_anchor,
        origin is not null and origin_rule is null as states_origin,
    from event_attempt
),
undone as (
    select person_id, item_id, attempt, max(happened_at) as uncompleted_at,
    from event_attempt
    where kind = 'uncompleted'
    group by all
),
told as (
    select
        p.person_id,
        p.item_id,
        p.attempt,
        arg_min(p.system_id, p.nth_of_anchor) as system_id,
        arg_min(p.org_unit_id, p.nth_of_anchor) as org_unit_id,
        arg_min(p.batch_id, p.nth_of_anchor) as batch_id,
        arg_min(p.line, p.nth_of_anchor) as line,
        coalesce(
            min(p.happened_at) filter (p.is_enrol), greatest(min(p.happened_at), min(p.reported_at))
        ) as anchored_at,
        min(p.happened_at) filter (p.is_activity) as started_at,
        min(p.happened_at) filter (
            p.is_completion and (u.uncompleted_at is null or p.happened_at > u.uncompleted_at)
        ) as completed_at,
        max(p.happened_at) filter (p.kind in ('withdrawn', 'failed')) as left_at,
        max(p.happened_at) filter (p.is_activity and p.kind <> 'failed') as last_activity_at,
        bool_or(p.kind = 'waived' and not p.is_completion) as is_waived,
        max(p.progress) as progress,
        coalesce(nullif(sum(p.seconds), 0), sum(p.session_seconds)) as seconds,
        coalesce(sum(p.seconds) > 0, false) as states_seconds,
        bool_or(p.is_completion and p.kind = 'waived' and lower(p.method) like '%test%') as is_tested_out,
        bool_or(p.is_enrol) as is_enrolled,
        bool_or(p.reported_at is not null) as is_part,
        bool_or(p.due_at is not null) filter (p.is_enrol) as has_due,
        arg_min(
            enum_code(coalesce(p.origin, case when p.kind = 'assigned' then 'admin'::origin end))::integer, p.nth_of_anchor
        ) filter (p.is_enrol or p.states_origin) as origin,
        arg_min(coalesce(p.origin_rule, if(p.states_origin, 'R7', 'R3')), p.nth_of_anchor)
            filter ((p.is_enrol and p.kind = 'assigned') or (p.is_enrol and p.origin is not null) or p.states_origin) as origin_rule,
        arg_min(enum_code(p.obligation)::integer, p.nth) filter (p.is_enrol) as obligation,
        arg_min(p.enrolled_by, p.nth) filter (p.is_enrol) as enrolled_by,
    from placed as p
    left join undone as u on u.person_id = p.person_id and u.item_id = p.item_id and u.attempt = p.attempt
    group by all
)
select
    person_id,
    item_id,
    system_id,
    org_unit_id,
    batch_id,
    line,
    anchored_at,
    case when started_at is not null then greatest(started_at, anchored_at) end as started_at,
    completed_at,
    case when left_at >= coalesce(last_activity_at, left_at) then left_at end as closed_at,
    last_activity_at,
    coalesce(is_waived, false) as is_waived,
    progress,
    case when seconds is not null then least(seconds, 2147483647)::integer end as seconds,
    states_seconds,
    coalesce(is_tested_out, false) as is_tested_out,
    attempt,
    is_enrolled,
    is_part,
    coalesce(has_due, false) as has_due,
    origin,
    origin_rule,
    obligation,
    enrolled_by,
from told
