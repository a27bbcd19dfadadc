-- Lists of people as they are today that came in before job_history had is_today: their posts stand on the day of the hire.
update job_history as j set is_today = true
from batch as b, employment as e
where b.batch_id = j.batch_id and b.source_id in ('personio-employees', 'workday-workers')
    and e.batch_id = j.batch_id and e.identity_id = j.identity_id and e.hired_on = j.effective_on;
