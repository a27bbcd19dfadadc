-- One row per person, stretch of employment and stretch in one post, [from_on, to_on), as personnel files tell it.
-- Key: person_id, from_on
-- References: identity_person; service_spell; org_unit; job_family; location; grade; grade as grade_band_id; job_history
-- None without: job_step
select
    s.person_id,
    s.spell_no,
    s.from_on,
    lead(s.from_on, 1, s.left_on) over (partition by s.person_id, s.spell_no order by s.from_on) as to_on,
    coalesce(u.org_unit_id, 0)::smallint as org_unit_id,
    coalesce(f.job_family_id, 0)::smallint as job_family_id,
    coalesce(l.location_id, 0)::smallint as location_id,
    coalesce(g.grade_id, 0)::smallint as grade_id,
    coalesce(g.band_id, 0)::smallint as grade_band_id,
    s.job,
    s.fte::double as fte,
    s.batch_id,
    s.line,
from job_step as s
left join org_unit as u on u.name = s.org_unit
left join job_family as f on f.name = s.job_family
left join location as l on l.name = s.location
left join grade as g on g.name = s.grade
