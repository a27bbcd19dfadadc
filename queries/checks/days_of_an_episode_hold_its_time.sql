-- One row per episode whose time events tell of and whose days of activity do not add up to it.
-- Looks through: episode
-- About: learning
with held as (
    select batch_id, line, sum(seconds) as seconds,
    from activity_day
    group by all
)
select e.batch_id, e.line, e.seconds, round(h.seconds)::bigint as seconds_of_days,
from episode as e
left join held as h on h.batch_id = e.batch_id and h.line = e.line
where e.effort = 1 and abs(coalesce(h.seconds, 0) - e.seconds) > 1
