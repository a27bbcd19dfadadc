-- One row per person and day with learning of the person's own choice (self-initiated or prompted): completions, minutes,
-- and whether an item was begun or worked on. An enrolment that was never started is no activity (ruling 15).
with chosen as (
    select *, outcome = 'completed' as is_completed
    from episode
    where class in ('self_initiated', 'prompted') and standing <> 'waived'
),
moment as (
    select person_id, coalesce(started_on, anchored_on) as day, 0 as completions,
    from chosen
    where started_on is not null or is_meaningful
    union all
    select person_id, anchored_on + days_to_end as day, 1 as completions,
    from chosen
    where is_completed and days_to_end is not null
)
select person_id, day, sum(completions)::integer as completions,
from moment
group by all
