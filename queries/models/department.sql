-- One row per unit that learners or owners of items are said to belong to, by name, and the department that it counts for:
-- the unit of the newest unit tree that stands right beneath the top above it, or the top itself where there are several.
-- A unit that no tree knows is its own.
-- Key: unit
-- References: department as department
with recursive tree as (
    select trim(org_unit) as unit, arg_max(nullif(trim(parent_unit), ''), (coalesce(valid_from, date '0001-01-01'), line)) as parent,
    from unit_tree
    where batch_id = (select max(batch_id) from unit_tree) and trim(org_unit) <> ''
    group by all
),
top as (
    select unit from tree where parent is null
    union
    select parent from tree where parent not in (select unit from tree)
),
beneath as (
    select t.unit, 1 as depth, t.unit as department,
    from tree as t
    where t.unit in (select unit from top)
    union
    select parent as unit, 1 as depth, parent as department,
    from tree
    where parent in (select unit from top)
    union all
    select
        t.unit,
        b.depth + 1 as depth,
        if(b.depth = 1 and (select count(*) from top) = 1, t.unit, b.department) as department,
    from beneath as b
    join tree as t on t.parent = b.unit
    where b.depth < 50
),
named as (
    select name as unit from org_unit where org_unit_id > 0
    union
    select trim(owner_unit) as unit from item_alias where trim(owner_unit) <> ''
    union
    select unit from beneath
)
select n.unit, coalesce(arg_min(b.department, b.depth), n.unit) as department,
from named as n
left join beneath as b on b.unit = n.unit
group by n.unit
