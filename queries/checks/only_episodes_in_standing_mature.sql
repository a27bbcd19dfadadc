-- One row per episode that a rate would count although it was waived, credited afterwards or is too young at "data to".
-- Looks through: episode
-- About: learning
with reach as (
    select coalesce(min(data_to), date '9999-12-31') as as_of,
    from learning_system
)
select m.batch_id, m.line, m.standing, m.anchored_on, m.horizon_days,
from matured_episode((select as_of from reach), null) as m
where m.standing <> 'in' or m.anchored_on + m.horizon_days > (select as_of from reach)
union all
select b.batch_id, b.line, b.standing, b.anchored_on, b.horizon_days,
from begun_episode((select as_of from reach)) as b
where not is_standing(b.standing) or b.anchored_on > (select as_of from reach)
