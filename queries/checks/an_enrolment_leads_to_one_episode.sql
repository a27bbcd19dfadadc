-- One row per reported enrolment that no episode counts, or more than one. Of a record that several files of a system
-- hold only the newest version counts. A row without any date, person or item cannot be placed.
-- Looks through: enrolment, episode
-- About: learning
with place as (
    select batch_id, line from episode
    union all
    select row_batch_id as batch_id, row_line as line from episode_row
),
reported as (
    select e.batch_id, e.line, b.system_id, b.is_only, e.natural_key,
    from enrolment as e
    join learning_batch as b on b.batch_id = e.batch_id and not b.is_event
    where e.identity_id is not null
        and e.alias_id is not null
        and coalesce(e.enrolled_at, e.started_at, e.last_activity_at, e.completed_at, e.closed_at) is not null
),
counted as (
    select
        r.batch_id,
        r.line,
        any_value(r.system_id) as system_id,
        any_value(r.is_only) as is_only,
        any_value(r.natural_key) as natural_key,
        count(p.line) as episodes,
    from reported as r
    left join place as p on p.batch_id = r.batch_id and p.line = r.line
    group by r.batch_id, r.line
)
select batch_id, line, episodes,
from counted
where is_only and episodes <> 1
union all
select min(batch_id) as batch_id, arg_min(line, batch_id) as line, sum(episodes) as episodes,
from counted
where not is_only
group by system_id, coalesce(natural_key::varchar, concat(batch_id, ' ', line))
having sum(episodes) <> 1
