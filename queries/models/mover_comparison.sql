-- One row per mover and per person compared with one (METRICS.md C6): up to four people of the same family, grade without
-- steps, band of tenure and place on that day who did not move then, drawn by a seed; whether each learned by choice, in the
-- 365 days before, for the family or job that the mover went to. Whom a mover is compared with depends on that day alone.
-- Key: mover_id, moved_on, person_id
-- References: move as mover_id, moved_on; identity_person; org_unit; job_family; location; grade; job_history
-- None without: move
with stated as (
    select
        m.person_id, m.moved_on, m.batch_id, m.line,
        m.job,
        lower(f.name) as family,
        m.org_unit_id, m.job_family_id, m.location_id, m.grade_id,
        h.job_family_id as from_family, h.grade_band_id as from_band, h.location_id as from_location,
        tenure_band(s.from_on, m.moved_on) as tenure,
    from move as m
    join post_spell as h on h.person_id = m.person_id and h.spell_no = m.spell_no and h.to_on = m.moved_on
    join service_spell as s on s.person_id = m.person_id and s.spell_no = m.spell_no
    left join job_family as f on f.job_family_id = nullif(m.job_family_id, 0)
    where m.is_move
        and m.moved_on - 365 >= (select min(data_from) from learning_system)
),
-- The days on which somebody of the same band of tenure was hired.
mover as materialized (
    select
        * exclude (tenure),
        if(tenure < 3, (moved_on - to_years([1, 2, 5][tenure + 1]))::date, '-infinity'::date) as hired_after,
        if(tenure > 0, (moved_on - to_years([1, 2, 5][tenure]))::date, 'infinity'::date) as hired_by,
    from stated
),
stay as materialized (
    select h.*, s.from_on as hired_on
    from post_spell as h
    join service_spell as s on s.person_id = h.person_id and s.spell_no = h.spell_no
),
other as (
    select v.person_id as mover_id, v.moved_on, h.person_id
    from mover as v
    join stay as h
        on h.from_on <= v.moved_on and h.to_on > v.moved_on and h.person_id <> v.person_id
        and h.job_family_id = v.from_family and h.grade_band_id = v.from_band and h.location_id = v.from_location
        and h.hired_on > v.hired_after and h.hired_on <= v.hired_by
    anti join (select person_id, moved_on from move where is_move) as m
        on m.person_id = h.person_id and m.moved_on = v.moved_on
),
drawn as materialized (
    select
        mover_id,
        moved_on,
        unnest(arg_min(
            person_id, mixed(mover_id * 2654435761 + (moved_on - date '1900-01-01') * 40503 + person_id), 4
        )) as person_id,
    from other
    group by mover_id, moved_on
),
compared as materialized (
    select
        d.mover_id, false as is_mover, d.person_id, d.moved_on, v.job, v.family, h.batch_id, h.line,
        v.org_unit_id, v.job_family_id, v.location_id, v.grade_id,
    from drawn as d
    join mover as v on v.person_id = d.mover_id and v.moved_on = d.moved_on
    join stay as h on h.person_id = d.person_id and h.from_on <= d.moved_on and h.to_on > d.moved_on
    union all
    select
        person_id as mover_id, true as is_mover, person_id, moved_on, job, family, batch_id, line,
        org_unit_id, job_family_id, location_id, grade_id,
    from mover
),
learned as (
    select distinct c.mover_id, c.person_id, c.moved_on
    from compared as c
    join role_learning as l on l.person_id = c.person_id and l.day >= c.moved_on - 365 and l.day < c.moved_on
    where l.role in (c.family, c.job)
)
select
    c.* exclude (family),
    l.person_id is not null as is_aligned,
from compared as c
left join learned as l
    on l.mover_id = c.mover_id and l.person_id = c.person_id and l.moved_on = c.moved_on
