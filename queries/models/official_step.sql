-- One row per step of a version of an official path, [valid_from, valid_to). The newest imported list of paths is the list. A
-- step that names an item by its code, or else its title, means the item of the stated system, or of every system where none is
-- stated; an item that no other file names has a number below zero, the same in all paths.
-- Key: path_code, path_title, version, item_id, step, valid_from, valid_to
-- References: item where item_id > 0
-- None without: official_path_step
with listed as materialized (
    select *, row_number() over () as place,
    from official_path_step
    where batch_id = (select max(batch_id) from official_path_step)
),
known as (
    select distinct l.place, i.item_id
    from listed as l
    join alias_key as k
        on (l.item_system is null or lower(trim(k.system)) = lower(trim(l.item_system)))
        and case
            when nullif(trim(l.item_code), '') is not null then k.code_key = lower(trim(l.item_code))
            else k.title_key = lower(trim(l.item_title))
        end
    join item_of_alias as i on i.alias_id = k.alias_id
),
unknown as (
    select
        l.place,
        -(dense_rank() over (
            order by
                lower(trim(coalesce(l.item_system, ''))),
                nullif(trim(l.item_code), '') is null,
                lower(trim(coalesce(nullif(trim(l.item_code), ''), l.item_title)))
        ))::integer as item_id,
    from listed as l
    anti join known as k on k.place = l.place
    where coalesce(nullif(trim(l.item_code), ''), nullif(trim(l.item_title), '')) is not null
)
select distinct
    l.path_code,
    l.path_title,
    coalesce(l.version, '') as version,
    n.item_id,
    l.step,
    coalesce(l.valid_from, date '0001-01-01') as valid_from,
    coalesce(l.valid_to + 1, date '9999-12-31') as valid_to,
from listed as l
join (from known union all from unknown) as n on n.place = l.place
