-- One row per exact key (e-mail, its SHA-1, user name within a system, employee number, account) of several persons.
-- Looks through: identity_person
-- About: people
select
    split_part(k.key, '|', 1) as kind,
    min(k.identity_id) as first_identity_id,
    count(distinct p.person_id) as persons,
from identity_keys() as k
join identity_person as p on p.identity_id = k.identity_id
group by k.key
having count(distinct p.person_id) > 1
