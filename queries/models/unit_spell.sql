-- One row per person and stretch in one post (unit, job, family, place, grade, manager), from the job history, [from_on, to_on).
-- Rows of one day follow their sequence, then the order of the files. A blank changes nothing: it carries on what was known.
-- unlisted_manager stands for a manager whom no file has as a person: a number made of the key that the job history gives.
-- Key: person_id, from_on
-- References: identity_person; org_unit; job_family; location; grade; identity_person as manager_id
-- None without: job_statement
with news as (
    select
        p.person_id,
        j.effective_on as from_on,
        arg_max(trim(j.org_unit), (coalesce(j.sequence, 0), j.batch_id, j.line)) as org_unit,
        arg_max(lower(trim(j.job_code)), (coalesce(j.sequence, 0), j.batch_id, j.line)) as job_code,
        arg_max(trim(j.job_family), (coalesce(j.sequence, 0), j.batch_id, j.line)) as job_family,
        arg_max(trim(j.location), (coalesce(j.sequence, 0), j.batch_id, j.line)) as location,
        arg_max(trim(j.grade), (coalesce(j.sequence, 0), j.batch_id, j.line)) as grade,
        arg_max(lower(trim(j.manager_key)), (coalesce(j.sequence, 0), j.batch_id, j.line)) as manager_key,
    from job_statement as j
    join identity_person as p on p.identity_id = j.identity_id
    where j.effective_on is not null
    group by all
),
step as (
    select
        person_id,
        from_on,
        last_value(org_unit ignore nulls) over so_far as org_unit,
        last_value(job_code ignore nulls) over so_far as job_code,
        last_value(job_family ignore nulls) over so_far as job_family,
        last_value(location ignore nulls) over so_far as location,
        last_value(grade ignore nulls) over so_far as grade,
        last_value(manager_key ignore nulls) over so_far as manager_key,
    from news
    window so_far as (partition by person_id order by from_on rows unbounded preceding)
)
select
    s.person_id,
    coalesce(u.org_unit_id, 0)::smallint as org_unit_id,
    coalesce(f.job_family_id, 0)::smallint as job_family_id,
    coalesce(l.location_id, 0)::smallint as location_id,
    coalesce(g.grade_id, 0)::smallint as grade_id,
    s.job_code,
    m.person_id as manager_id,
    case when m.person_id is null and s.manager_key is not null then (hash(s.manager_key) >> 1)::bigint end as unlisted_manager,
    s.from_on,
    lead(s.from_on, 1, date '9999-12-31') over (partition by s.person_id order by s.from_on) as to_on,
from step as s
left join org_unit as u on u.name = s.org_unit
left join job_family as f on f.name = s.job_family
left join location as l on l.name = s.location
left join grade as g on g.name = s.grade
left join person_key as m on m.key = s.manager_key
