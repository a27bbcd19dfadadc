-- One row per item and the department that it is at home in (METRICS.md B7): that of the owner that the newest catalogue
-- names, if anybody in it learns; else the one with the highest location quotient among those to whom others gave the item,
-- from 1.5 and five people on. General items have no row: those without either, and those of an owner that serves everybody
-- (setting silo.general_owners, names with semicolons between them).
-- Key: item_id
-- References: item; department as department
-- None without: item_of_alias
with general as (
    select lower(trim(unnest(string_split(value, ';')))) as owner
    from setting
    where name = 'silo.general_owners'
),
learner_department as (
    select distinct d.department
    from org_unit as u
    join department as d on d.unit = u.name
    where u.org_unit_id > 0
),
owned as (
    select
        i.item_id,
        arg_max(trim(a.owner_unit), (a.batch_id, a.alias_id)) as owner,
    from item_alias as a
    join item_of_alias as i on i.alias_id = a.alias_id
    join alias_key as k on k.alias_id = a.alias_id
    where trim(a.owner_unit) <> '' and not k.is_superseded
    group by all
),
housed as (
    select o.item_id, d.department
    from owned as o
    join department as d on d.unit = o.owner
    join learner_department as l on l.department = d.department
    where lower(o.owner) not in (select owner from general)
),
placed as (
    select
        u.org_unit_id,
        d.department,
        min(u.org_unit_id) over (partition by d.department) as department_no,
    from org_unit as u
    join department as d on d.unit = u.name
    where u.org_unit_id > 0
),
given as (
    select e.item_id, e.person_id, p.department_no,
    from episode as e
    join placed as p on p.org_unit_id = e.org_unit_id
    where e.class in ('assigned_required', 'assigned_other') and is_standing(e.standing)
),
-- Only of those who took an item several times the person has to be looked for.
taken as (
    select g.item_id, g.department_no, count(*) as people,
    from given as g
    anti join repeated_pair as r on r.person_id = g.person_id and r.item_id = g.item_id
    group by all
    union all
    select g.item_id, g.department_no, count(distinct g.person_id) as people,
    from given as g
    semi join repeated_pair as r on r.person_id = g.person_id and r.item_id = g.item_id
    group by all
),
counted as (
    select s.item_id, any_value(p.department) as department, sum(s.people)::bigint as people,
    from taken as s
    join placed as p on p.org_unit_id = s.department_no
    group by s.item_id, s.department_no
),
quotient as (
    select
        item_id,
        department,
        people,
        people / sum(people) over (partition by item_id)
        / (sum(people) over (partition by department) / (select sum(people) from counted)) as quotient,
    from counted
),
favoured as (
    select
        q.item_id,
        arg_max(q.department, (q.quotient, q.people, q.department)) as department,
    from quotient as q
    left join owned as o on o.item_id = q.item_id
    where q.quotient >= 1.5 and q.people >= 5
        and q.item_id not in (select item_id from housed)
        and coalesce(lower(o.owner) not in (select owner from general), true)
    group by q.item_id
)
select item_id, department, true as is_owned,
from housed
union all
select item_id, department, false as is_owned,
from favoured
