-- One row per line of the newest mandatory list of a source, or of the newest list of official paths, that names an item by a
-- code that is known and that binds nobody to it from the day on that it states, or is no step of its path, known or not.
-- Looks through: mandatory_item, official_path_step
-- About: learning
select m.batch_id, m.line, 'mandate' as missing_in,
from mandatory_item as m
join item_member as i
    on i.code = lower(trim(m.item_code))
    and (m.system is null or m.system = i.system or m.system not in (select system from learning_system))
anti join mandate as d
    on d.item_id = i.item_id
    and d.from_on = coalesce(m.valid_from, date '0001-01-01')
    and case m.audience_kind
        when 'all' then d.org_unit_id is null and d.job_code is null
        when 'role' then d.job_code = lower(trim(coalesce(m.audience, '')))
        else d.org_unit_id is not null
    end
where coalesce(m.valid_to >= m.valid_from, true)
    and m.batch_id in (
        select max(l.batch_id)
        from mandatory_item as l
        join batch as b on b.batch_id = l.batch_id
        group by b.source_id
    )
union all
select s.batch_id, s.line, 'official_step' as missing_in,
from official_path_step as s
join alias_key as k
    on k.code_key = lower(trim(s.item_code)) and (s.item_system is null or lower(trim(k.system)) = lower(trim(s.item_system)))
join item_of_alias as i on i.alias_id = k.alias_id
anti join official_step as o
    on o.item_id = i.item_id
    and o.path_code is not distinct from s.path_code
    and o.version = coalesce(s.version, '')
    and o.step is not distinct from s.step
where s.batch_id = (select max(batch_id) from official_path_step)
union all
select s.batch_id, s.line, 'official_step' as missing_in,
from official_path_step as s
anti join official_step as o
    on o.path_code is not distinct from s.path_code
    and o.version = coalesce(s.version, '')
    and o.step is not distinct from s.step
where s.batch_id = (select max(batch_id) from official_path_step)
    and coalesce(nullif(trim(s.item_code), ''), nullif(trim(s.item_title), '')) is not null
