-- One row per person and item with more than one enrolment; only these go through the chain rules.
-- Passing: only other models read it.
select person_id, item_id,
from enrolment_record
group by all
having count(*) > 1
