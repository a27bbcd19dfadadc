-- One row per enrolment that came with many others of its unit within minutes (R9), among those without better evidence.
-- Date-only rows never count: they all carry the same hour.
-- Passing: only other models read it.
with rule as (
    select minutes, people, share, to_minutes(minutes) as width,
    from initiation_rule
    where rule = 'R9'
),
undecided as (
    select batch_id, line, person_id, item_id, org_unit_id, anchored_at,
    from enrolment_record
    where evidence & 511 = 0 and not evidence_flag(evidence, 12) and not is_date_only
),
crowd as (
    select item_id, org_unit_id, slot,
    from (
        select
            item_id,
            org_unit_id,
            unnest([slot - 1, slot, slot + 1]) as slot,
            enrolments,
        from (
            select
                u.item_id,
                u.org_unit_id,
                epoch(u.anchored_at)::bigint // (r.minutes * 60) as slot,
                count(*) as enrolments,
            from undecided as u
            cross join rule as r
            group by all
        )
    )
    group by all
    having sum(enrolments) >= (select people from rule)
),
unit_size as (
    select latest_org_unit_id as org_unit_id, count(*) as persons,
    from person
    group by all
),
counted as (
    select
        u.*,
        r.width,
        count(distinct u.person_id) over (
            partition by u.item_id, u.org_unit_id order by u.anchored_at
            range between current row and r.width following
        ) >= greatest(r.people, r.share * s.persons) as opens_crowd,
    from undecided as u
    cross join rule as r
    join crowd as c
        on c.item_id = u.item_id and c.org_unit_id = u.org_unit_id
        and c.slot = epoch(u.anchored_at)::bigint // (r.minutes * 60)
    left join unit_size as s on s.org_unit_id = u.org_unit_id
),
reached as (
    select
        *,
        max(case when opens_crowd then anchored_at end) over (
            partition by item_id, org_unit_id order by anchored_at
            range between unbounded preceding and current row
        ) as last_crowd_at,
    from counted
)
select batch_id, line,
from reached
where anchored_at <= last_crowd_at + width
