-- One row per enrolment that the next snapshot of its file may hold among the records that it refused: one with its id, or
-- of its person and item. It did not vanish; nobody knows what became of it.
-- Passing: only other models read it.
with refused as (
    select s.batch_id, r.natural_key, r.person_mark, r.item_mark,
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
)
select e.batch_id, e.line,
from enrolment as e
join refused as r on r.batch_id = e.batch_id and r.natural_key = e.natural_key
union
select e.batch_id, e.line,
from enrolment as e
join learnt as l on l.batch_id = e.batch_id and l.identity_id = e.identity_id and l.alias_id = e.alias_id
