-- One row per day of the organisation with the UTC time at which it begins. None where its days are those of UTC.
-- Passing: only other models read it.
-- Of settings alone.
select next_on as day, min(turns_at) as starts_at,
from local_day
group by next_on
