-- One row per alias: the key of its item, which is the code, or the title where no code is given.
-- A line of a catalogue is superseded by that of a newer catalogue about the same item.
-- A title without a code joins the one coded item of the same system that bears it.
-- Key: alias_id
-- References: item_alias; item_member as system, item_key
-- None without: item_alias
with named as (
    select
        a.alias_id,
        a.system,
        a.batch_id,
        b.data_to,
        a.title,
        a.nominal_minutes,
        lower(trim(nullif(a.code, ''))) as code_key,
        lower(trim(nullif(a.title, ''))) as title_key,
        a.format,
        a.is_external,
        a.version,
        a.equivalent_to,
        a.validity_months,
        if(b.source_id = 'catalogue', a.batch_id, null) as catalogue_id,
    from item_alias as a
    join batch as b on b.batch_id = a.batch_id
),
coded as (
    select
        system,
        title_key,
        min(code_key) as code_key,
    from named
    where code_key is not null and title_key is not null
    group by all
    having count(distinct code_key) = 1
)
select
    n.alias_id,
    n.system,
    case
        when coalesce(n.code_key, c.code_key) is not null then 'code ' || coalesce(n.code_key, c.code_key)
        else 'title ' || coalesce(n.title_key, '')
    end as item_key,
    n.code_key,
    n.title_key,
    n.title,
    n.format,
    n.nominal_minutes,
    n.is_external,
    n.version,
    n.equivalent_to,
    n.validity_months,
    n.data_to,
    coalesce(
        n.catalogue_id < max(n.catalogue_id) over (partition by n.system, coalesce('c' || n.code_key, 't' || n.title_key)),
        false
    ) as is_superseded,
from named as n
left join coded as c on c.system = n.system and c.title_key = case when n.code_key is null then n.title_key end
