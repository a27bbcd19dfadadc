-- One row per person whose days of free choice hold more or fewer completions than the person's episodes.
with counted as (
    select person_id, count(*) as episodes, 0 as completions,
    from episode
    where class in ('self_initiated', 'prompted') and standing <> 'waived' and outcome = 'completed'
    group by all
    union all
    select person_id, 0 as episodes, sum(completions) as completions,
    from voluntary_day
    group by all
)
select person_id, sum(episodes)::integer as episodes, sum(completions)::integer as completions,
from counted
group by all
having sum(episodes) <> sum(completions)
