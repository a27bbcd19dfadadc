/*
id: mover_share
name: Share of people who moved
question: How many of the people changed their job inside the company?
unit: share
grain: person and period
anchor: the day on which a move takes effect
numerator: people with at least one move in the period
denominator: average daily headcount of the period
formula: people with a move (as mobility_rate counts moves) ÷ average daily headcount
needs: [job_history]
row_needs: { full_time: [working_time], part_time: [working_time] }
interval: Wilson 95 % (S1); none where more people moved than were there on average, because that is no share
smallest_group: 10
version: 5
changed: beside a list of the posts of today, the post before the first change is the one that the history states, and not that of today
source: METRICS.md C2p, C7
caveats:
    - A mover counts for the unit, family, place and grade that the person left, as in the mobility rate, because the headcount there is who could have moved. So the share of a grade is that of its own people, and grades, places and working times can be held against each other. Who moves twice, from two units, counts once in each and once in the whole.
    - Somebody who moves twice counts once. It is told by whole years unless quarters or months are asked for, because over a longer time more people have moved at least once. Compare periods of one length only.
    - Where people come and go within the period, more can have moved than were there on average. Such a number is above 100 % and has no interval.
    - Broken down by grade, place or working time it asks whether chances are even; such groups need ten people. Managers often move more than others, so look at one level at a time before comparing learners with others.
    - Full time and part time go by the working time before the move; people whose working time is not stated are in neither.
dimensions: [org_unit, job_family, location, grade]
variants: [all, full_time, part_time]
default_variants: [all]
parameters: [from, to, grain, by, where, as_of, variant]
default_grain: year
measures: {}
nested: { full_time: all, part_time: all }
reasons: { numerator: [moved], denominator: [stayed] }
rows: personnel
population: held_post
*/
-- One row per period, breakdown and working time.
with working as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        days,
        period_days,
        unnest(
            case
                when fte is null then ['all']
                when fte < 1 then ['all', 'part_time']
                else ['all', 'full_time']
            end
        ) as variant,
    from held_post($grain, $from::date, $to::date, $as_of::date)
),
headcount as (
    select
        period_no, key_1, key_2, key_3, variant,
        -- Whole days are added up, so that everybody is exactly 1.
        sum(days) / any_value(period_days) as average,
        count(distinct person_id) as persons,
    from working
    group by all
),
moving as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        unnest(
            case
                when fte is null then ['all']
                when fte < 1 then ['all', 'part_time']
                else ['all', 'full_time']
            end
        ) as variant,
    from made_move($grain, $from::date, $to::date, $as_of::date)
    where is_move
),
movers as (
    select period_no, key_1, key_2, key_3, variant, count(distinct person_id) as x,
    from moving
    group by all
),
share as (
    select
        h.*,
        coalesce(m.x, 0) as x,
        coalesce(m.x, 0) / nullif(h.average, 0) as p,
    from headcount as h
    left join movers as m
        on m.period_no = h.period_no and m.key_1 = h.key_1 and m.key_2 = h.key_2 and m.key_3 = h.key_3
        and m.variant = h.variant
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    variant as layer,
    variant,
    null::varchar as measure,
    null::integer as horizon,
    p::double as value,
    x::double as numerator,
    average::double as denominator,
    persons::integer as persons,
    if(p <= 1, wilson_low(p::double, average::double), null) as lo,
    if(p <= 1, wilson_high(p::double, average::double), null) as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    0::double as unknown_share,
from share
