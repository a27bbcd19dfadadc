-- One row per batch with rows whose identity leads to no person.
with used as (
    select batch_id, identity_id from enrolment
    union all
    select batch_id, identity_id from learning_event
)
select u.batch_id, count(*)::double as row_count,
from used as u
anti join identity_person as p on p.identity_id = u.identity_id
group by all
