-- One row per dimension and id of episodes that has no name, so that a breakdown would lose them.
-- Looks through: episode
-- About: learning
with placed as (
    select 'org_unit' as dimension, org_unit_id::integer as id, count(*) as episodes from episode group by all
    union all
    select 'item' as dimension, item_id as id, count(*) as episodes from episode group by all
    union all
    select 'source' as dimension, system_id::integer as id, count(*) as episodes from episode group by all
    union all
    select 'length_band' as dimension, length_band_id::integer as id, count(*) as episodes from episode group by all
    union all
    select 'job_family' as dimension, job_family_id::integer as id, count(*) as episodes from episode group by all
    union all
    select 'location' as dimension, location_id::integer as id, count(*) as episodes from episode group by all
    union all
    select 'grade' as dimension, grade_id::integer as id, count(*) as episodes from episode group by all
),
named as (
    select dimension, id, count(*) as names,
    from dimension_value
    where name is not null
    group by all
)
select p.dimension, p.id, p.episodes, coalesce(n.names, 0) as names,
from placed as p
left join named as n on n.dimension = p.dimension and n.id = p.id
where n.names is distinct from 1
