-- One row per item and audience (a unit, or a role) that a mandatory list binds at some time: when that last begins.
-- Passing: only other models read it.
-- None without: mandate
with bound as (
    select item_id, org_unit_id, job_code, from_on,
    from mandate
    where obligation_bits <= 2
),
reached as (
    select item_id, null as org_unit_id, job_code, from_on,
    from bound
    where job_code is not null
    union all
    select item_id, org_unit_id, job_code, from_on,
    from bound
    where job_code is null and org_unit_id is not null
    union all
    select b.item_id, u.org_unit_id, b.job_code, b.from_on,
    from bound as b
    cross join org_unit as u
    where b.job_code is null and b.org_unit_id is null
)
select item_id, org_unit_id, job_code, max(from_on) as from_on,
from reached
group by all
