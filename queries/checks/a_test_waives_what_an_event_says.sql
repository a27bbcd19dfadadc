-- One row per person and item whose rest a test waived by the episodes and by no event, or by an event that stands and by no episode.
-- Looks through: learning_event, episode
-- About: learning
with waived as (
    select distinct
        p.person_id,
        i.item_id,
        e.is_repeat or v.statement_id is not null as is_taken_back,
    from learning_event as e
    join identity_person as p on p.identity_id = e.identity_id
    join item_of_alias as i on i.alias_id = e.alias_id
    left join (select distinct statement_id from voided_statement) as v on v.statement_id = e.statement_id
    where e.kind = 'waived' and lower(e.method) like '%test%' and lower(e.method) not like '%administrative%'
),
tested as (
    select distinct person_id, item_id
    from episode
    where is_tested_out
)
select t.person_id, t.item_id, 'event' as missing
from tested as t
anti join waived as w on w.person_id = t.person_id and w.item_id = t.item_id
union all
select w.person_id, w.item_id, 'episode' as missing
from waived as w
anti join tested as t on t.person_id = w.person_id and t.item_id = w.item_id
where not w.is_taken_back
