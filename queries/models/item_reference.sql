-- One row per text by which a decision or a catalogue names an item: "system|code x" or "system|title x".
-- A title keeps its meaning when a later file gives the item a code.
-- Key: reference
-- References: item_member as system, item_key
-- None without: alias_key
select concat(system, '|', item_key) as reference, system, item_key,
from alias_key
group by all
union
select concat(system, '|title ', title_key) as reference, system, min(item_key) as item_key,
from alias_key
where title_key is not null
    and concat('title ', title_key) not in (select k.item_key from alias_key as k where k.system = alias_key.system)
group by system, title_key
having count(distinct item_key) = 1
