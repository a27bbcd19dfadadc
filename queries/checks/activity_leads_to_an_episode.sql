-- One row per person and item that live events tell of and that have no episode. Statements that were taken back,
-- recommendations and unknown verbs make none; of statements that two files hold under one id, one counts, and the other
-- may speak of something else.
-- Looks through: learning_event
-- About: learning
with told as (
    select p.person_id, i.item_id, min(v.batch_id) as batch_id, min(v.line) as line,
    from learning_event as v
    join identity_person as p on p.identity_id = v.identity_id
    join item_of_alias as i on i.alias_id = v.alias_id
    where v.kind not in ('recommended', 'other')
        and v.happened_at is not null
        and (v.statement_id is null or v.statement_id not in (select statement_id from voided_statement))
        and (
            v.statement_id is null
            or v.statement_id not in (
                select statement_id from learning_event where is_repeat and statement_id is not null
            )
        )
    group by all
)
select t.batch_id, t.line,
from told as t
anti join episode as e on e.person_id = t.person_id and e.item_id = t.item_id
