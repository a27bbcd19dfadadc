-- One row per episode whose days of activity do not add up to its time, or whose time events tell of without a day.
with held as (
    select batch_id, line, sum(seconds) as seconds,
    from activity_day
    group by all
)
select e.batch_id, e.line, e.seconds, round(h.seconds)::bigint as seconds_of_days,
from episode as e
left join held as h on h.batch_id = e.batch_id and h.line = e.line
where (e.effort = 1 and e.seconds > 0 and h.line is null)
    or abs(h.seconds - coalesce(e.seconds, 0)) > 1
