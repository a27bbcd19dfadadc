-- One row per alias: the item that it names.
-- Key: alias_id
-- References: item_alias; item
-- None without: alias_key
select
    a.alias_id,
    m.item_id,
from alias_key as a
join item_member as m on m.system = a.system and m.item_key = a.item_key
