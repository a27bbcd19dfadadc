-- One row per file of enrolments that a later file of the same report repeats: what is open in the one and missing
-- in the other was withdrawn. "The same report" means at least half of its records stand in the later file too. Of two
-- files that reach as far, the one that was imported later is the later one, as in enrolment_version.
-- Passing: only other models read it.
with pair as (
    select
        a.batch_id,
        b.batch_id as next_batch_id,
        b.data_from as next_data_from,
        b.data_to as next_data_to,
    from learning_batch as a
    join learning_batch as b
        on b.system_id = a.system_id and b.source_id = a.source_id
        and (b.data_to > a.data_to or b.data_to = a.data_to and b.batch_id > a.batch_id)
    where not a.is_event and not b.is_event
    qualify row_number() over (partition by a.batch_id order by b.data_to, b.batch_id) <= 4
),
held as (
    select distinct batch_id, natural_key,
    from enrolment
    where batch_id in (select batch_id from pair union select next_batch_id from pair)
),
size as (
    select batch_id, count(*) as records,
    from held
    group by all
),
shared as (
    select p.batch_id, p.next_batch_id, p.next_data_from, p.next_data_to, count(*) as records,
    from pair as p
    join held as x on x.batch_id = p.batch_id
    join held as y on y.batch_id = p.next_batch_id and y.natural_key = x.natural_key
    group by all
)
select
    s.batch_id,
    s.next_batch_id,
    s.next_data_from,
    s.next_data_to,
    s.records as shared_records,
from shared as s
join size as z on z.batch_id = s.batch_id
where s.records * 2 >= z.records
qualify row_number() over (partition by s.batch_id order by s.next_data_to, s.next_batch_id) = 1
