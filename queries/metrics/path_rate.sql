/*
id: path_rate
name: Self-initiated paths
question: How many people follow a path of their own?
unit: share
grain: person and quarter
anchor: the day on which the third item of the path was begun
numerator: people whose path reached its third item in the period
denominator: people employed for at least 45 days of the period
formula: people with a run of self-initiated items, each begun at most 60 days after the one before, whose third different item was begun in the period ÷ people employed at least 45 days of it (15 days where the period is a month)
needs: [enrolment]
interval: Wilson 95 % (S1)
smallest_group: 5
version: 3
source: METRICS.md B1
caveats:
    - Only items with 10 minutes, half of the content or a completion are steps of a path.
    - Assigned items between two chosen ones do not break a path.
    - A run that has not reached its third item does not count yet.
    - Only periods that had passed by "data to" are counted, from the one on in which the learning data begin.
    - Without a personnel file, people count as employed from their first learning record on.
    - With a personnel file, only its people count; accounts of learning systems that match none of them are told beside the number.
dimensions: [org_unit]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
default_grain: quarter
measures: {}
nested: {}
population: employed
reasons: { numerator: [path], denominator: [no_path] }
*/
-- One row per period and unit.
with employed as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        person_id,
    from employed_person($grain, $from::date, $to::date, $as_of::date)
),
walker as (
    select distinct
        person_id,
        period_number($grain, month_number(third_on))::integer as period_no,
    from path_instance
    where third_on <= $as_of::date and is_within(third_on, $from::date, $to::date)
),
counted as (
    select
        e.period_no,
        e.key_1,
        count(*) as n,
        count(w.person_id) as x,
    from employed as e
    left join walker as w on w.person_id = e.person_id and w.period_no = e.period_no
    group by all
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
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from counted
