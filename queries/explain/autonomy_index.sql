-- One row per quarter and part of the profile: whether the part counts for the index, and why. METRICS.md H. It tells of the
-- house and of nobody.
with known as (
    select period_no, part, count(*) filter (y > 0) as persons
    from autonomy_part($from::date, $to::date, $as_of::date)
    group by all
),
listed as (
    select
        q.period_no,
        p.part,
        k.persons,
        count(k.persons) over (partition by q.period_no) as parts,
    from passed_period('quarter', $from::date, $to::date, $as_of::date) as q
    cross join (values (1), (2), (3), (4), (5)) as p (part)
    left join known as k on k.period_no = q.period_no and k.part = p.part
)
select
    null::integer as person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when persons is not null and parts < 5 then 'other_part_missing'
        when persons < 50 then 'few_people'
        when persons is not null then 'part'
        when part = 3 and period_no in (select period_no from unripe_quarter($as_of::date)) then 'not_matured'
        when part = 5 then 'no_wave'
        else 'no_data'
    end as reason,
from listed
