-- One row per line of a job history, with the post that held from its day on. A list of people as they are today puts that post
-- on the day of the hire (is_today): where other rows tell of a part of the post, it is what they say stood before them.
-- Key: batch_id, line
-- References: job_history
-- None without: job_history
with today as (
    select p.person_id, j.batch_id, j.line, j.effective_on,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    where j.is_today and j.effective_on is not null
),
other as (
    select
        t.batch_id,
        t.line,
        (o.effective_on, coalesce(o.sequence, 0), o.batch_id, o.line) as place,
        if(trim(o.job_code) <> '', {told_on: o.effective_on, was: nullif(trim(o.job_code_before), '')}, null) as job_code,
        if(trim(o.job_title) <> '', {told_on: o.effective_on, was: nullif(trim(o.job_title_before), '')}, null) as job_title,
        if(trim(o.job_family) <> '', {told_on: o.effective_on, was: nullif(trim(o.job_family_before), '')}, null) as job_family,
        if(trim(o.org_unit) <> '', {told_on: o.effective_on, was: nullif(trim(o.org_unit_before), '')}, null) as org_unit,
        if(trim(o.grade) <> '', {told_on: o.effective_on, was: nullif(trim(o.grade_before), '')}, null) as grade,
        if(trim(o.location) <> '', {told_on: o.effective_on, was: nullif(trim(o.location_before), '')}, null) as location,
        if(trim(o.manager_key) <> '', {told_on: o.effective_on, was: null::varchar}, null) as manager_key,
        if(trim(o.cost_centre) <> '', {told_on: o.effective_on, was: null::varchar}, null) as cost_centre,
    from today as t
    join identity_person as p on p.person_id = t.person_id
    join job_history as o
        on o.identity_id = p.identity_id and o.effective_on >= t.effective_on and o.is_today is distinct from true
        and o.reason_kind is distinct from 'termination'
),
first_told as (
    select
        batch_id,
        line,
        arg_min(job_code, place) as job_code,
        arg_min(job_title, place) as job_title,
        arg_min(job_family, place) as job_family,
        arg_min(org_unit, place) as org_unit,
        arg_min(grade, place) as grade,
        arg_min(location, place) as location,
        arg_min(manager_key, place) as manager_key,
        arg_min(cost_centre, place) as cost_centre,
    from other
    group by all
)
select
    j.* exclude (is_today, job_code_before, job_title_before, job_family_before, org_unit_before, grade_before, location_before) replace (
        part_at_hire(j.job_code, f.job_code, j.effective_on) as job_code,
        part_at_hire(j.job_title, f.job_title, j.effective_on) as job_title,
        part_at_hire(j.job_family, f.job_family, j.effective_on) as job_family,
        part_at_hire(j.org_unit, f.org_unit, j.effective_on) as org_unit,
        part_at_hire(j.grade, f.grade, j.effective_on) as grade,
        part_at_hire(j.location, f.location, j.effective_on) as location,
        part_at_hire(j.manager_key, f.manager_key, j.effective_on) as manager_key,
        part_at_hire(j.cost_centre, f.cost_centre, j.effective_on) as cost_centre
    ),
from job_history as j
left join first_told as f on f.batch_id = j.batch_id and f.line = j.line
