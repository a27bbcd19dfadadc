-- One row per live batch of learning that the models leave out although nothing reads its file anew, or that they count
-- beside a newer reading of the same file.
-- Looks through: enrolment, learning_event, learning_batch
-- About: imports
with filled as (
    select batch_id from enrolment
    union
    select batch_id from learning_event
),
reading as (
    select
        b.batch_id,
        coalesce(b.sha256, b.batch_id::varchar) as file,
        json_extract_string(b.reading, '$.sheet') as sheet,
        l.batch_id is not null as is_counted,
    from batch as b
    semi join filled as f on f.batch_id = b.batch_id
    left join learning_batch as l on l.batch_id = b.batch_id
    where b.undone_at is null
)
select batch_id, is_counted,
from reading
qualify is_counted <> (batch_id = max(batch_id) over (partition by file, sheet))
