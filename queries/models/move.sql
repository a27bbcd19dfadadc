-- One row per change between two posts of one stretch of employment (METRICS.md C1), by its kind: promotion, lateral,
-- downward and untyped (no comparable grades, and no reason stated) are moves; progression, reorganisation, unit, title,
-- manager, cost_centre, location, secondment, correction and unchanged are none. The unit, family, place and grade are
-- the new ones. Whoever is hired again does not move.
-- Key: person_id, moved_on
-- References: identity_person; service_spell; post_spell as person_id, moved_on; org_unit; job_family; location; grade;
--     job_history
-- None without: job_step
with posted as (
    select *, {job: job, org_unit: org_unit, job_family: job_family, grade: grade} as post,
    from job_step
),
turn as (
    select *,
    from posted
    qualify post is distinct from lag(post) over (partition by person_id, spell_no order by from_on)
),
stay as (
    select
        person_id, spell_no, from_on,
        reason,
        lead(from_on, 1, least(left_on, (select to_on + 1 from personnel_window))) over later as to_on,
        lag(post) over later = lead(post) over later as comes_back,
        coalesce(lead(reason) over later = 'return', false) as is_returned,
    from turn
    window later as (partition by person_id, spell_no order by from_on)
),
passing_stay as (
    select
        person_id, spell_no, from_on, to_on,
        if(reason = 'secondment' or is_returned, 'secondment', 'correction') as kind,
    from stay
    where (reason = 'secondment' and to_on - from_on < 90)
        or (comes_back and to_on - from_on <= if(is_returned, 89, 30))
),
step as (
    select
        s.*,
        v.kind as passing_kind,
        {
            job: s.job, org_unit: s.org_unit, job_family: s.job_family, grade: s.grade, title: s.title,
            location: s.location, cost_centre: s.cost_centre, manager_key: s.manager_key
        } as now,
    from job_step as s
    left join passing_stay as v
        on v.person_id = s.person_id and v.spell_no = s.spell_no
        and s.from_on >= v.from_on and s.from_on < v.to_on
),
change as (
    select
        *,
        last_value(if(passing_kind is null, now, null) ignore nulls) over (
            partition by person_id, spell_no order by from_on rows between unbounded preceding and 1 preceding
        ) as before,
    from step
    qualify before is not null
),
marked as (
    select
        *,
        coalesce(before.job <> now.job, false) as is_job,
        coalesce(before.org_unit <> now.org_unit, false) as is_unit,
        before.job_family <> now.job_family as is_family,
        coalesce(before.grade <> now.grade, false) as is_grade,
    from change
),
mass as (
    select from_on, before.org_unit as unit_before, now.org_unit as unit_now,
    from marked
    where is_unit and not is_job
    group by all
    having count(distinct person_id) >= 10
),
graded as (
    select
        c.*,
        m.from_on is not null and not c.is_job as is_mass,
        case
            when before.grade = now.grade then 0
            when b.scale = n.scale then sign(n.rank - b.rank)
        end as rise,
        b.scale = n.scale and (n.rank, n.step) < (b.rank, b.step) as is_lower_step,
    from marked as c
    left join mass as m
        on m.from_on = c.from_on and m.unit_before = c.before.org_unit and m.unit_now = c.now.org_unit
    left join grade as b on b.name = c.before.grade
    left join grade as n on n.name = c.now.grade
),
judged as (
    select
        *,
        case
            when passing_kind is not null then passing_kind
            when (is_job or is_unit or is_grade) and (reason = 'reorganisation' or is_mass) then 'reorganisation'
            when is_job or (is_unit and coalesce(is_family, false))
                then case
                    when reason in ('title', 'manager', 'cost_centre', 'progression') then reason
                    when reason in ('data_change', 'leave') then 'correction'
                    when rise > 0 then 'promotion'
                    when rise = 0 then 'lateral'
                    when rise < 0 then 'downward'
                    when reason = 'promotion' then 'promotion'
                    when reason = 'demotion' then 'downward'
                    when reason = 'lateral' then 'lateral'
                    else 'untyped'
                end
            when is_grade and reason not in ('data_change', 'leave') and not coalesce(is_lower_step, false) then 'progression'
            when is_unit then 'unit'
            when before.title <> now.title then 'title'
            when before.manager_key <> now.manager_key then 'manager'
            when before.cost_centre <> now.cost_centre then 'cost_centre'
            when before.location <> now.location then 'location'
            else 'unchanged'
        end as kind,
    from graded
)
select
    j.person_id,
    j.spell_no,
    j.from_on as moved_on,
    j.kind,
    j.kind in ('promotion', 'lateral', 'downward', 'untyped') as is_move,
    j.is_family as is_cross_functional,
    coalesce(u.org_unit_id, 0)::smallint as org_unit_id,
    coalesce(f.job_family_id, 0)::smallint as job_family_id,
    coalesce(l.location_id, 0)::smallint as location_id,
    coalesce(g.grade_id, 0)::smallint as grade_id,
    j.job,
    j.batch_id,
    j.line,
from judged as j
left join org_unit as u on u.name = j.org_unit
left join job_family as f on f.name = j.job_family
left join location as l on l.name = j.location
left join grade as g on g.name = j.grade
