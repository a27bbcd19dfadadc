-- One row per person with episodes whom no personnel file names, though one is loaded: an account of a learning system that
-- matches nobody. It may belong to somebody who is in the personnel file under other keys.
-- Key: person_id
-- References: identity_person; org_unit
-- None without: episode, personnel_person
select
    e.person_id,
    coalesce(p.org_unit_id, 0)::smallint as org_unit_id,
from (select distinct person_id from episode) as e
anti join personnel_person as f on f.person_id = e.person_id
left join person as p on p.person_id = e.person_id
where (select count(*) > 0 from personnel_person)
