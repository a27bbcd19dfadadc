-- One row per stretch in a post whose unit, job family, place, grade or manager is not the one that the lines of the job
-- history up to its first day state last, and per line of a job history from whose day on no unit is known.
-- Looks through: job_statement, unit_spell, post_spell
-- About: people
with stated as (
    select
        p.person_id,
        j.effective_on,
        j.reason_kind is distinct from 'termination' as is_post,
        row_number() over (
            partition by p.person_id order by j.effective_on, coalesce(j.sequence, 0), j.batch_id, j.line
        ) as place,
        u.org_unit_id,
        f.job_family_id,
        l.location_id,
        g.grade_id,
        if(trim(j.manager_key) <> '', coalesce(m.person_id, 0), null) as manager_id,
        j.batch_id,
        j.line,
    from job_statement as j
    join identity_person as p on p.identity_id = j.identity_id
    left join org_unit as u on u.name = trim(j.org_unit)
    left join job_family as f on f.name = trim(j.job_family)
    left join location as l on l.name = trim(j.location)
    left join grade as g on g.name = trim(j.grade)
    left join person_key as m on m.key = lower(trim(j.manager_key))
    where j.effective_on is not null
),
held as (
    select true as is_unit, person_id, from_on, date '0001-01-01' as hired_on
    from unit_spell
    union all
    select false as is_unit, h.person_id, h.from_on, if(s.spell_no = 1, date '0001-01-01', s.from_on) as hired_on
    from post_spell as h
    join service_spell as s on s.person_id = h.person_id and s.spell_no = h.spell_no
),
latest as (
    select
        h.is_unit,
        h.person_id,
        h.from_on,
        coalesce(arg_max(s.org_unit_id, s.place), 0) as org_unit_id,
        coalesce(arg_max(s.job_family_id, s.place), 0) as job_family_id,
        coalesce(arg_max(s.location_id, s.place), 0) as location_id,
        coalesce(arg_max(s.grade_id, s.place), 0) as grade_id,
        nullif(arg_max(s.manager_id, s.place), 0) as manager_id,
    from held as h
    join stated as s
        on s.person_id = h.person_id and s.effective_on <= h.from_on and s.effective_on >= h.hired_on
        and (h.is_unit or s.is_post)
    group by h.is_unit, h.person_id, h.from_on
)
select null as batch_id, null as line, u.person_id, u.from_on,
from unit_spell as u
left join latest as l on l.is_unit and l.person_id = u.person_id and l.from_on = u.from_on
where l.person_id is null
    or u.org_unit_id <> l.org_unit_id
    or u.job_family_id <> l.job_family_id
    or u.location_id <> l.location_id
    or u.grade_id <> l.grade_id
    or u.manager_id is distinct from l.manager_id
union all
select h.batch_id, h.line, h.person_id, h.from_on,
from post_spell as h
left join latest as l on not l.is_unit and l.person_id = h.person_id and l.from_on = h.from_on
where l.person_id is null
    or h.org_unit_id <> l.org_unit_id
    or h.job_family_id <> l.job_family_id
    or h.location_id <> l.location_id
    or h.grade_id <> l.grade_id
union all
select s.batch_id, s.line, s.person_id, s.effective_on as from_on,
from stated as s
anti join unit_spell as u on u.person_id = s.person_id and u.from_on = s.effective_on
