-- One row per item that a ruling can name, those with most episodes first.
select
    concat(m.system, '|', m.item_key) as reference,
    concat(m.name, ' (', concat_ws(' ', m.system, m.code), ')') as name,
from item_member as m
left join (select item_id, count(*) as episodes from episode group by all) as e on e.item_id = m.item_id
order by e.episodes desc nulls last, reference
limit 300
