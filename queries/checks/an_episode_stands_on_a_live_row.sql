-- One row per episode whose first line is not a row of that person, item, system and first day, or says that it is completed where
-- the episode is not. Of a record that several files hold, the newest line may state a later enrolment than an older one.
-- Looks through: episode
-- About: learning
with evidence as (
    select
        batch_id, line, identity_id, alias_id, natural_key,
        coalesce(enrolled_at, started_at, last_activity_at, completed_at, closed_at) as began_at,
        coalesce(status <> 'failed' and completed_at is not null, false) as is_completed,
    from enrolment
    union all
    select
        batch_id, line, identity_id, alias_id,
        null as natural_key,
        happened_at as began_at,
        false as is_completed,
    from learning_event
),
astray as (
    select e.batch_id, e.line, e.anchored_on, e.outcome, v.natural_key, p.person_id = e.person_id and i.item_id = e.item_id and b.system_id = e.system_id
        and (not v.is_completed or e.outcome in ('completed', 'left')) as is_there,
    from episode as e
    left join evidence as v on v.batch_id = e.batch_id and v.line = e.line
    left join learning_batch as b on b.batch_id = e.batch_id
    left join identity_person as p on p.identity_id = v.identity_id
    left join item_of_alias as i on i.alias_id = v.alias_id
    left join local_day as d on d.utc_on = v.began_at::date
    where is_there is not true or local_date(v.began_at, d.first_on, d.turns_at, d.next_on) is distinct from e.anchored_on
),
earlier as (
    select r.natural_key, local_date(r.enrolled_at, d.first_on, d.turns_at, d.next_on) as enrolled_on
    from enrolment as r
    left join local_day as d on d.utc_on = r.enrolled_at::date
    where r.natural_key in (select natural_key from astray where is_there)
)
select a.batch_id, a.line, a.anchored_on, a.outcome,
from astray as a
anti join earlier as r on a.is_there and r.natural_key = a.natural_key and r.enrolled_on = a.anchored_on
