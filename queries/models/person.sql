-- One row per person: the unit stated last, in the job history or else on an identity; asked_org_unit_id leaves out what only
-- the answers to a survey state, because whoever stays silent states nothing.
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
)
select
    s.person_id,
    coalesce(
        arg_max(u.org_unit_id, (s.weight, coalesce(s.data_to, date '0001-01-01'), s.org_unit)), 0
    )::smallint as org_unit_id,
    coalesce(
        arg_max(u.org_unit_id, (s.weight, coalesce(s.data_to, date '0001-01-01'), s.org_unit)) filter (not s.is_answer), 0
    )::smallint as asked_org_unit_id,
from stated as s
left join org_unit as u on u.name = s.org_unit
group by all
