-- One row per exact key (e-mail, its SHA-1, user name within a system, employee number, account) of several persons.
with keyed as (
    select identity_id, 'email' as kind, email as key from identity
    union all
    select identity_id, 'email_sha1' as kind, email_sha1 as key from identity
    union all
    select identity_id, concat('username in ', system) as kind, lower(username) as key from identity
    union all
    select identity_id, 'employee_number' as kind, employee_number as key from identity
    union all
    select identity_id, 'account' as kind, account as key from identity
)
select k.kind, min(k.identity_id) as first_identity_id, count(distinct p.person_id) as persons,
from keyed as k
join identity_person as p on p.identity_id = k.identity_id
where k.key is not null
group by k.kind, k.key
having count(distinct p.person_id) > 1
