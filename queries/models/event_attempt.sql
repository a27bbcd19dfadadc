-- One row per event of a person with an item, with the number of its enrolment there (attempt) and the time that it took.
-- Where events tell of no enrolment and reports do, each event belongs to the one that was reported last by then
-- (reported_at); the day before the first one is its own, too.
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
active as (
    select k.person_id, a.item_id,
    from learning_event as e
    join identity_key as k on k.identity_id = e.identity_id
    join item_of_alias as a on a.alias_id = e.alias_id
    group by all
    having not bool_or(e.kind in ('enrolled', 'assigned'))
),
reported as (
    select
        k.person_id,
        a.item_id,
        coalesce(e.enrolled_at, e.started_at, e.last_activity_at, e.completed_at, e.closed_at) as reported_at,
        e.completed_at,
        coalesce(e.is_date_only, false) as is_date_only,
    from enrolment as e
    join learning_batch as b on b.batch_id = e.batch_id and not b.is_event
    join identity_key as k on k.identity_id = e.identity_id
    join item_of_alias as a on a.alias_id = e.alias_id
    semi join active as p on p.person_id = k.person_id and p.item_id = a.item_id
),
-- Of two enrolments that are known by days alone, what happens on the day on which the one is completed and the other begins
-- belongs to the former.
done as (
    select distinct person_id, item_id, completed_at
    from reported
    where completed_at > reported_at
),
begun as (
    select
        r.person_id,
        r.item_id,
        r.reported_at,
        r.reported_at + to_hours(
            case when not r.is_date_only then 0 when d.completed_at is null then -12 else 12 end
        ) as from_at,
    from reported as r
    left join done as d on d.person_id = r.person_id and d.item_id = r.item_id and d.completed_at = r.reported_at
    where r.reported_at is not null
),
report as (
    select person_id, item_id, list({'from_at': from_at, 'reported_at': reported_at} order by from_at, reported_at) as enrolments,
    from begun
    group by all
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
    c.* exclude (
        identity_id, alias_id, statement_id, row_hash, verb, score, certified_until, occurrence, is_repeat, is_only, data_to,
        sha256, enrolments_so_far, first_enrolled_at, next_at
    ),
    (case
        when c.enrolments_so_far = 0 and c.first_enrolled_at <= c.happened_at + interval 1 day then 1
        when r.enrolments is null then c.enrolments_so_far
        when r.enrolments[1].from_at <= c.happened_at + interval 1 day
            then greatest(len(list_filter(r.enrolments, lambda told_: told_.from_at <= c.happened_at)), 1)
        else 0
    end)::bigint as attempt,
    case when r.enrolments is not null and attempt > 0 then r.enrolments[attempt].reported_at end as reported_at,
    c.kind in ('started', 'progressed', 'viewed', 'completed', 'failed') as is_activity,
    c.kind = 'completed'
    or (c.kind = 'waived' and c.method is not null and lower(c.method) not like '%administrative%') as is_completion,
    case
        when is_activity and c.next_at <= c.happened_at + interval 30 minute
            then epoch(c.next_at - c.happened_at)::integer
    end as session_seconds,
from counted as c
left join report as r on r.person_id = c.person_id and r.item_id = c.item_id
