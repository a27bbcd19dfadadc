-- One row per live batch whose loaded rows are not the rows that stand in the warehouse; rows that repeat an earlier file count as duplicates.
with held as (
    select batch_id, count(*) as row_count from enrolment where not is_repeat group by all
    union all
    select batch_id, count(*) as row_count from learning_event where not is_repeat group by all
    union all
    select batch_id, count(*) as row_count from mandatory_item group by all
    union all
    select batch_id, count(*) as row_count from voided_statement group by all
    union all
    select a.batch_id, count(*) as row_count
    from item_alias as a
    join batch as b on b.batch_id = a.batch_id and b.source_id = 'catalogue'
    group by all
)
select
    b.batch_id,
    b.file_name,
    b.rows_loaded::double as rows_loaded,
    coalesce(sum(h.row_count), 0)::double as rows_held,
from batch as b
left join held as h on h.batch_id = b.batch_id
where b.undone_at is null and b.rows_loaded is not null
group by all
having b.rows_loaded <> coalesce(sum(h.row_count), 0)
