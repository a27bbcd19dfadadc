-- One row per person whom a personnel file names; none where no such file is loaded.
-- Key: person_id
-- References: identity_person
select distinct p.person_id,
from identity_person as p
semi join (select identity_id from employment union all select identity_id from job_history) as f
    on f.identity_id = p.identity_id
