-- One row per enrolment that the next snapshot of its file may hold among the records that it refused: one with its id, or
-- of its person and item. It did not vanish; nobody knows what became of it. A record that does not show what it is, because it
-- could not be cut into cells or lacks its person or item, may be any that is missing: as many of those that would count as
-- withdrawn stay as they were, first those whose person stands somewhere in the record, then those enrolled last.
-- Passing: only other models read it.
with refused as (
    select s.batch_id, r.natural_key, r.person_mark, r.item_mark, r.reason, r.raw,
    from snapshot_successor as s
    join reject as r on r.batch_id = s.next_batch_id
),
learner as (
    select i.identity_id, r.batch_id, r.item_mark,
    from refused as r
    join identity as i
        on i.batch_id = r.batch_id
        and hash(coalesce(i.email, i.email_sha1, i.account, i.username, i.employee_number)) = r.person_mark
),
learnt as (
    select l.identity_id, l.batch_id, a.alias_id,
    from learner as l
    join item_alias as a
        on a.batch_id = l.batch_id and hash(coalesce(lower(a.code), lower(a.title))) = l.item_mark
),
named as (
    select e.batch_id, e.line,
    from enrolment as e
    join refused as r on r.batch_id = e.batch_id and r.natural_key = e.natural_key
    union
    select e.batch_id, e.line,
    from enrolment as e
    join learnt as l on l.batch_id = e.batch_id and l.identity_id = e.identity_id and l.alias_id = e.alias_id
),
unclear as (
    select r.batch_id, r.raw,
    from refused as r
    where (r.person_mark is null or r.item_mark is null) and not is_left_out(r.reason)
        and not exists (select 1 from enrolment as e where e.batch_id = r.batch_id and e.natural_key = r.natural_key)
),
room as (
    select batch_id, count(*) as records,
    from unclear
    group by all
),
part as (
    select distinct batch_id, trim(unnest(regexp_split_to_array(lower(raw), '[,;|\t"'']'))) as part,
    from unclear
),
missing as (
    select e.batch_id, e.line, e.natural_key, e.enrolled_at, e.identity_id,
    from enrolment as e
    join snapshot_successor as s on s.batch_id = e.batch_id and s.batch_id in (select batch_id from room)
    anti join enrolment as n on n.batch_id = s.next_batch_id and n.natural_key = e.natural_key
    where e.completed_at is null and is_open_before(e.status, e.enrolled_at, s.next_data_from)
        and (e.batch_id, e.line) not in (select (batch_id, line) from named)
),
meant as (
    select
        m.batch_id,
        m.line,
        row_number() over (
            partition by m.batch_id order by p.part is not null desc, m.enrolled_at desc, m.natural_key, m.line
        ) as place,
    from missing as m
    join identity as i on i.identity_id = m.identity_id
    left join part as p
        on p.batch_id = m.batch_id
        and p.part = lower(coalesce(i.email, i.email_sha1, i.account, i.username, i.employee_number))
)
select * from named
union all
select m.batch_id, m.line,
from meant as m
join room as r on r.batch_id = m.batch_id
where m.place <= r.records
