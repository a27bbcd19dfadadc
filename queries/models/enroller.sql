-- One row per text that stands in "enrolled by".
-- Key: enroller_id; (enrolled_by)
-- None without: enrolment or learning_event
with stated as (
    select enrolled_by from enrolment where enrolled_by is not null
    union
    select enrolled_by from learning_event where enrolled_by is not null
)
select
    (row_number() over (order by enrolled_by))::integer as enroller_id,
    enrolled_by,
    lower(trim(enrolled_by)) as key,
from stated
