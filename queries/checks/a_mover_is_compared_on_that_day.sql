-- One row per move that is not compared with anybody although it can be, per person compared with a mover who moved on that day too or
-- was elsewhere, and per comparison whose learning for the role is not that of the year before (METRICS.md C6).
-- Looks through: move, mover_comparison
-- About: people
with learned as (
    select c.mover_id, c.moved_on, c.person_id, bool_or(l.role in (c.job, lower(f.name))) as is_aligned,
    from mover_comparison as c
    left join job_family as f on f.job_family_id = nullif(c.job_family_id, 0)
    join role_learning as l on l.person_id = c.person_id and l.day between c.moved_on - 365 and c.moved_on - 1
    group by all
)
select c.batch_id, c.line, c.mover_id, c.moved_on, c.person_id, c.is_aligned,
from mover_comparison as c
left join learned as l on l.mover_id = c.mover_id and l.moved_on = c.moved_on and l.person_id = c.person_id
left join move as m on m.person_id = c.mover_id and m.moved_on = c.moved_on
left join move as o on o.person_id = c.person_id and o.moved_on = c.moved_on and o.is_move
where c.is_aligned <> coalesce(l.is_aligned, false)
    or not coalesce(m.is_move, false)
    or c.is_mover <> (c.person_id = c.mover_id)
    or (not c.is_mover and o.person_id is not null)
    or c.org_unit_id <> m.org_unit_id
    or c.job_family_id <> m.job_family_id
    or c.location_id <> m.location_id
    or c.grade_id <> m.grade_id
    or c.job is distinct from m.job
union all
select m.batch_id, m.line, m.person_id as mover_id, m.moved_on, null as person_id, null as is_aligned,
from move as m
join post_spell as h on h.person_id = m.person_id and h.spell_no = m.spell_no and h.to_on = m.moved_on
anti join mover_comparison as c on c.mover_id = m.person_id and c.moved_on = m.moved_on and c.is_mover
where m.is_move and m.moved_on - 365 >= (select min(data_from) from learning_system)
