-- One row per item at home in a department that no catalogue names as its owner's, or, of one without an owner, where fewer
-- than five people were given it, or not half as often again as others were given anything (METRICS.md B7).
-- Looks through: item_home
-- About: learning
with owner as (
    select distinct i.item_id, d.department
    from item_alias as a
    join item_of_alias as i on i.alias_id = a.alias_id
    join department as d on d.unit = trim(a.owner_unit)
),
given as (
    select item_id, org_unit_id, count(distinct person_id) as people, list(distinct person_id) as who,
    from episode
    where class in ('assigned_required', 'assigned_other') and is_standing(standing) and org_unit_id > 0
    group by all
),
placed as (
    select g.item_id, d.department, len(list_distinct(flatten(list(g.who)))) as people,
    from given as g
    join org_unit as u on u.org_unit_id = g.org_unit_id
    join department as d on d.unit = u.name
    group by all
),
of_item as (select item_id, sum(people) as people from placed group by all),
of_department as (select department, sum(people) as people from placed group by all)
select h.item_id, h.department, h.is_owned, p.people,
from item_home as h
left join owner as o on o.item_id = h.item_id and o.department = h.department
left join placed as p on p.item_id = h.item_id and p.department = h.department
left join of_item as i on i.item_id = h.item_id
left join of_department as d on d.department = h.department
where (h.is_owned and o.item_id is null)
    or (not h.is_owned and not coalesce(
        p.people >= 5 and p.people * (select sum(people) from placed) >= 1.4999 * i.people * d.people, false
    ))
