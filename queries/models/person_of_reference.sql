-- One row per person key that a decision by hand names, with the person who bears it now.
-- Passing: only other models read it.
with named as (
    select distinct person_key as reference,
    from initiation_override
    where person_key is not null
)
select n.reference, min(p.person_id) as person_id,
from named as n
join identity_keys() as k on person_reference(k.key) = n.reference
join identity_person as p on p.identity_id = k.identity_id
group by all
