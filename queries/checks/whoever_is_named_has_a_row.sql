-- One row per identity, person, item, class or place in the organisation that a table names once and the table made of it
-- does not list.
-- Looks through: identity_person, employment, job_history
select 'identity_key' as missing_in, identity_id as id from identity_person
anti join identity_key using (identity_id)
union all
select 'person' as missing_in, person_id as id
from (select distinct person_id from identity_person)
anti join person using (person_id)
union all
select 'personnel_person' as missing_in, p.person_id as id
from (select identity_id from employment union select identity_id from job_history) as f
join identity_person as p on p.identity_id = f.identity_id
anti join personnel_person as l on l.person_id = p.person_id
