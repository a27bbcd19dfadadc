-- One row per item and unit that a mandatory list binds at some time: when that last begins.
-- Passing: only other models read it.
select
    m.item_id,
    u.org_unit_id,
    max(m.from_on) as from_on,
from mandate as m
join org_unit as u on u.org_unit_id = coalesce(m.org_unit_id, u.org_unit_id)
where m.job_code is null and m.obligation_bits <= 2
group by all
