-- One row per episode: person, item and attempt, from the first enrolment to its end, with its initiation class (A0).
-- It is named by the file and line of its first enrolment. Days are the organisation's calendar days.
-- initiator and duty hold the place of the rule that decided, times 8, plus the code of what it said (7 = nothing).
with place as (
    select
        (max(place) filter (rule = 'R1') * 8)::utinyint as r1,
        (max(place) filter (rule = 'R2') * 8)::utinyint as r2,
        (max(place) filter (rule = 'R3') * 8)::utinyint as r3,
        (max(place) filter (rule = 'R4') * 8)::utinyint as r4,
        (max(place) filter (rule = 'R6') * 8)::utinyint as r6,
        (max(place) filter (rule = 'R7') * 8)::utinyint as r7,
        (max(place) filter (rule = 'R8') * 8)::utinyint as r8,
        (max(place) filter (rule = 'R9') * 8)::utinyint as r9,
        (max(place) filter (rule = 'R10') * 8)::utinyint as r10,
        (max(place) filter (rule = 'R11') * 8)::utinyint as r11,
        max(to_minutes(minutes)) filter (rule = 'R10') as quick,
    from initiation_rule
),
enrolled as (
    select r.*,
    from enrolment_record as r
    anti join repeated_pair as p on p.person_id = r.person_id and p.item_id = r.item_id
    union all
    select c.*,
    from chained_enrolment as c
),
dated as (
    select
        e.*,
        local_date(e.anchored_at, a.first_on, a.turns_at, a.next_on) as anchored_on,
        local_date(e.started_at, s.first_on, s.turns_at, s.next_on) as started_on,
        local_date(e.completed_at, c.first_on, c.turns_at, c.next_on) as completed_on,
        local_date(e.closed_at, x.first_on, x.turns_at, x.next_on) as closed_on,
    from enrolled as e
    left join local_day as a on a.utc_on = e.anchored_at::date
    left join local_day as s on s.utc_on = e.started_at::date
    left join local_day as c on c.utc_on = e.completed_at::date
    left join local_day as x on x.utc_on = e.closed_at::date
),
placed as (
    select
        d.* exclude (org_unit_id),
        coalesce(u.org_unit_id, d.org_unit_id) as org_unit_id,
        u.job_code,
        i.length_band_id,
        i.horizon_days,
        case when w.to_on < date '9999-12-31' then w.to_on end as left_on,
    from dated as d
    join item as i on i.item_id = d.item_id
    left join unit_spell as u
        on u.person_id = d.person_id and d.anchored_on >= u.from_on and d.anchored_on < u.to_on
    left join employment_spell as w
        on w.person_id = d.person_id and d.anchored_on >= w.from_on and d.anchored_on < w.to_on
),
evident as (
    select
        p.*,
        v.override_origin,
        v.override_obligation,
        v.assigned_origin,
        v.assigned_obligation,
        coalesce(v.is_bulk, false) as is_bulk,
        coalesce(v.is_prompted, false) as is_prompted,
        least(a.obligation, u.obligation, j.obligation) as listed_obligation,
        l.item_id is not null as is_listed_later,
    from placed as p
    left join initiation_evidence as v on v.batch_id = p.batch_id and v.line = p.line
    left join mandate as a
        on a.item_id = p.item_id and a.org_unit_id is null and a.job_code is null
        and p.anchored_on >= a.from_on and p.anchored_on < a.to_on
    left join mandate as u
        on u.item_id = p.item_id and u.org_unit_id = p.org_unit_id
        and p.anchored_on >= u.from_on and p.anchored_on < u.to_on
    left join mandate as j
        on j.item_id = p.item_id and j.job_code = p.job_code
        and p.anchored_on >= j.from_on and p.anchored_on < j.to_on
    left join (
        select item_id, org_unit_id, max(from_on) as from_on,
        from mandate
        where job_code is null and obligation in ('mandatory', 'required')
        group by all
    ) as l
        on l.item_id = p.item_id and coalesce(l.org_unit_id, p.org_unit_id) = p.org_unit_id
        and l.from_on > p.anchored_on
),
told as (
    select
        e.*,
        least(
            t.r1 + enum_code(e.override_origin),
            t.r2 + enum_code(e.stated_origin),
            t.r3 + enum_code(e.assigned_origin),
            t.r6 + enum_code(e.enroller_origin),
            t.r7 + enum_code(e.method_origin)
        ) as told_origin,
        t.r8 + 2::utinyint as due_origin,
        case when e.is_bulk then t.r9 + 2::utinyint end as bulk_origin,
        case
            when not e.is_date_only and not e.has_due and not e.is_bulk
                and e.started_at <= e.anchored_at + t.quick then t.r10
        end as quick_origin,
        least(
            t.r1 + enum_code(e.override_obligation),
            t.r2 + enum_code(e.obligation),
            t.r3 + enum_code(e.assigned_obligation),
            t.r4 + enum_code(e.listed_obligation)
        ) as told_obligation,
        t.r8 + 1::utinyint as due_obligation,
        t.r11 + 7::utinyint as nothing,
        e.has_due and (told_origin is null or told_origin & 7 <> 0) as is_due_telling,
    from evident as e
    cross join place as t
),
decided as (
    select
        *,
        coalesce(
            least(told_origin, case when is_due_telling then due_origin end, bulk_origin, quick_origin), nothing
        ) as initiator,
        coalesce(
            least(told_obligation, case when is_due_telling then due_obligation end), nothing
        ) as duty,
    from told
)
select
    person_id,
    item_id,
    system_id,
    org_unit_id,
    length_band_id,
    (case
        when duty & 7 < 2 then 'assigned_required'
        when initiator & 7 = 0 and (is_prompted or duty & 7 = 2) then 'prompted'
        when initiator & 7 = 0 then 'self_initiated'
        when initiator & 7 < 4 then 'assigned_other'
        else 'unknown'
    end)::enum ('self_initiated', 'prompted', 'assigned_required', 'assigned_other', 'unknown') as class,
    initiator,
    duty,
    is_prompted,
    duty & 7 >= 2 and (is_required_later or is_listed_later) as became_required,
    (case
        when is_waived then 'waived'
        when is_undated then 'undated'
        when completed_on < anchored_on - 1 then 'backdated'
        else 'in'
    end)::enum ('in', 'waived', 'backdated', 'undated') as standing,
    (case
        when completed_on is not null and (left_on is null or completed_on < left_on) then 'completed'
        when closed_on is not null and (left_on is null or closed_on < left_on) then 'closed'
        when left_on is not null then 'left'
        else 'open'
    end)::enum ('completed', 'closed', 'left', 'open') as outcome,
    anchored_on,
    month_number(anchored_on) as anchored_month,
    started_on,
    case
        when completed_on is not null and (left_on is null or completed_on < left_on) then completed_on
        else least(closed_on, left_on)
    end as ended_on,
    horizon_days,
    coalesce(seconds >= 600, false) or coalesce(progress >= 0.5, false) or completed_on is not null as is_meaningful,
    batch_id,
    line,
from decided
