-- One row per person and stretch in one unit, from the job history, half-open [from_on, to_on).
with step as (
    select
        p.person_id,
        j.effective_on as from_on,
        arg_max(u.org_unit_id, (j.batch_id, j.line)) as org_unit_id,
        arg_max(lower(trim(j.job_code)), (j.batch_id, j.line)) as job_code,
        arg_max(j.manager_identity_id, (j.batch_id, j.line)) as manager_identity_id,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    left join org_unit as u on u.name = trim(j.org_unit)
    where j.effective_on is not null
    group by all
)
select
    s.person_id,
    coalesce(s.org_unit_id, 0)::smallint as org_unit_id,
    s.job_code,
    m.person_id as manager_id,
    s.from_on,
    lead(s.from_on, 1, date '9999-12-31') over (partition by s.person_id order by s.from_on) as to_on,
from step as s
left join identity_person as m on m.identity_id = s.manager_identity_id
