/*
id: type_transitions
name: Changes of type
question: Do people move toward steering their own learning?
unit: share
grain: person and pair of quarters
anchor: the last day of the later quarter
numerator: people of the first state who are in the second a quarter later
denominator: people of the first state
formula: people in state a at the end of a quarter and in b at the end of the next (share) or the one after it (share_two_quarters) ÷ people in a; states are the four types, not classifiable, joined and left
needs: [enrolment]
interval: Wilson 95 % (S1) within each first state
smallest_group: 10
version: 6
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md E2
caveats:
    - The windows of two neighbouring quarters overlap by half, so their types are not independent; share_two_quarters compares windows that do not overlap and is the one to conclude from.
    - Fewer than five people of one state are told together as "other", and so is the next smallest until "other" has five. Those who stayed are among them where no row tells of them.
    - Of a first state with fewer than ten people nothing is told.
    - Where fewer than five people of a second state are hidden in all rows together, the smallest row's cell of it joins them.
    - The net flow is the share of those typed in both quarters who leave passive, less those who become it; it is told if nobody or five people went each way, and nobody or five have a type in one of the two quarters alone.
    - It is behaviour in the last 180 days, never what people are; no list of people exists.
dimensions: []
variants: []
open_variants: the two states, as "first → second"; the second is "other" for all without a row of their own, those who stayed too
default_variants: []
parameters: [from, to, grain, as_of, variant]
default_grain: quarter
grains: [quarter]
measures: { share: share, share_two_quarters: share, net_flow: points }
is_of_parts: true
nested: {}
reasons:
    numerator: []
    denominator: [from_strategic, from_proactive, from_reactive, from_passive, from_not_classifiable, from_joined]
rows: none
population: quarter_person
*/
-- One row per quarter, pair of states and measure.
with counted as materialized (
    select quarter, quarters, before, after, count(*) as people,
    from type_step($as_of::date, $from::date, $to::date)
    group by all
),
shared as (
    select f.*
    from type_flow('counted') as f
    join told_beginning('counted') as r on r.quarter = f.quarter and r.quarters = f.quarters and r.before = f.before
    where r.is_told
),
-- Everybody of a quarter stands in its second states, and in the first ones of the next quarter.
classifiable as (
    select quarter, max(people) as people
    from (
        select quarter, sum(people) as people
        from counted
        where quarters = 1 and after not in ('left', 'not_classifiable')
        group by quarter
        union all
        select quarter - 1 as quarter, sum(people) as people
        from counted
        where quarters = 1 and before not in ('joined', 'not_classifiable')
        group by quarter
    )
    group by quarter
),
flow as (
    select
        quarter,
        coalesce(sum(people) filter (before = 'passive' and after <> 'passive'), 0) as out_of,
        coalesce(sum(people) filter (before <> 'passive' and after = 'passive'), 0) as into_it,
        sum(people) as people,
    from counted
    where quarters = 1 and before not in ('joined', 'not_classifiable') and after not in ('left', 'not_classifiable')
    group by all
),
told as (
    select
        quarter,
        concat('from ', before, ' ', quarters) as layer,
        concat(before, ' → ', after) as variant,
        if(quarters = 1, 'share', 'share_two_quarters') as measure,
        people / total as value,
        people as numerator,
        total as denominator,
        total as persons,
    from shared
    union all
    select
        quarter, 'flow' as layer, null as variant, 'net_flow' as measure,
        (out_of - into_it) / people as value, null as numerator, null as denominator, people as persons,
    from flow
    where people >= 10 and (out_of = 0 or out_of >= 5) and (into_it = 0 or into_it >= 5)
        and not exists (
            select 1
            from classifiable as c
            where c.quarter in (flow.quarter, flow.quarter - 1) and c.people - flow.people between 1 and 4
        )
)
select
    quarter::integer as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    layer,
    variant,
    measure,
    null::integer as horizon,
    value::double as value,
    numerator::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    case when measure <> 'net_flow' then wilson_low(value::double, denominator::double) end as lo,
    case when measure <> 'net_flow' then wilson_high(value::double, denominator::double) end as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from told
