/*
id: self_directed_persistence
name: Self-directed persistence
question: Do self-directed learners come back?
unit: share
grain: person and quarter
anchor: the day of activity
numerator: of these, those active in at least two of the last four periods
denominator: active self-directed learners of the period, as the reach counts them
formula: people with a meaningful self-initiated episode in this period and in at least one of the three before it ÷ people with one in this period, among those employed for at least 45 days of it
needs: [enrolment]
interval: Wilson 95 % (S1)
smallest_group: 5
version: 2
source: METRICS.md A8b
caveats:
    - Periods are quarters unless another grain is asked for; by month it is two of the last four months, by year two of four years.
    - It is told only for periods whose three predecessors lie within the data.
    - Whoever was hired during these periods had less time to come back.
    - What counts as active is what the reach counts.
    - With a personnel file, only its people count; accounts of learning systems that match none of them are told beside the number.
dimensions: [org_unit, job_family, location, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
default_grain: quarter
measures: {}
reasons: { numerator: [returned], denominator: [once] }
nested: {}
population: employed
*/
-- One row per period and breakdown.
with employed as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
    from employed_person($grain, $from::date, $to::date, $as_of::date)
),
active as (
    select person_id, period_no from active_period($grain, $as_of::date) where is_self_directed
),
history as (
    select n.person_id, n.period_no, count(*) as periods
    from active as n
    join active as b
        on b.person_id = n.person_id and b.period_no <= n.period_no and b.period_no > n.period_no - 4
    group by all
),
counted as (
    select
        e.period_no, e.key_1, e.key_2, e.key_3,
        count(*) as n,
        count(*) filter (h.periods >= 2) as x,
    from employed as e
    join history as h on h.person_id = e.person_id and h.period_no = e.period_no
    where e.period_no - 3 >= (select first_no from first_period($grain))
    group by all
),
begun as (
    select
        period_number($grain, anchored_month)::integer as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        (count(*) filter (class = 'unknown') / count(*))::double as unknown_share,
    from begun_episode($as_of::date)
    group by all
)
select
    c.period_no::integer as period_no, c.key_1, c.key_2, c.key_3,
    '' as layer,
    null::varchar as variant,
    null::varchar as measure,
    null::integer as horizon,
    (c.x / c.n)::double as value,
    c.x::double as numerator,
    c.n::double as denominator,
    c.n::integer as persons,
    wilson_low((c.x / c.n)::double, c.n::double) as lo,
    wilson_high((c.x / c.n)::double, c.n::double) as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    coalesce(b.unknown_share, 0) as unknown_share,
from counted as c
left join begun as b
    on b.period_no = c.period_no and b.key_1 = c.key_1 and b.key_2 = c.key_2 and b.key_3 = c.key_3
