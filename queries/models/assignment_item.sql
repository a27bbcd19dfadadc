-- One row per assignment of the analyst's lists and reports, and item that it gives to the person: the item that it names, and
-- the steps of the official path that it names (is_step), of the version valid on that day, or of all where it has none.
-- Key: batch_id, line, item_id, is_step
-- References: batch; identity_person; item where item_id > 0
with standing as (
    select
        a.batch_id,
        a.line,
        p.person_id,
        a.alias_id,
        lower(trim(a.path_code)) as path_code,
        a.assigned_at,
        local_date(a.assigned_at, d.first_on, d.turns_at, d.next_on) as assigned_on,
        coalesce(a.assignor, 'admin'::origin) as origin,
        a.obligation,
    from assignment as a
    join identity_person as p on p.identity_id = a.identity_id
    left join local_day as d on d.utc_on = a.assigned_at::date
)
select s.batch_id, s.line, s.person_id, i.item_id, false as is_step, s.assigned_at, s.assigned_on, s.origin, s.obligation,
from standing as s
join item_of_alias as i on i.alias_id = s.alias_id
union all
select distinct s.batch_id, s.line, s.person_id, o.item_id, true as is_step, s.assigned_at, s.assigned_on, s.origin, s.obligation,
from standing as s
join official_step as o
    on lower(trim(o.path_code)) = s.path_code
    and (s.assigned_on is null or (o.valid_from <= s.assigned_on and o.valid_to > s.assigned_on))
