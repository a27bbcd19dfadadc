-- One row per episode whose end lies before its enrolment although it is no credit entered afterwards.
select batch_id, line::double as line, days_to_end,
from episode
where days_to_end < 0 and standing = 'in'
