-- One row per person and day whose completions of free choice are more or fewer than those that the person's episodes end
-- with on it, and per person whose days of free choice hold more or less measured time than the episodes.
-- Looks through: episode, voluntary_day
-- About: learning
with chosen as (
    select person_id, anchored_on + days_to_end as day, outcome = 'completed' as is_completed, if(effort in (1, 2), seconds, 0) as seconds
    from episode
    where class in ('self_initiated', 'prompted') and is_standing(standing)
),
counted as (
    select person_id, day, count(*) as episodes, 0 as completions
    from chosen
    where is_completed
    group by all
    union all
    select person_id, day, 0 as episodes, completions
    from voluntary_day
    where completions <> 0
),
timed as (
    select person_id, sum(seconds) as seconds, 0 as seconds_of_days, 0 as days
    from chosen
    group by all
    union all
    select person_id, 0 as seconds, sum(seconds) as seconds_of_days, count(*) as days
    from voluntary_day
    group by all
)
select person_id, day, sum(episodes)::integer as episodes, sum(completions)::integer as completions, null as seconds, null as seconds_of_days,
from counted
group by all
having sum(episodes) <> sum(completions)
union all
select person_id, null as day, null as episodes, null as completions, sum(seconds)::bigint as seconds, sum(seconds_of_days)::bigint as seconds_of_days,
from timed
group by all
having abs(coalesce(sum(seconds), 0) - sum(seconds_of_days)) > 1 + sum(days)
