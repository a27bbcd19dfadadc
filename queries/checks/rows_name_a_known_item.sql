-- One row per alias that rows name and that is not there; only events and assignments of a whole path may name no item.
-- Looks through: enrolment, learning_event, assignment, prompt
-- About: learning
with named as (
    select 'enrolment' as held_in, alias_id, count(*) as row_count from enrolment group by all
    union all
    select 'learning_event' as held_in, alias_id, count(*) as row_count,
    from learning_event
    where alias_id is not null
    group by all
    union all
    select 'assignment' as held_in, alias_id, count(*) as row_count,
    from assignment
    where alias_id is not null or path_code is null
    group by all
    union all
    select 'prompt' as held_in, alias_id, count(*) as row_count from prompt group by all
)
select n.held_in, n.alias_id, n.row_count,
from named as n
left join item_alias as a on a.alias_id = n.alias_id
where a.alias_id is null
