-- One row per person, item and day on which a log or a statement tells that what the person learned was answered: a grade, a
-- score, a stated feedback, a badge or a certificate. is_recognition: a badge, a certificate, or stated recognition.
-- Verbs are known by their last word. Statements that were voided are out.
-- Key: person_id, item_id, told_on
-- References: identity_person; item
-- None without: learning_event
with word as (
    select verb, lower(trim(regexp_extract(verb, '[^/#]+$'))) as word,
    from (select distinct verb from learning_event where verb is not null)
),
telling as (
    select
        verb,
        regexp_matches(
            word, '^(earned|awarded|achieved|praised|recogni[sz]ed)$|\bbadge\b|^certificate (issued|awarded|earned)$'
        ) as is_recognition,
    from word
    where is_recognition or regexp_matches(word, '^((user )?graded|scored|evaluated|feedback( (given|received))?)$')
)
select
    k.person_id,
    i.item_id,
    local_date(e.happened_at, d.first_on, d.turns_at, d.next_on) as told_on,
    bool_or(t.is_recognition) as is_recognition,
from learning_event as e
join telling as t on t.verb = e.verb
join learning_batch as b on b.batch_id = e.batch_id and b.is_event
join identity_person as k on k.identity_id = e.identity_id
join item_of_alias as i on i.alias_id = e.alias_id
left join local_day as d on d.utc_on = e.happened_at::date
where e.happened_at is not null
    and (e.statement_id is null or e.statement_id not in (select statement_id from voided_statement))
group by all
