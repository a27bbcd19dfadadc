-- One row per person, job or job family and day with learning of the person's own choice that prepares for it (C6).
-- Key: person_id, role, day
-- References: identity_person
-- None without: episode, item_role
with chosen as (
    select *
    from episode
    where class in ('self_initiated', 'prompted') and is_standing(standing)
),
moment as (
    select person_id, item_id, coalesce(started_on, anchored_on) as day,
    from chosen
    where started_on is not null or is_meaningful
    union all
    select person_id, item_id, anchored_on + days_to_end as day,
    from chosen
    where outcome = 'completed' and days_to_end is not null
)
select distinct m.person_id, r.role, m.day,
from moment as m
join item_role as r on r.item_id = m.item_id
