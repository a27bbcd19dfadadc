-- One row per batch that episodes name and in which no such line stands.
with line as (
    select batch_id, line from enrolment
    union all
    select batch_id, line from learning_event
)
select e.batch_id, count(*)::double as episodes,
from episode as e
anti join line as l on l.batch_id = e.batch_id and l.line = e.line
group by all
