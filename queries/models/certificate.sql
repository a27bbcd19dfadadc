-- One row per completion whose certificate ends on a known day: as the source states it with the completion, else by
-- how long a certificate of the item holds.
-- Passing: only other models read it.
with told as (
    select
        k.person_id,
        a.item_id,
        coalesce(e.completed_at, e.last_activity_at, e.started_at, e.enrolled_at) as completed_at,
        e.certified_until,
        true as is_stated,
    from enrolment as e
    join identity_key as k on k.identity_id = e.identity_id
    join item_of_alias as a on a.alias_id = e.alias_id
    where e.certified_until is not null
    union all
    select
        k.person_id,
        a.item_id,
        e.happened_at as completed_at,
        e.certified_until,
        true as is_stated,
    from learning_event as e
    join identity_key as k on k.identity_id = e.identity_id
    join item_of_alias as a on a.alias_id = e.alias_id
    where e.certified_until is not null
        and (e.statement_id is null or e.statement_id not in (select statement_id from voided_statement))
    union all
    select
        r.person_id,
        r.item_id,
        r.completed_at,
        r.completed_at + to_months(i.validity_months) as certified_until,
        false as is_stated,
    from enrolment_record as r
    join item as i on i.item_id = r.item_id and i.validity_months > 0
    where r.completed_at is not null
)
select
    person_id,
    item_id,
    completed_at,
    arg_max(certified_until, (is_stated, certified_until)) as certified_until,
from told
where completed_at is not null
group by all
