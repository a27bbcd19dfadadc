-- One row per class and evidence of episodes that no decision gives, or that another decision contradicts.
-- Looks through: episode
-- About: learning
with judged as (
    select class, evidence, became_required, count(*) as episodes,
    from episode
    group by all
),
decided as (
    select evidence, any_value(class) as class, count(*) as decisions,
    from initiation
    group by all
)
select j.class, j.evidence, j.became_required, j.episodes, coalesce(d.decisions, 0) as decisions,
from judged as j
left join decided as d on d.evidence = j.evidence
where j.class is null
    or j.class is distinct from d.class
    or d.decisions is distinct from 1
    or (j.became_required and j.class = 'assigned_required')
