-- One row per person who is said to be self-directed from another day on than the first that ends a year with three
-- voluntary completions or five voluntary hours, or never against such a year (METRICS.md C4).
-- Looks through: voluntary_day, self_directed_since
-- About: learning
with summed as (
    select
        person_id,
        day,
        sum(completions) over so_far as completions,
        sum(seconds) over so_far as seconds,
    from voluntary_day
    window so_far as (partition by person_id order by day rows unbounded preceding)
),
reached as (
    select v.person_id, min(v.day) as day
    from summed as v
    asof left join summed as y on y.person_id = v.person_id and y.day <= v.day - 365
    where v.completions - coalesce(y.completions, 0) >= 3 or v.seconds - coalesce(y.seconds, 0) >= 18000
    group by v.person_id
)
select coalesce(r.person_id, s.person_id) as person_id, r.day, s.since_on,
from reached as r
full join self_directed_since as s on s.person_id = r.person_id
where r.day is distinct from s.since_on
