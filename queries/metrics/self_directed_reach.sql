/*
id: self_directed_reach
name: Active self-directed learners
question: How many people steer some of their own learning?
unit: share
grain: person and quarter
anchor: the day of activity
numerator: people with at least one meaningful self-initiated episode that was active in the period
denominator: people employed for at least 45 days of the period
formula: people with a self-initiated episode of 10 minutes, half of the content or a completion, first active or completed in the period ÷ people employed at least 45 days of it (15 days where the period is a month)
needs: [enrolment]
interval: Wilson 95 % (S1); the upper bound adds people whose only such episodes are of unknown initiation
smallest_group: 5
version: 3
source: METRICS.md A8
caveats:
    - Without a grain it is told by quarter; over a longer time everybody would count sooner or later.
    - Only periods that had passed by "data to" are counted, from the one on in which the learning data begin.
    - Without a personnel file, people count as employed from their first learning record on.
    - Where a source has no first activity, the day of enrolment stands for it.
dimensions: [org_unit]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
default_grain: quarter
measures: {}
nested: {}
population: employed
*/
-- One row per period and unit.
with employed as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        person_id,
    from employed_person($grain, $from::date, $to::date, $as_of::date)
),
active as (
    select person_id, period_no, is_self_directed,
    from active_period($grain, $as_of::date)
),
begun as (
    select
        period_number($grain, anchored_month)::integer as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        count(*) filter (class = 'unknown') / count(*) as unknown_share,
    from begun_episode($as_of::date)
    where is_within(anchored_on, $from::date, $to::date)
    group by all
),
counted as (
    select
        e.period_no, e.key_1,
        count(*) as n,
        count(*) filter (a.is_self_directed) as x,
        count(a.person_id) as x_perhaps,
    from employed as e
    left join active as a on a.person_id = e.person_id and a.period_no = e.period_no
    group by all
),
reach as (
    select c.*, coalesce(b.unknown_share, 0) as unknown_share,
    from counted as c
    left join begun as b on b.period_no = c.period_no and b.key_1 = c.key_1
)
select
    period_no::integer as period_no, key_1, 0 as key_2, 0 as key_3,
    '' as layer,
    null::varchar as variant,
    null::varchar as measure,
    null::integer as horizon,
    (x / n)::double as value,
    x::double as numerator,
    n::double as denominator,
    n::integer as persons,
    wilson_low((x / n)::double, n::double) as lo,
    wilson_high((x / n)::double, n::double) as hi,
    (x / n)::double as bound_lo,
    (x_perhaps / n)::double as bound_hi,
    unknown_share::double as unknown_share,
from reach
