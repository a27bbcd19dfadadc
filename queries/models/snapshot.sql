-- One row per file that is the next snapshot of an earlier one: how many of its records are new, changed and the same,
-- how many of the earlier file's vanished (what the next one refuses did not), and how many of those count as withdrawn since. A log only grows: its rows are
-- new or the same, and what an earlier part of it told stays told. A file that is read anew by another mapping follows its
-- earlier reading, and nothing of that is withdrawn.
-- Key: batch_id
-- References: batch; batch as earlier_batch_id
-- None without: enrolment or learning_event
with reread as (
    select
        b.batch_id,
        a.batch_id as earlier_batch_id,
        null::date as next_data_from,
    from batch as b
    join batch as a
        on a.sha256 = b.sha256 and a.batch_id < b.batch_id and a.source_id = b.source_id
        and json_extract_string(a.reading, '$.sheet') is not distinct from json_extract_string(b.reading, '$.sheet')
    where a.undone_at is null and b.undone_at is null
    qualify row_number() over (partition by b.batch_id order by a.batch_id desc) = 1
),
following as (
    select
        s.next_batch_id as batch_id,
        s.batch_id as earlier_batch_id,
        s.next_data_from,
    from snapshot_successor as s
    join learning_batch as a on a.batch_id = s.batch_id
    where s.next_batch_id not in (select batch_id from reread)
    qualify row_number() over (
        partition by s.next_batch_id order by a.data_to desc, s.shared_records desc, a.batch_id desc
    ) = 1
    union all
    select * from reread
),
held as (
    select
        e.batch_id,
        b.system_id,
        e.natural_key,
        bit_xor(e.row_hash) as state,
        coalesce(
            bool_or(e.completed_at is null and is_open_before(e.status, e.enrolled_at, f.next_data_from)), false
        ) as is_open,
        bool_or(r.batch_id is not null) as is_refused_next,
    from enrolment as e
    left join refused_again as r on r.batch_id = e.batch_id and r.line = e.line
    left join learning_batch as b on b.batch_id = e.batch_id
    left join following as f on f.earlier_batch_id = e.batch_id
    where e.batch_id in (select batch_id from following union select earlier_batch_id from following)
    group by all
),
compared as (
    select
        f.batch_id,
        f.earlier_batch_id,
        count(*) filter (was.natural_key is null) as new_rows,
        count(*) filter (was.state = now.state) as same_rows,
        count(*) filter (was.state <> now.state) as changed_rows,
    from following as f
    join held as now on now.batch_id = f.batch_id
    left join held as was on was.batch_id = f.earlier_batch_id and was.natural_key = now.natural_key
    group by all
),
vanished as (
    select
        f.batch_id,
        count(*) as vanished_rows,
        count(*) filter (
            was.is_open and (v.natural_key is null or v.newest.batch_id = was.batch_id)
        ) as withdrawn_rows,
    from following as f
    join held as was on was.batch_id = f.earlier_batch_id
    left join held as now on now.batch_id = f.batch_id and now.natural_key = was.natural_key
    left join enrolment_version as v on v.system_id = was.system_id and v.natural_key = was.natural_key
    where now.natural_key is null and not was.is_refused_next
    group by all
),
logged as (
    select batch_id, count(*) as rows_held, count(*) filter (is_repeat) as repeated_rows,
    from learning_event
    group by all
),
continued as (
    select
        l.batch_id,
        a.batch_id as earlier_batch_id,
        l.rows_held - l.repeated_rows as new_rows,
        l.repeated_rows as same_rows,
    from logged as l
    join learning_batch as b on b.batch_id = l.batch_id and b.is_event
    join learning_batch as a on a.system_id = b.system_id and a.source_id = b.source_id and a.is_event and a.batch_id < b.batch_id
    join logged as m on m.batch_id = a.batch_id
    where l.repeated_rows > 0 and l.repeated_rows * 2 >= m.rows_held
    qualify row_number() over (partition by l.batch_id order by a.data_to desc, a.sha256) = 1
)
select
    c.batch_id,
    c.earlier_batch_id,
    c.new_rows::integer as new_rows,
    c.changed_rows::integer as changed_rows,
    coalesce(v.vanished_rows, 0)::integer as vanished_rows,
    c.same_rows::integer as same_rows,
    coalesce(v.withdrawn_rows, 0)::integer as withdrawn_rows,
from compared as c
left join vanished as v on v.batch_id = c.batch_id
union all
select
    batch_id,
    earlier_batch_id,
    new_rows::integer as new_rows,
    0 as changed_rows,
    0 as vanished_rows,
    same_rows::integer as same_rows,
    0 as withdrawn_rows,
from continued
