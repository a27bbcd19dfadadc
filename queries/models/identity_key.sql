-- One row per identity: its person, and the unit that it states (else the person's latest).
-- Key: identity_id
-- References: identity; identity_person; org_unit
select
    i.identity_id,
    ip.person_id,
    coalesce(u.org_unit_id, p.latest_org_unit_id, 0)::smallint as org_unit_id,
from identity as i
join identity_person as ip on ip.identity_id = i.identity_id
left join person as p on p.person_id = ip.person_id
left join org_unit as u on u.name = trim(i.org_unit)
