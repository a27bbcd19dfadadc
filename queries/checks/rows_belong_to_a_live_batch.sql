-- One row per table and batch with rows that should be gone, because the batch was taken back or never was.
with held as (
    select 'enrolment' as held_in, batch_id, count(*) as row_count from enrolment group by all
    union all
    select 'learning_event' as held_in, batch_id, count(*) as row_count from learning_event group by all
    union all
    select 'voided_statement' as held_in, batch_id, count(*) as row_count from voided_statement group by all
    union all
    select 'mandatory_item' as held_in, batch_id, count(*) as row_count from mandatory_item group by all
    union all
    select 'assignment' as held_in, batch_id, count(*) as row_count from assignment group by all
    union all
    select 'prompt' as held_in, batch_id, count(*) as row_count from prompt group by all
    union all
    select 'employment' as held_in, batch_id, count(*) as row_count from employment group by all
    union all
    select 'job_history' as held_in, batch_id, count(*) as row_count from job_history group by all
    union all
    select 'identity' as held_in, batch_id, count(*) as row_count from identity group by all
    union all
    select 'person_name' as held_in, batch_id, count(*) as row_count from person_name group by all
    union all
    select 'item_alias' as held_in, batch_id, count(*) as row_count from item_alias group by all
    union all
    select 'reject' as held_in, batch_id, count(*) as row_count from reject group by all
    union all
    select 'repair' as held_in, batch_id, count(*) as row_count from repair group by all
)
select h.held_in, h.batch_id, h.row_count, b.undone_at is not null as is_undone,
from held as h
left join batch as b on b.batch_id = h.batch_id
where b.batch_id is null or b.undone_at is not null
