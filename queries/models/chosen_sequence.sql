-- One row per person and item that the person chose, at the day of its first activity (else enrolment): METRICS.md B0.
-- position counts a person's items by day, those of one day by item; what is_tied has no known order.
-- Of a person with more than 100 items in a year the newest 100 of that year stay (is_truncated marks the person).
with chosen as (
    select
        person_id,
        item_id,
        org_unit_id,
        coalesce(started_on, anchored_on) as begun_on,
    from episode
    where class = 'self_initiated' and is_meaningful and standing in ('in', 'undated')
),
first_taken as (
    select
        person_id,
        item_id,
        min(begun_on) as begun_on,
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
    k.begun_on = lag(k.begun_on) over by_person
    or k.begun_on is not distinct from lead(k.begun_on) over by_person as is_tied,
    k.is_truncated,
    k.begun_on,
from kept as k
left join unit_spell as u
    on u.person_id = k.person_id and k.begun_on >= u.from_on and k.begun_on < u.to_on
window by_person as (partition by k.person_id order by k.begun_on, k.item_id)
