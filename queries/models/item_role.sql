-- One row per item and job or job family for which the newest catalogue that names the item says it prepares, in lower case.
-- Key: item_id, role
-- References: item
-- None without: item_of_alias
with stated as (
    select
        i.item_id,
        lower(trim(unnest(string_split(a.target_roles, ';')))) as role,
    from item_alias as a
    join item_of_alias as i on i.alias_id = a.alias_id
    join alias_key as k on k.alias_id = a.alias_id
    where a.target_roles is not null and not k.is_superseded
)
select distinct item_id, role,
from stated
where role <> ''
