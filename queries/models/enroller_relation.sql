-- One row per enroller, learner and stretch of time in which the enroller is the learner or the learner's manager (R6):
-- [from_at, to_at) in UTC, because posts begin with a day of the organisation and enrolments have a moment.
-- Passing: only other models read it.
with key as (
    select identity_id, lower(trim(unnest([email, username, employee_number, account]))) as key,
    from identity
),
named as (
    select distinct e.enroller_id, p.person_id,
    from enroller as e
    join key as k on k.key = e.key
    join identity_person as p on p.identity_id = k.identity_id
),
managed as (
    select person_id, manager_id, from_on, to_on,
    from unit_spell
    where manager_id is not null
    union
    select p.person_id, m.person_id as manager_id, date '0001-01-01' as from_on, date '9999-12-31' as to_on,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
    join key as k on k.key = lower(trim(i.manager_key))
    join identity_person as m on m.identity_id = k.identity_id
    where p.person_id not in (select person_id from unit_spell where manager_id is not null)
)
select
    enroller_id,
    person_id,
    timestamp '0001-01-01' as from_at,
    timestamp '9999-12-31' as to_at,
    'self'::origin as origin,
from named
union all
select distinct
    n.enroller_id,
    m.person_id,
    coalesce(f.starts_at, m.from_on::timestamp) as from_at,
    coalesce(t.starts_at, m.to_on::timestamp) as to_at,
    'manager'::origin as origin,
from named as n
join managed as m on m.manager_id = n.person_id
left join day_start as f on f.day = m.from_on
left join day_start as t on t.day = m.to_on
where (n.enroller_id, m.person_id) not in (select (enroller_id, person_id) from named)
