-- One row per further enrolment of an episode that is made of several; the episode itself names its first.
select
    e.batch_id,
    e.line,
    r.batch_id as row_batch_id,
    r.line as row_line,
from chained_record as r
join (
    select batch_id, line, person_id, item_id, attempt,
    from chained_record
    qualify row_number() over (partition by person_id, item_id, attempt order by anchored_at, batch_id, line) = 1
) as e on e.person_id = r.person_id and e.item_id = r.item_id and e.attempt = r.attempt
where e.batch_id <> r.batch_id or e.line <> r.line
