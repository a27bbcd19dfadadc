-- One row per enrolment that came with many others of its unit within minutes (R9), among those without better evidence: so many
-- people, and such a share of the people of the unit. The unit is the one of that day (ruling 0b.18), as an episode has it; its
-- people are all whom files place there on that day, without those who are known to be gone or not yet there. Whose unit no file
-- states are a unit of their own.
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
    select item_id, slot,
    from (
        select
            item_id,
            unnest([slot - 1, slot, slot + 1]) as slot,
            enrolments,
        from (
            select
                u.item_id,
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
near as (
    select
        u.*,
        r.width,
        r.people,
        local_date(u.anchored_at, d.first_on, d.turns_at, d.next_on) as anchored_on,
    from undecided as u
    cross join rule as r
    join crowd as c
        on c.item_id = u.item_id and c.slot = epoch(u.anchored_at)::bigint // (r.minutes * 60)
    left join local_day as d on d.utc_on = u.anchored_at::date
),
counted as materialized (
    select
        n.* exclude (org_unit_id),
        coalesce(u.org_unit_id, case when o.is_before_history then o.org_unit_id end, n.org_unit_id) as org_unit_id,
        count(distinct n.person_id) over (
            partition by n.item_id, coalesce(u.org_unit_id, case when o.is_before_history then o.org_unit_id end, n.org_unit_id)
            order by n.anchored_at
            range between current row and n.width following
        ) as persons,
    from near as n
    left join person as o on o.person_id = n.person_id
    left join unit_spell as u
        on u.person_id = n.person_id and n.anchored_on >= u.from_on and n.anchored_on < u.to_on
),
unit_day as materialized (
    select distinct org_unit_id, anchored_on as day
    from counted
    where persons >= people
),
found_there as (
    select d.org_unit_id, d.day, u.person_id
    from unit_day as d
    join unit_spell as u on u.org_unit_id = d.org_unit_id and u.from_on <= d.day and u.to_on > d.day
    union all
    select d.org_unit_id, d.day, p.person_id
    from unit_day as d
    join person as p on p.org_unit_id = d.org_unit_id
    anti join unit_spell as u on u.person_id = p.person_id and u.from_on <= d.day and u.to_on > d.day
),
unit_size as (
    select f.org_unit_id, f.day, count(*) as persons,
    from found_there as f
    where f.person_id not in (select person_id from employment_spell)
        or exists (
            from employment_spell as w where w.person_id = f.person_id and w.from_on <= f.day and w.to_on > f.day
        )
    group by all
),
reached as (
    select
        c.*,
        max(case when c.persons >= greatest(c.people, round((select share from rule) * s.persons, 9)) then c.anchored_at end) over (
            partition by c.item_id, c.org_unit_id order by c.anchored_at
            range between unbounded preceding and current row
        ) as last_crowd_at,
    from counted as c
    left join unit_size as s on s.org_unit_id = c.org_unit_id and s.day = c.anchored_on
)
select batch_id, line,
from reached
where anchored_at <= last_crowd_at + width
