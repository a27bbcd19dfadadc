-- One row per batch with rows whose alias leads to no item.
with used as (
    select batch_id, alias_id from enrolment
    union all
    select batch_id, alias_id from learning_event
)
select u.batch_id, count(*)::double as row_count,
from used as u
anti join item_of_alias as i on i.alias_id = u.alias_id
group by all
