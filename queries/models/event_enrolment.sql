-- One row per person, item and enrolment as told by events; activity without an enrolment event starts its own row.
-- Statements that were voided are out; a statement or log row that two files hold counts once.
-- Passing: only other models read it.
with kept as (
    select
        e.* replace (
            case when w.is_ruled then w.origin else e.origin end as origin,
            case when w.is_ruled then coalesce(e.origin_rule, 'R7') else e.origin_rule end as origin_rule,
            coalesce(w.obligation, e.obligation) as obligation
        ),
        k.person_id,
        k.org_unit_id,
        a.item_id,
        b.system_id,
        b.is_only,
        b.data_to,
        b.sha256,
        e.kind in ('enrolled', 'assigned') as is_enrol,
    from learning_event as e
    join learning_batch as b on b.batch_id = e.batch_id and b.is_event
    join identity_key as k on k.identity_id = e.identity_id
    join item_of_alias as a on a.alias_id = e.alias_id
    left join method_word as w on w.system_id = b.system_id and w.method = e.method
    where e.kind not in ('recommended', 'other')
        and e.happened_at is not null
        and (e.statement_id is null or e.statement_id not in (select statement_id from voided_statement))
),
occurrence as (
    select
        *,
        row_number() over (
            partition by batch_id, system_id, coalesce(statement_id, row_hash::varchar) order by line
        ) as nth,
    from kept
    where not is_only
),
single as (
    select * exclude (nth),
    from occurrence
    qualify row_number() over (
        partition by system_id, coalesce(statement_id, row_hash::varchar), nth order by data_to, sha256
    ) = 1
),
live as (
    select * from kept where is_only
    union all
    select * from single
),
counted as (
    select
        *,
        sum(is_enrol::integer) over (
            partition by person_id, item_id order by happened_at, is_enrol desc, batch_id, line
        ) as enrolments_so_far,
        min(case when is_enrol then happened_at end) over (partition by person_id, item_id) as first_enrolled_at,
    from live
),
attempt as (
    select
        *,
        case
            when enrolments_so_far = 0 and first_enrolled_at <= happened_at + interval 1 day then 1
            else enrolments_so_far
        end as attempt,
        kind in ('started', 'progressed', 'viewed', 'completed', 'failed') as is_activity,
        kind = 'completed'
        or (kind = 'waived' and method is not null and lower(method) not like '%administrative%') as is_completion,
    from counted
),
told as (
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
        sum(seconds) as seconds,
        bool_or(is_enrol) as is_enrolled,
        bool_or(due_at is not null) filter (is_enrol) as has_due,
        arg_min(case when origin is not null then origin when kind = 'assigned' then 'admin'::origin end, (happened_at, line))
            filter (is_enrol) as origin,
        arg_min(coalesce(origin_rule, 'R3'), (happened_at, line))
            filter (is_enrol and (origin is not null or kind = 'assigned')) as origin_rule,
        arg_min(obligation, (happened_at, line)) filter (is_enrol) as obligation,
        arg_min(enrolled_by, (happened_at, line)) filter (is_enrol) as enrolled_by,
    from attempt
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
    least(seconds, 2147483647)::integer as seconds,
    is_enrolled,
    coalesce(has_due, false) as has_due,
    origin,
    origin_rule,
    obligation,
    enrolled_by,
from told
