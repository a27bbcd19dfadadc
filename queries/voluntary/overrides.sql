-- One row per ruling by hand that holds, the newest first, with the item's title today.
select
    o.override_id,
    o.item_key,
    m.name as item,
    o.person_key is not null as is_for_person,
    o.audience_kind,
    o.audience,
    o.valid_from::varchar as valid_from,
    o.valid_to::varchar as valid_to,
    o.origin::varchar as origin,
    o.obligation::varchar as obligation,
    o.note,
from initiation_override as o
left join item_reference as r on r.reference = o.item_key
left join item_member as m on m.system = r.system and m.item_key = r.item_key
order by o.override_id desc
