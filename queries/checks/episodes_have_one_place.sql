-- One row per file and line that more than one episode names as its first enrolment.
select batch_id, line::double as line, count(*)::double as episodes,
from episode
group by batch_id, line
having count(*) > 1
