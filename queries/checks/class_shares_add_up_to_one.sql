-- One row per month whose shares of the five classes do not add up to 1.
-- Looks through: episode
-- About: learning
with share as (
    select
        anchored_month,
        count(*) as episodes,
        count(*) filter (class = 'self_initiated') / count(*) as self_initiated,
        count(*) filter (class = 'prompted') / count(*) as prompted,
        count(*) filter (class = 'assigned_required') / count(*) as assigned_required,
        count(*) filter (class = 'assigned_other') / count(*) as assigned_other,
        count(*) filter (class = 'unknown') / count(*) as unknown,
    from begun_episode(date '9999-12-31')
    group by all
)
select anchored_month, episodes,
from share
where abs(self_initiated + prompted + assigned_required + assigned_other + unknown - 1) > 1e-9
