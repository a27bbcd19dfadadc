-- One row per person who ever was self-directed (METRICS.md C4): the day on which the 365 days up to it first held three
-- voluntary completions or five voluntary hours.
-- Key: person_id
-- References: identity_person; voluntary_day as person_id, since_on
-- None without: voluntary_day
with counted as (
    select
        person_id,
        day,
        sum(completions) over year_so_far as completions,
        sum(seconds) over year_so_far as seconds,
    from voluntary_day
    window year_so_far as (partition by person_id order by day range between interval 364 days preceding and current row)
)
select person_id, min(day) as since_on,
from counted
where is_self_directed(completions, seconds)
group by all
