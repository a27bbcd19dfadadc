-- One row per live batch that holds enrolments or events, with its system and how far its data reach.
with filled as (
    select distinct batch_id, false as is_event, from enrolment
    union all
    select distinct batch_id, true as is_event, from learning_event
)
select
    f.batch_id,
    (dense_rank() over (order by b.system))::smallint as system_id,
    b.system,
    b.source_id,
    b.sha256,
    f.is_event,
    count(*) over (partition by b.system, f.is_event) = 1 as is_only,
    b.data_from,
    coalesce(b.data_to, b.imported_at::date) as data_to,
from filled as f
join batch as b on b.batch_id = f.batch_id
where b.undone_at is null
