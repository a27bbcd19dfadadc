-- One row per person and unit in which learning counts though no post of that day tells of the unit: of people without any post
-- where no file states it of them, of others before their first post where it is not the first known one.
-- Looks through: episode
-- About: people
with placed as (
    select person_id, org_unit_id, min(anchored_on) as first_on, count(*) as episodes,
    from episode
    group by all
),
posted as (
    select
        person_id,
        min(from_on) as from_on,
        arg_min(org_unit_id, from_on) filter (org_unit_id > 0) as org_unit_id,
    from unit_spell
    group by all
),
stated as (
    select distinct p.person_id, u.org_unit_id,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
    join org_unit as u on u.name = trim(i.org_unit)
)
select e.person_id, e.org_unit_id, e.first_on, e.episodes,
from placed as e
left join posted as p on p.person_id = e.person_id
where (p.person_id is null or e.first_on < p.from_on)
    and e.org_unit_id is distinct from p.org_unit_id
    and (p.org_unit_id is not null or not (
        exists (select 1 from stated as s where s.person_id = e.person_id and s.org_unit_id = e.org_unit_id)
        or (e.org_unit_id = 0 and not exists (select 1 from stated as s where s.person_id = e.person_id))
    ))
