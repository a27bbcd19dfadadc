-- One row per system and enrolment method, as a file writes it, that the analyst reads otherwise than its source does.
-- origin is null where the word says nothing of who enrolled; obligation is null where it stays as the source says.
-- Passing: only other models read it.
with ruled as (
    select
        b.batch_id,
        b.system_id,
        v.word,
        v.meaning,
        v.obligation,
    from vocabulary_word as v
    join learning_batch as b on b.system = v.system
    where v.field = 'method'
),
written as (
    select r.system_id, e.method, r.meaning, r.obligation,
    from ruled as r
    join enrolment as e on e.batch_id = r.batch_id and lower(replace(e.method, ' ', '')) = r.word
    union
    select r.system_id, e.method, r.meaning, r.obligation,
    from ruled as r
    join learning_event as e on e.batch_id = r.batch_id and lower(replace(e.method, ' ', '')) = r.word
)
select
    system_id,
    method,
    true as is_ruled,
    any_value(case when meaning <> 'unknown' then meaning::origin end) as origin,
    any_value(obligation) as obligation,
from written
group by all
