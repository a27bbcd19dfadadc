-- One row per live batch that holds enrolments or events, with its system and how far its data reach. A file without any
-- date (a gradebook) comes in the order of the days on which files were imported. Of the batches that read one file, each by
-- another mapping, only the newest counts. tells_completion: it has a column, or a word of its events, that can tell of
-- completions, whether it does or not; is_told: a file of its system can.
-- Key: batch_id
-- References: batch; learning_system
with filled as (
    select distinct batch_id, false as is_event, from enrolment
    union all
    select distinct batch_id, true as is_event, from learning_event
),
reading as (
    select
        f.batch_id,
        f.is_event,
        b.system,
        b.source_id,
        b.sha256,
        b.data_from,
        coalesce(b.data_to, b.imported_at::date) as data_to,
        b.data_to is not null as is_dated,
        coalesce(json_extract(b.reading, '$.tellsCompletion')::boolean, true) as tells_completion,
    from filled as f
    join batch as b on b.batch_id = f.batch_id
    where b.undone_at is null
    qualify rank() over (
        partition by coalesce(b.sha256, b.batch_id::varchar), json_extract_string(b.reading, '$.sheet')
        order by b.batch_id desc
    ) = 1
)
select
    batch_id,
    (dense_rank() over (order by system))::smallint as system_id,
    system,
    source_id,
    sha256,
    is_event,
    count(*) over (partition by system, is_event) = 1 as is_only,
    data_from,
    data_to,
    is_dated,
    tells_completion,
    bool_or(tells_completion) over (partition by system) as is_told,
from reading
