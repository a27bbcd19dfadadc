-- One row per identity that stands for no person or for several, or that stands twice.
-- Looks through: identity, identity_person
-- About: people
with listed as (
    select identity_id, count(*) as identities, 0 as persons from identity group by all
    union all
    select identity_id, 0 as identities, count(*) as persons from identity_person group by all
)
select identity_id, sum(identities)::integer as identities, sum(persons)::integer as persons,
from listed
group by all
having sum(identities) <> 1 or sum(persons) <> 1
