-- One row per person, stretch of employment and day with news in the job history: the whole post from that day on. A blank
-- changes nothing, so it carries on what was known. Rows of one day follow their sequence; of several reasons for one day
-- the one that speaks most for a move counts. Where a file has no job codes, the title is the job.
-- Passing: only other models read it.
-- None without: job_statement
with coded as (
    select batch_id, count(nullif(trim(job_code), '')) > 0 as has_codes,
    from job_history
    group by all
),
-- Whose each row is comes first: otherwise a planner that knows little of new tables holds every row against every stretch.
told as materialized (
    select p.person_id, c.has_codes, j.*,
    from job_statement as j
    join coded as c on c.batch_id = j.batch_id
    join identity_person as p on p.identity_id = j.identity_id
    where j.effective_on is not null and coalesce(j.reason_kind, '') <> 'termination'
),
stated as (
    select
        j.person_id,
        w.spell_no,
        w.to_on as left_on,
        greatest(j.effective_on, w.from_on) as from_on,
        (j.effective_on, coalesce(j.sequence, 0), j.batch_id, j.line) as place,
        lower(nullif(trim(if(j.has_codes or j.job_code <> '', j.job_code, j.job_title)), '')) as job,
        lower(nullif(trim(j.job_title), '')) as title,
        nullif(trim(j.org_unit), '') as org_unit,
        nullif(trim(j.job_family), '') as job_family,
        nullif(trim(j.location), '') as location,
        nullif(trim(j.grade), '') as grade,
        nullif(trim(j.cost_centre), '') as cost_centre,
        lower(nullif(trim(j.manager_key), '')) as manager_key,
        j.fte,
        coalesce(j.reason_kind, '') as reason,
        list_position(
            [
                'promotion', 'demotion', 'lateral', 'job_change', 'secondment', 'return', 'progression', 'hire', '',
                'leave_end', 'probation', 'reorganisation', 'title', 'manager', 'cost_centre', 'leave', 'data_change'
            ],
            coalesce(j.reason_kind, '')
        ) as reason_place,
        j.batch_id,
        j.line,
    from told as j
    join service_spell as w
        on w.person_id = j.person_id and j.effective_on < w.to_on
        and (j.effective_on >= w.from_on or w.spell_no = 1)
),
daily as (
    select
        person_id, spell_no, left_on, from_on,
        arg_max(job, place) as job,
        arg_max(title, place) as title,
        arg_max(org_unit, place) as org_unit,
        arg_max(job_family, place) as job_family,
        arg_max(location, place) as location,
        arg_max(grade, place) as grade,
        arg_max(cost_centre, place) as cost_centre,
        arg_max(manager_key, place) as manager_key,
        arg_max(fte, place) as fte,
        arg_min(reason, reason_place) as reason,
        arg_max(batch_id, place) as batch_id,
        arg_max(line, place) as line,
    from stated
    group by person_id, spell_no, left_on, from_on
)
select
    person_id, spell_no, left_on, from_on,
    last_value(job ignore nulls) over so_far as job,
    last_value(title ignore nulls) over so_far as title,
    last_value(org_unit ignore nulls) over so_far as org_unit,
    last_value(job_family ignore nulls) over so_far as job_family,
    last_value(location ignore nulls) over so_far as location,
    last_value(grade ignore nulls) over so_far as grade,
    last_value(cost_centre ignore nulls) over so_far as cost_centre,
    last_value(manager_key ignore nulls) over so_far as manager_key,
    last_value(fte ignore nulls) over so_far as fte,
    reason,
    batch_id,
    line,
from daily
window so_far as (partition by person_id, spell_no order by from_on rows unbounded preceding)
