-- One row per person and item that the person chose, at the day of its first activity (else enrolment): METRICS.md B0.
-- position counts a person's items by day, those of one day by the time of day where the files tell it, else by item; of what
-- is_tied, nobody knows whether it came after the item before it. Files that tell days alone give all of a day one time.
-- Of a person with more than 100 items in a year the newest 100 of that year stay (is_truncated marks the person).
-- Key: person_id, position; person_id, item_id
-- References: identity_person; item; org_unit
-- None without: episode
with chosen as (
    select
        e.person_id,
        e.item_id,
        e.org_unit_id,
        coalesce(e.started_on, e.anchored_on) as begun_on,
        coalesce(c.started_at, r.started_at, r.anchored_at) as begun_at,
    from episode as e
    join enrolment_record as r on r.batch_id = e.batch_id and r.line = e.line
    left join chained_enrolment as c on c.batch_id = e.batch_id and c.line = e.line
    where e.class = 'self_initiated' and e.is_meaningful and is_taken(e.standing)
),
first_taken as (
    select
        person_id,
        item_id,
        min(begun_on) as begun_on,
        min(begun_at) as begun_at,
        arg_min(org_unit_id, (begun_on, org_unit_id)) as org_unit_id,
    from chosen
    group by all
),
eager as (
    select person_id,
    from first_taken
    group by all
    having count(*) > 100
),
newest as (
    select f.*, row_number() over (
            partition by f.person_id, year(f.begun_on) order by f.begun_on desc, f.item_id desc
        ) as place,
    from first_taken as f
    semi join eager as e on e.person_id = f.person_id
),
shortened as (
    select distinct person_id,
    from newest
    where place > 100
),
kept as (
    select f.*, false as is_truncated,
    from first_taken as f
    anti join eager as e on e.person_id = f.person_id
    union all
    select n.* exclude (place), s.person_id is not null as is_truncated,
    from newest as n
    left join shortened as s on s.person_id = n.person_id
    where n.place <= 100
)
select
    k.person_id,
    k.item_id,
    coalesce(u.org_unit_id, k.org_unit_id) as org_unit_id,
    (row_number() over by_person)::integer as position,
    coalesce(k.begun_on = lag(k.begun_on) over by_person and k.begun_at = lag(k.begun_at) over by_person, false) as is_tied,
    k.is_truncated,
    k.begun_on,
from kept as k
left join unit_spell as u
    on u.person_id = k.person_id and k.begun_on >= u.from_on and k.begun_on < u.to_on
window by_person as (partition by k.person_id order by k.begun_on, k.begun_at, k.item_id)
