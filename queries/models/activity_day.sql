-- One row per episode that events tell of and day of activity: the part of the episode's time that falls on it.
-- Episodes that only a report tells of have no such days; their time counts on the last day of activity (episode.last_active_on).
-- Key: batch_id, line, active_on
-- References: episode
-- None without: episode
with day as (
    select
        a.person_id,
        a.item_id,
        a.attempt,
        local_date(a.happened_at, d.first_on, d.turns_at, d.next_on) as active_on,
        coalesce(sum(a.seconds), 0) as seconds,
        coalesce(sum(a.session_seconds), 0) as session_seconds,
    from event_attempt as a
    left join local_day as d on d.utc_on = a.happened_at::date
    where a.is_activity or a.seconds > 0
    group by all
),
named as (
    select
        coalesce(r.batch_id, e.batch_id) as batch_id,
        coalesce(r.line, e.line) as line,
        d.active_on,
        if(e.states_seconds, d.seconds, d.session_seconds) as seconds,
    from day as d
    join event_enrolment as e
        on e.person_id = d.person_id and e.item_id = d.item_id and e.attempt = d.attempt
    left join episode_row as r on r.row_batch_id = e.batch_id and r.row_line = e.line
),
daily as (
    select
        batch_id, line, active_on,
        sum(seconds) as seconds,
        sum(sum(seconds)) over (partition by batch_id, line) as whole,
    from named
    group by batch_id, line, active_on
)
select
    e.batch_id,
    e.line,
    d.active_on,
    coalesce(e.seconds * d.seconds / nullif(d.whole, 0), 0)::double as seconds,
from daily as d
join episode as e on e.batch_id = d.batch_id and e.line = d.line
