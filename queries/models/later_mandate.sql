-- One row per item and audience (a unit, or a role) that a mandatory list binds at some time: when that last begins.
-- Passing: only other models read it.
-- None without: mandate
select
    m.item_id,
    u.org_unit_id,
    m.job_code,
    max(m.from_on) as from_on,
from mandate as m
left join org_unit as u on m.job_code is null and u.org_unit_id = coalesce(m.org_unit_id, u.org_unit_id)
where m.obligation_bits <= 2
group by all
