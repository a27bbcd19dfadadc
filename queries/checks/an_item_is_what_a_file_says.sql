-- One row per item whose length, length band, horizon or number of members no file gives, and per topic, role and credential of
-- the newest catalogue that its item lacks, or that an item has without it.
-- Looks through: item_alias, item, item_topic, item_role, item_credential
-- About: learning
with stated as (
    select i.item_id, a.nominal_minutes, a.validity_months, a.topics, a.target_roles, a.credential, k.is_superseded
    from item_alias as a
    join item_of_alias as i on i.alias_id = a.alias_id
    join alias_key as k on k.alias_id = a.alias_id
),
listed as (
    select item_id, 'topic' as kind, lower(trim(unnest(string_split(topics, ';')))) as what
    from stated
    where topics is not null and not is_superseded
    union
    select item_id, 'role' as kind, lower(trim(unnest(string_split(target_roles, ';')))) as what
    from stated
    where target_roles is not null and not is_superseded
    union
    select item_id, 'credential' as kind, 'any' as what
    from stated
    where trim(credential) <> '' and not is_superseded
),
held as (
    select item_id, 'topic' as kind, lower(topic) as what from item_topic
    union
    select item_id, 'role' as kind, role as what from item_role
    union all
    select item_id, 'credential' as kind, 'any' as what from item_credential
)
select t.item_id, 'length' as kind, t.nominal_minutes::varchar as what
from item as t
left join (select item_id, list(distinct nominal_minutes) as minutes, list(distinct validity_months) as months from stated group by all) as s
    on s.item_id = t.item_id
left join (select item_id, count(*) as members from item_member group by all) as m on m.item_id = t.item_id
where t.members is distinct from m.members
    or (t.nominal_minutes is not null and not coalesce(list_contains(s.minutes, t.nominal_minutes), false))
    or (t.validity_months is not null and not coalesce(list_contains(s.months, t.validity_months), false))
    or t.length_band_id <> case
        when t.nominal_minutes is null then 0
        when t.nominal_minutes <= 30 then 1
        when t.nominal_minutes <= 120 then 2
        when t.nominal_minutes <= 480 then 3
        when t.nominal_minutes < 1200 then 4
        else 5
    end
    or t.horizon_days <> case when t.length_band_id = 1 then 30 when t.length_band_id = 5 then 180 else 90 end
union all
select coalesce(l.item_id, h.item_id) as item_id, coalesce(l.kind, h.kind) as kind, coalesce(l.what, h.what) as what
from (from listed where what <> '') as l
full join held as h on h.item_id = l.item_id and h.kind = l.kind and h.what = l.what
where l.item_id is null or h.item_id is null
