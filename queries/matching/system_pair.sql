-- One row per two systems that name people: how many each names, and how many are named by both.
with known as (
    select distinct i.system, p.person_id,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
),
size as (
    select system, count(*) as persons
    from known
    group by all
),
met as (
    select x.system as left_system, y.system as right_system, count(*) as persons,
    from known as x
    join known as y on y.person_id = x.person_id and y.system > x.system
    group by all
)
select
    a.system as left_system,
    b.system as right_system,
    a.persons::integer as left_persons,
    b.persons::integer as right_persons,
    coalesce(m.persons, 0)::integer as both_persons,
    coalesce(m.persons, 0)::double / least(a.persons, b.persons) as matched_share,
from size as a
join size as b on b.system > a.system
left join met as m on m.left_system = a.system and m.right_system = b.system
order by left_system, right_system
