-- One row per alias: the item that it names.
select
    a.alias_id,
    i.item_id,
from alias_key as a
join item as i on i.system = a.system and i.item_key = a.item_key
