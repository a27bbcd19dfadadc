-- One row per item whose completion gives a credential, as the newest catalogue that names the item says.
-- Key: item_id
-- References: item
-- None without: item_of_alias
select distinct i.item_id,
from item_alias as a
join item_of_alias as i on i.alias_id = a.alias_id
join alias_key as k on k.alias_id = a.alias_id
where trim(a.credential) <> '' and not k.is_superseded
