-- One row per episode of a single row of a report that counts other time than the row states, of another kind, or another nominal
-- length, that began or was last active on another day, that got on with it where the row does not say so, or did not where it
-- does, or that a test would have waived, of which no report tells. Time is capped at three times the item's length.
-- Looks through: episode
-- About: learning
with compared as (
    select
        e.batch_id, e.line, e.seconds, e.nominal_seconds, e.effort, e.started_on, e.last_active_on, e.has_progressed,
        case when e.outcome = 'completed' then e.anchored_on + e.days_to_end end as ended_on,
        r.started_at,
        greatest(r.started_at, r.last_activity_at) as last_at,
        coalesce(
            e.seconds is not distinct from case
                when r.seconds is not null and r.time_basis is distinct from 'nominal'
                    then least(r.seconds, (180 * t.nominal_minutes)::integer)
            end
            and (e.effort > 0) = (r.seconds is not null and r.time_basis is distinct from 'nominal')
            and (e.effort = 3) = (e.effort > 0 and r.time_basis is not distinct from 'content')
            and e.effort <> 1
            and e.nominal_seconds is not distinct from case
                when r.time_basis = 'nominal' and r.seconds is not null then r.seconds
                when e.outcome = 'completed' then (60 * t.nominal_minutes)::integer
                when r.progress is not null then (60 * t.nominal_minutes * least(r.progress::float, 1))::integer
            end
            and not e.is_tested_out
            and e.has_progressed = (coalesce(r.seconds >= 600, false) or coalesce(r.progress::float >= 0.5, false)),
            false
        ) as is_alike,
    from episode as e
    join enrolment as r on r.batch_id = e.batch_id and r.line = e.line
    join item as t on t.item_id = e.item_id
    where not is_alike or e.started_on is distinct from r.started_at::date or e.last_active_on is distinct from greatest(last_at::date, ended_on)
)
select c.batch_id, c.line, c.seconds, c.nominal_seconds, c.effort, c.started_on, c.last_active_on, c.has_progressed,
from compared as c
left join local_day as d on d.utc_on = c.started_at::date
left join local_day as l on l.utc_on = c.last_at::date
anti join episode_row as o on o.batch_id = c.batch_id and o.line = c.line
where not c.is_alike
    or c.started_on is distinct from local_date(c.started_at, d.first_on, d.turns_at, d.next_on)
    or c.last_active_on is distinct from greatest(local_date(c.last_at, l.first_on, l.turns_at, l.next_on), c.ended_on)
