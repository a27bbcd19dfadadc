-- One row per event of a person with an item, with the number of its enrolment there (attempt) and the time that it took.
-- Statements that were voided are out; a statement or log row that two files hold counts once.
-- session_seconds, for logs that state no duration: the time to the person's next event, if that came within 30 minutes;
-- a longer gap ends the session and adds nothing (METRICS.md A4, tier 1). Only activity begins one.
-- Passing: only other models read it.
-- None without: learning_event
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
        row_number() over (
            partition by person_id, item_id order by happened_at, is_enrol desc, batch_id, line
        ) as nth,
        sum(is_enrol::integer) over (
            partition by person_id, item_id order by happened_at, is_enrol desc, batch_id, line
        ) as enrolments_so_far,
        min(case when is_enrol then happened_at end) over (partition by person_id, item_id) as first_enrolled_at,
        lead(happened_at) over (partition by person_id order by happened_at, item_id, batch_id, line) as next_at,
    from live
)
select
    * exclude (
        identity_id, alias_id, statement_id, row_hash, verb, score, occurrence, is_repeat, is_only, data_to, sha256,
        enrolments_so_far, first_enrolled_at, next_at
    ),
    case
        when enrolments_so_far = 0 and first_enrolled_at <= happened_at + interval 1 day then 1
        else enrolments_so_far
    end as attempt,
    kind in ('started', 'progressed', 'viewed', 'completed', 'failed') as is_activity,
    kind = 'completed'
    or (kind = 'waived' and method is not null and lower(method) not like '%administrative%') as is_completion,
    case
        when is_activity and next_at <= happened_at + interval 30 minute then epoch(next_at - happened_at)::integer
    end as session_seconds,
from counted
