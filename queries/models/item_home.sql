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
given as (
    select distinct e.item_id, e.person_id, d.department
    from episode as e
    join org_unit as u on u.org_unit_id = e.org_unit_id
    join department as d on d.unit = u.name
    where e.class in ('assigned_required', 'assigned_other') and is_standing(e.standing) and u.org_unit_id > 0
),
counted as (
    select item_id, department, count(*) as people
    from given
    group by all
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
