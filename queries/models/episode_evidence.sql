-- One row per episode before judgement: its days in the organisation's calendar, its unit, and all evidence on initiation.
-- Who enrols before the first day of employment is gone, too, on the day on which that employment ends.
-- Passing: only other models read it.
-- None without: enrolment_record or chained_enrolment
with enrolled as (
    select r.*,
    from enrolment_record as r
    anti join repeated_pair as p on p.person_id = r.person_id and p.item_id = r.item_id
    union all
    select *,
    from chained_enrolment
),
dated as (
    select
        e.*,
        local_date(e.anchored_at, a.first_on, a.turns_at, a.next_on) as anchored_on,
        case
            when e.anchored_at >= a.turns_at then a.next_month
            else coalesce(a.first_month, month_number(e.anchored_at::date))
        end as anchored_month,
        local_date(e.started_at, s.first_on, s.turns_at, s.next_on) as started_on,
        local_date(e.completed_at, c.first_on, c.turns_at, c.next_on) as completed_on,
        local_date(e.closed_at, x.first_on, x.turns_at, x.next_on) as closed_on,
        local_date(e.last_activity_at, l.first_on, l.turns_at, l.next_on) as last_activity_on,
    from enrolled as e
    left join local_day as a on a.utc_on = e.anchored_at::date
    left join local_day as s on s.utc_on = e.started_at::date
    left join local_day as c on c.utc_on = e.completed_at::date
    left join local_day as x on x.utc_on = e.closed_at::date
    left join local_day as l on l.utc_on = e.last_activity_at::date
),
first_leaving as (
    select person_id, min(to_on) as left_on
    from employment_spell
    where to_on < date '9999-12-31'
    group by person_id
),
placed as (
    select
        d.* exclude (org_unit_id),
        coalesce(u.org_unit_id, case when o.is_before_history then o.org_unit_id end, d.org_unit_id) as org_unit_id,
        coalesce(u.job_family_id, 0)::smallint as job_family_id,
        coalesce(u.location_id, 0)::smallint as location_id,
        coalesce(u.grade_id, 0)::smallint as grade_id,
        u.job_code,
        case
            when w.person_id is null and d.anchored_on < l.left_on then l.left_on
            when w.to_on < date '9999-12-31' then w.to_on
        end as left_on,
        w.person_id is null and coalesce(d.anchored_on >= l.left_on, false) as is_after_leaving,
    from dated as d
    left join unit_spell as u
        on u.person_id = d.person_id and d.anchored_on >= u.from_on and d.anchored_on < u.to_on
    left join employment_spell as w
        on w.person_id = d.person_id and d.anchored_on >= w.from_on and d.anchored_on < w.to_on
    left join person as o on o.person_id = d.person_id
    left join first_leaving as l on l.person_id = d.person_id
)
select
    p.person_id,
    p.item_id,
    p.system_id,
    p.org_unit_id,
    p.job_family_id,
    p.location_id,
    p.grade_id,
    p.batch_id,
    p.line,
    p.anchored_on,
    p.anchored_month,
    p.started_on,
    coalesce(p.started_at, p.anchored_at) as begun_at,
    p.completed_on,
    p.closed_on,
    p.last_activity_on,
    p.left_on,
    p.progress,
    p.seconds,
    p.effort,
    p.is_tested_out,
    p.is_waived,
    p.is_after_leaving,
    p.is_undated,
    p.is_required_later or l.item_id is not null as is_required_later,
    p.evidence
    | coalesce(v.evidence, 0)
    | (coalesce(
        case
            when a.obligation_bits is null and j.obligation_bits is null then u.obligation_bits
            else least(a.obligation_bits, u.obligation_bits, j.obligation_bits)
        end, 0
    ) << 14) as evidence,
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
left join later_mandate as l
    on l.item_id = p.item_id and l.org_unit_id = p.org_unit_id and l.from_on > p.anchored_on
