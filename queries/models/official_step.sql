-- One row per step of a version of an official path, [valid_from, valid_to), for items that are known. The newest
-- imported list of paths is the list. A step that names an item by its code, or else its title, means the item of the
-- stated system, or of every system where none is stated.
-- Key: path_code, path_title, version, item_id, step, valid_from, valid_to
-- References: item
-- None without: official_path_step
with listed as (
    select *
    from official_path_step
    where batch_id = (select max(batch_id) from official_path_step)
)
select distinct
    l.path_code,
    l.path_title,
    coalesce(l.version, '') as version,
    i.item_id,
    l.step,
    coalesce(l.valid_from, date '0001-01-01') as valid_from,
    coalesce(l.valid_to + 1, date '9999-12-31') as valid_to,
from listed as l
join alias_key as k
    on (l.item_system is null or lower(trim(k.system)) = lower(trim(l.item_system)))
    and case
        when nullif(trim(l.item_code), '') is not null then k.code_key = lower(trim(l.item_code))
        else k.title_key = lower(trim(l.item_title))
    end
join item_of_alias as i on i.alias_id = k.alias_id
