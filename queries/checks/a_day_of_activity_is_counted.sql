-- One row per person, item and day that live events tell of activity on and that no episode has a day of, and per day of an
-- episode that no event tells of. Of statements that two files hold under one id, one counts, and the other may speak of
-- another day.
-- Looks through: learning_event, activity_day
-- About: learning
with told as (
    select
        p.person_id,
        i.item_id,
        local_date(v.happened_at, d.first_on, d.turns_at, d.next_on) as day,
        min(v.batch_id) as batch_id,
        min(v.line) as line,
        bool_or(
            (v.statement_id is null or v.statement_id not in (select statement_id from voided_statement))
            and (
                v.statement_id is null
                or v.statement_id not in (select statement_id from learning_event where is_repeat and statement_id is not null)
            )
        ) as is_live,
    from learning_event as v
    join identity_person as p on p.identity_id = v.identity_id
    join item_of_alias as i on i.alias_id = v.alias_id
    left join local_day as d on d.utc_on = v.happened_at::date
    where v.happened_at is not null
        and (
            v.kind in ('started', 'progressed', 'viewed', 'completed', 'failed')
            or (v.seconds > 0 and v.kind not in ('recommended', 'other'))
        )
    group by all
),
held as (
    select distinct e.person_id, e.item_id, a.active_on as day, a.batch_id, a.line
    from activity_day as a
    join episode as e on e.batch_id = a.batch_id and e.line = a.line
)
select
    coalesce(h.batch_id, t.batch_id) as batch_id,
    coalesce(h.line, t.line) as line,
    coalesce(h.day, t.day) as day,
from told as t
full join held as h on h.person_id = t.person_id and h.item_id = t.item_id and h.day = t.day
where t.day is null or (h.day is null and t.is_live)
