-- One row per person, role and day with a beginning or completion of what the person chose and what prepares for that role
-- that is not listed, and per listed one without (METRICS.md C6).
-- Looks through: item_role, role_learning
-- About: people
with chosen as (
    select *
    from episode
    where class in ('self_initiated', 'prompted') and is_standing(standing)
),
due as (
    select c.person_id, r.role, coalesce(c.started_on, c.anchored_on) as day,
    from chosen as c
    join item_role as r on r.item_id = c.item_id
    where c.started_on is not null or c.is_meaningful
    union
    select c.person_id, r.role, c.anchored_on + c.days_to_end as day,
    from chosen as c
    join item_role as r on r.item_id = c.item_id
    where c.outcome = 'completed'
)
select
    coalesce(d.person_id, l.person_id) as person_id,
    coalesce(d.role, l.role) as role,
    coalesce(d.day, l.day) as day,
    l.person_id is not null as is_listed,
from due as d
full join role_learning as l on l.person_id = d.person_id and l.role = d.role and l.day = d.day
where d.person_id is null or l.person_id is null
