-- One row per person, with the unit for days on which the job history has none: of whom it knows, the first that it knows, which
-- is nearest to the days before it (is_before_history); of others the one that an identity stated last. latest_org_unit_id is the
-- unit stated last by either; asked_org_unit_id leaves out what only the answers to a survey state, because whoever stays silent
-- states nothing.
-- Key: person_id
-- References: identity_person; org_unit
with stated as (
    select
        p.person_id,
        trim(i.org_unit) as org_unit,
        b.data_to,
        0 as weight,
        coalesce(i.batch_id in (select batch_id from survey_response), false) as is_answer,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
    left join batch as b on b.batch_id = i.batch_id
    union all
    select p.person_id, trim(j.org_unit) as org_unit, j.effective_on as data_to, 1 as weight, false as is_answer,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
),
latest as (
    select
        s.person_id,
        arg_max(u.org_unit_id, (s.weight, coalesce(s.data_to, date '0001-01-01'), s.org_unit)) as org_unit_id,
        arg_max(u.org_unit_id, (s.weight, coalesce(s.data_to, date '0001-01-01'), s.org_unit)) filter (not s.is_answer)
            as asked_org_unit_id,
    from stated as s
    left join org_unit as u on u.name = s.org_unit
    group by all
),
first_known as (
    select person_id, arg_min(org_unit_id, from_on) as org_unit_id,
    from unit_spell
    where org_unit_id > 0
    group by all
)
select
    l.person_id,
    coalesce(f.org_unit_id, l.org_unit_id, 0)::smallint as org_unit_id,
    coalesce(f.org_unit_id, l.asked_org_unit_id, 0)::smallint as asked_org_unit_id,
    coalesce(l.org_unit_id, 0)::smallint as latest_org_unit_id,
    f.person_id is not null as is_before_history,
from latest as l
left join first_known as f on f.person_id = l.person_id
