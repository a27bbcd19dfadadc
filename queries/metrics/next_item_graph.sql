/*
id: next_item_graph
name: What people choose next
question: What do people take next on their own?
unit: share
grain: pair of items
anchor: the day on which the next item was begun
numerator: people whose next chosen item after the first was the second
denominator: people who chose any next item after the first
formula: people whose next self-initiated item after a is b ÷ people with any next item after a; chance is told by the order null, each person's own items in any order, Σ 1 ÷ n over people with n items who took both
needs: [enrolment]
interval: Wilson 95 % (S1) of the share that goes on to the second item
smallest_group: 5
version: 7
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md B2 and B4
caveats:
    - Pairs are told over all time to others than analysts, because a shorter time beside it would tell of small ones.
    - Only pairs of at least five people are told, at most 300 of them; those beyond chance come first, then the most frequent.
    - Items begun on one day are put in the order of the time of day where the files tell it. Else they are put in the order of their names; they are drawn, but do not count as evidence of an order.
    - An item counts once per person, when it was first taken.
    - Beyond chance (flag = 1) means a false discovery rate below 5 % over all pairs that at least five people took, in whatever order.
    - Of people with more than 100 items in a year only the newest 100 are looked at; truncated_people says how many that are.
dimensions: []
variants: []
open_variants: the pair of items, as "first → second"
default_variants: []
parameters: [from, to, as_of, variant]
is_told_whole: true
grains: []
measures: { confidence: share, expected: ratio, lift: score, z: score, p_order: probability, q_order: probability, flag: number, edges_found: number, truncated_people: count }
is_of_parts: true
nested: {}
reasons: { numerator: [went_on], denominator: [chose_another] }
population: chosen_step
*/
-- One row per pair of items and measure.
with shown as materialized (
    select *, concat('edge ', from_id, ' ', to_id) as layer,
    from told_edge($from::date, $to::date, $as_of::date)
),
told as (
    select
        layer,
        variant,
        unnest(['confidence', 'expected', 'lift', 'z', 'p_order', 'q_order', 'flag']) as measure,
        unnest([
            persons / persons_onward, expected, lift, z, poisson_tail(in_order, expected), q,
            is_flagged::integer
        ]::double[]) as value,
        persons,
        persons_onward,
    from shown
    union all
    select
        'walking' as layer,
        null as variant,
        'edges_found' as measure,
        (select coalesce(max(edges_found), 0) from shown) as value,
        count(*) as persons,
        null as persons_onward,
    from walking_person($as_of::date)
    union all
    select
        'truncated' as layer,
        null as variant,
        'truncated_people' as measure,
        count(distinct person_id) as value,
        count(distinct person_id) as persons,
        null as persons_onward,
    from chosen_sequence
    where is_truncated and begun_on <= $as_of::date
    having count(*) > 0
)
select
    0 as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    layer,
    variant,
    measure,
    null::integer as horizon,
    round(value, 9)::double as value,
    case when measure = 'confidence' then persons end::double as numerator,
    case when measure = 'confidence' then persons_onward end::double as denominator,
    persons::integer as persons,
    case when measure = 'confidence' then wilson_low(value, persons_onward::double) end as lo,
    case when measure = 'confidence' then wilson_high(value, persons_onward::double) end as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from told
