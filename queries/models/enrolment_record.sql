-- One row per enrolment that the sources know of: rows of reports in their newest version, and enrolments told by events.
-- told: not by events, by events that tell of an enrolment or stand alone, or by activity as a part of a reported enrolment.
-- is_untold: no file of its system can tell that anything was completed.
-- closed_at is set only where the enrolment ended without completion; evidence is packed, see macros/initiation.sql.
-- Passing: only other models read it.
-- None without: enrolment or event_enrolment
with newest as (
    select
        e.batch_id,
        e.line,
        e.identity_id,
        e.alias_id,
        coalesce(v.enrolled_at, e.enrolled_at) as enrolled_at,
        e.started_at,
        e.completed_at,
        e.closed_at,
        e.due_at,
        e.last_activity_at,
        e.status,
        e.progress,
        e.seconds,
        e.time_basis,
        coalesce(v.origin, case when w.is_ruled then w.origin else e.origin end) as origin,
        coalesce(
            coalesce(
                v.origin_rule, case when w.is_ruled then coalesce(e.origin_rule, 'R7') else e.origin_rule end
            ) in ('R7', 'S2'),
            false
        ) as is_method,
        coalesce(v.obligation, w.obligation, e.obligation) as obligation,
        coalesce(v.latest_obligation in ('mandatory', 'required'), false) as is_required_later,
        coalesce(v.enrolled_by, e.enrolled_by) as enrolled_by,
        e.is_date_only,
        b.system_id,
        not b.is_told as is_untold,
        case
            when r.batch_id is null and is_open_before(e.status, e.enrolled_at, s.next_data_from) then s.next_data_to
        end as vanished_on,
    from enrolment as e
    join learning_batch as b on b.batch_id = e.batch_id and not b.is_event
    left join method_word as w on w.system_id = b.system_id and w.method = e.method
    left join enrolment_version as v
        on v.natural_key = e.natural_key and v.system_id = case when not b.is_only then b.system_id end
    left join snapshot_successor as s on s.batch_id = e.batch_id
    left join refused_again as r on r.batch_id = e.batch_id and r.line = e.line
    where v.natural_key is null or (v.newest.batch_id = e.batch_id and v.newest.line = e.line)
),
reported as (
    select
        k.person_id,
        a.item_id,
        n.system_id,
        k.org_unit_id,
        n.batch_id,
        n.line,
        coalesce(n.enrolled_at, n.started_at, n.last_activity_at, n.completed_at, n.closed_at) as anchored_at,
        n.started_at,
        case
            when n.status = 'failed' then null
            when n.completed_at is not null then n.completed_at
            when n.status = 'completed' then coalesce(n.last_activity_at, n.closed_at)
        end as completed_at,
        case
            when n.status in ('withdrawn', 'failed', 'expired')
                then coalesce(n.closed_at, n.completed_at, n.last_activity_at, n.started_at, n.enrolled_at)
            when n.vanished_on is not null and n.completed_at is null
                then greatest(coalesce(v.starts_at, n.vanished_on::timestamp), n.enrolled_at)
        end as closed_at,
        n.progress::float as progress,
        n.seconds,
        n.last_activity_at,
        effort_of(n.seconds, n.time_basis, false) as effort,
        false as is_tested_out,
        coalesce(n.is_date_only, false) as is_date_only,
        'no'::enum ('no', 'alone', 'part') as told,
        coalesce(n.status = 'waived', false) as is_waived,
        coalesce(n.status = 'completed', false)
        and coalesce(n.completed_at, n.last_activity_at, n.closed_at) is null as is_undated,
        n.is_untold,
        n.is_required_later,
        evidence_of(
            enum_code(case when not n.is_method then n.origin end),
            enum_code(case when n.is_method then n.origin end),
            enum_code(case when n.enrolled_by is not null then coalesce(r.origin, 'admin'::origin) end),
            enum_code(n.obligation),
            n.due_at is not null,
            n.due_at is null and n.is_date_only is distinct from true
            and n.started_at <= n.enrolled_at + to_minutes((select minutes from initiation_rule where rule = 'R10'))
        ) as evidence,
    from newest as n
    join identity_key as k on k.identity_id = n.identity_id
    join item_of_alias as a on a.alias_id = n.alias_id
    left join day_start as v on v.day = n.vanished_on
    left join enroller as w on w.enrolled_by = n.enrolled_by
    left join enroller_relation as r
        on r.enroller_id = w.enroller_id and r.person_id = k.person_id
        and n.enrolled_at >= r.from_at and n.enrolled_at < r.to_at
),
told as (
    select
        t.person_id,
        t.item_id,
        t.system_id,
        t.org_unit_id,
        t.batch_id,
        t.line,
        t.anchored_at,
        t.started_at,
        t.completed_at,
        case when t.completed_at is null then t.closed_at end as closed_at,
        t.progress::float as progress,
        t.seconds,
        t.last_activity_at,
        effort_of(t.seconds, null, true) as effort,
        t.is_tested_out,
        false as is_date_only,
        if(t.is_part, 'part', 'alone')::enum ('no', 'alone', 'part') as told,
        t.is_waived,
        false as is_undated,
        not b.is_told as is_untold,
        false as is_required_later,
        evidence_of(
            case when t.origin_rule in ('R7', 'S2') then null else t.origin end,
            case when t.origin_rule in ('R7', 'S2') then t.origin end,
            enum_code(case when t.enrolled_by is not null then coalesce(r.origin, 'admin'::origin) end),
            t.obligation,
            t.has_due,
            not t.has_due and t.is_enrolled
            and t.started_at <= t.anchored_at + to_minutes((select minutes from initiation_rule where rule = 'R10'))
        ) as evidence,
    from event_enrolment as t
    join learning_batch as b on b.batch_id = t.batch_id
    left join enroller as w on w.enrolled_by = t.enrolled_by
    left join enroller_relation as r
        on r.enroller_id = w.enroller_id and r.person_id = t.person_id
        and t.anchored_at >= r.from_at and t.anchored_at < r.to_at
)
select * from reported where anchored_at is not null
union all
select * from told
