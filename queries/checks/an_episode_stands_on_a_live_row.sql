-- One row per episode whose first line is not a row of that person and item.
with evidence as (
    select batch_id, line, identity_id, alias_id from enrolment
    union all
    select batch_id, line, identity_id, alias_id from learning_event
)
select e.batch_id, e.line,
from episode as e
left join evidence as v on v.batch_id = e.batch_id and v.line = e.line
left join identity_person as p on p.identity_id = v.identity_id
left join item_of_alias as i on i.alias_id = v.alias_id
where p.person_id is distinct from e.person_id or i.item_id is distinct from e.item_id
