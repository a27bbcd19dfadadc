-- One row per point that a question can bring, two for each: reached or missed, and by what it was judged; or that nothing is
-- known. METRICS.md F. It tells of the house and of nobody.
with signal as materialized (
    select *
    from readiness_judged($as_of::date)
)
select
    null::integer as person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when a.points is null then 'no_data'
        when a.points >= p.point then 'reached_by_' || a.rests_on
        else 'missed_by_' || a.rests_on
    end as reason,
from readiness_answer('signal', $as_of::date) as a
cross join (values (1), (2)) as p (point)
where $variant in ('total', a.area, a.question)
