-- One row per person and day with learning of the person's own choice (self-initiated or prompted): completions, the seconds
-- that a log or a system measured, and whether an item was begun or worked on. An enrolment that was never started is no
-- activity (ruling 15). Time of which only a total is known counts on the last day of activity. The line whose days are
-- measured is a column of its own, so that its days are found by hash: a condition on one side alone compares all with all.
-- Key: person_id, day
-- References: identity_person
-- None without: episode
with chosen as (
    select *, outcome = 'completed' as is_completed, case when effort = 1 then line end as measured_line,
    from episode
    where class in ('self_initiated', 'prompted') and is_standing(standing)
),
moment as (
    select person_id, coalesce(started_on, anchored_on) as day, 0 as completions, 0.0 as seconds,
    from chosen
    where started_on is not null or is_meaningful
    union all
    select person_id, anchored_on + days_to_end as day, 1 as completions, 0.0 as seconds,
    from chosen
    where is_completed and days_to_end is not null
    union all
    select
        c.person_id,
        coalesce(d.active_on, c.last_active_on, c.anchored_on) as day,
        0 as completions,
        coalesce(d.seconds, c.seconds) as seconds,
    from chosen as c
    left join activity_day as d on d.batch_id = c.batch_id and d.line = c.measured_line
    where c.effort in (1, 2) and coalesce(d.seconds, c.seconds) > 0
)
select person_id, day, sum(completions)::integer as completions, round(sum(seconds))::integer as seconds,
from moment
group by all
