-- One row per table and batch with rows that should be gone, because the batch was taken back or never was.
-- About: imports
with held as (
    select held_in, batch_id, row_count from rows_held()
    union all
    select 'comment_tone' as held_in, batch_id, count(*) as row_count from comment_tone group by all
    union all
    select 'batch_rows' as held_in, batch_id, count(*) as row_count from batch_rows group by all
)
select h.held_in, h.batch_id, h.row_count, b.undone_at is not null as undone,
from held as h
left join batch as b on b.batch_id = h.batch_id
where b.batch_id is null or b.undone_at is not null
