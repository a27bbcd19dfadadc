-- One row per key by which any file names a person, in lower case, where it names one person only.
-- Key: (key)
-- References: identity_person
with key as (
    select identity_id, lower(trim(unnest([email, username, employee_number, account]))) as key,
    from identity
)
select
    k.key,
    any_value(p.person_id) as person_id,
from key as k
join identity_person as p on p.identity_id = k.identity_id
where k.key is not null
group by all
having count(distinct p.person_id) = 1
