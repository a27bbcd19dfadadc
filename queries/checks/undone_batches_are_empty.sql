-- One row per undone batch of which rows are left.
with held as (
    select distinct batch_id from enrolment
    union
    select distinct batch_id from learning_event
    union
    select distinct batch_id from identity
    union
    select distinct batch_id from item_alias
)
select b.batch_id, b.file_name,
from batch as b
semi join held as h on h.batch_id = b.batch_id
where b.undone_at is not null
