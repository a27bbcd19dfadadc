-- One row per stretch of employment that ends on a day which no file states and on which no other stretch begins, that is
-- numbered or timed otherwise for moves than for rates, and per exit of a kind that no file gives (METRICS.md C).
-- Looks through: employment_spell, service_spell, person_spell
-- About: people
with stated as (
    select p.person_id, e.left_on, lower(trim(e.leave_kind)) as leave_kind
    from employment as e
    join identity_person as p on p.identity_id = e.identity_id
    where e.left_on is not null
    union all
    select p.person_id, i.left_on, null as leave_kind
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
    where i.left_on is not null
)
select s.person_id, s.from_on, s.to_on, s.leave_kind as exit_kind
from employment_spell as s
where s.to_on < date '9999-12-31'
    and not exists (select 1 from stated as x where x.person_id = s.person_id and x.left_on = s.to_on)
    and not exists (select 1 from employment_spell as n where n.person_id = s.person_id and n.from_on = s.to_on)
union all
select s.person_id, s.from_on, s.to_on, s.exit_kind
from service_spell as s
left join employment_spell as e on e.person_id = s.person_id and e.from_on = s.from_on
where s.to_on is distinct from e.to_on
    or (s.exit_kind is null) <> (s.to_on = date '9999-12-31')
    or s.exit_kind not in ('voluntary', 'involuntary', 'other')
    or (s.exit_kind <> 'other' and not exists (
        select 1 from stated as x where x.person_id = s.person_id and x.leave_kind = s.exit_kind
    ))
    or (s.exit_kind = 'other' and coalesce(lower(trim(e.leave_kind)) in ('voluntary', 'involuntary'), false))
union all
select p.person_id, p.from_on, p.to_on, null as exit_kind
from person_spell as p
where not p.is_inferred
    and not exists (
        select 1 from employment_spell as e
        where e.person_id = p.person_id and e.from_on = p.from_on and e.to_on = p.to_on and not e.is_start_unknown
    )
union all
select e.person_id, e.from_on, e.to_on, e.leave_kind as exit_kind
from employment_spell as e
where not exists (select 1 from person_spell as p where p.person_id = e.person_id and p.to_on = e.to_on)
    and (e.person_id in (select person_id from personnel_person) or not exists (from personnel_person))
