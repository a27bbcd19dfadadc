-- One row per further enrolment of an episode that is made of several; the episode itself names its first.
-- Key: row_batch_id, row_line
-- References: batch as row_batch_id; episode
-- None without: chained_record
select
    e.batch_id,
    e.line,
    r.batch_id as row_batch_id,
    r.line as row_line,
from chained_record as r
join chained_record as e on e.pair = r.pair and e.attempt = r.attempt
where e.is_start and not r.is_start
