-- One row per completed episode that ended on a day on which no row of its person and item tells of a completion. One of the
-- day before the enrolment counts on the first day.
-- Looks through: episode
-- About: learning
with told as (
    select identity_id, alias_id, coalesce(completed_at, last_activity_at, closed_at) as completed_at
    from enrolment
    where status is distinct from 'failed' and (completed_at is not null or status = 'completed')
    union all
    select identity_id, alias_id, happened_at as completed_at
    from learning_event
    where kind in ('completed', 'waived')
),
ended as (
    select distinct
        p.person_id,
        i.item_id,
        local_date(t.completed_at, d.first_on, d.turns_at, d.next_on) as day,
    from told as t
    join identity_person as p on p.identity_id = t.identity_id
    join item_of_alias as i on i.alias_id = t.alias_id
    left join local_day as d on d.utc_on = t.completed_at::date
),
completed as (
    select batch_id, line, person_id, item_id, anchored_on, days_to_end, anchored_on + days_to_end as ended_on
    from episode
    where outcome = 'completed'
),
untold as (
    select c.*
    from completed as c
    anti join ended as d on d.person_id = c.person_id and d.item_id = c.item_id and d.day = c.ended_on
)
select u.batch_id, u.line, u.anchored_on, u.days_to_end,
from untold as u
anti join ended as d
    on u.days_to_end = 0 and d.person_id = u.person_id and d.item_id = u.item_id and d.day = u.anchored_on - 1
