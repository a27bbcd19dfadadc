/*
id: frequent_paths
name: Frequent paths
question: Which items do many people take in the same order, and more often than chance?
unit: share
grain: pattern of two to four items
anchor: the day on which the last item of the pattern was begun
numerator: people who took the items in this order
denominator: people with at least two self-initiated items
formula: support = people who began the items in this order, each one to 60 days after the one before, other items may lie between ÷ people with at least two self-initiated items; confidence = support ÷ support without the last item; rule lift = confidence ÷ share of people with the last item; order null = people who took all of the items ÷ k!; popularity null = 200 re-dealings of each quarter's items over the days on which people were active
needs: [enrolment]
interval: Wilson 95 % (S1) of the support
smallest_group: 5
version: 7
changed: what chance expects, and what is worked out of it, is left out where it would tell that 1 to 4 people took the items otherwise than in the orders that are told
source: METRICS.md B3 and B4
caveats:
    - Patterns are told over all time to others than analysts, because a shorter time beside it would tell of small ones.
    - A pattern needs five people, or half a per cent of the people with two items if that is more.
    - At most 100 patterns are told; those beyond chance come first, then the most frequent.
    - A period selects by the day of the last item. The people without the last item are then counted up to its end.
    - The order null keeps each person's own items and shuffles their order; a popular item alone makes no path. q_order is the false discovery rate over every order of every set of items that enough people took in whatever order, each item within the 60 days.
    - The popularity null keeps how often each item was taken in each quarter and on which days each person was active. Its re-dealings are fixed, so the same data give the same p; beyond 50,000 chosen items it looks at a fixed part of the people.
    - What chance expects tells how many people took the items in whatever order. Where 1 to 4 of them took them otherwise than in the orders that are told, it is left out, and order_lift, z, p_order and q_order with it; so is a q_order that may be that of such a pattern.
    - Items begun on one day have no known order and support no pattern.
    - Of people with more than 100 items in a year only the newest 100 are looked at.
dimensions: []
variants: []
open_variants: the pattern, as "first → second → third"
default_variants: []
parameters: [from, to, as_of, variant]
is_told_whole: true
grains: []
measures: { support: share, confidence: share, rule_lift: score, expected: ratio, order_lift: score, z: score, p_order: probability, q_order: probability, p_popularity: probability, flag: number, patterns_found: number, orders_tested: number }
is_of_parts: true
nested: {}
reasons: { numerator: [took_path], denominator: [other_items] }
population: chosen_step
*/
-- One row per pattern and measure.
with shown as materialized (
    select *
    from told_pattern($from::date, $to::date, $as_of::date)
),
redealt as (
    select *
    from redealt_pattern('shown', $from::date, $to::date, $as_of::date, null)
),
named as (
    select
        s.*,
        r.p as p_popularity,
        concat_ws(' ', 'path', s.item_1, s.item_2, s.item_3, s.item_4) as layer,
    from shown as s
    left join redealt as r on r.pattern = s.pattern
),
told as (
    select
        layer,
        variant,
        persons,
        unnest([
            'support', 'confidence', 'rule_lift', 'expected', 'order_lift', 'z', 'p_order', 'q_order',
            'p_popularity', 'flag'
        ]) as measure,
        unnest([
            persons / base, persons / prefix_persons, persons / prefix_persons / (last_persons / base),
            expected, lift, z, p, q, p_popularity, is_flagged::integer
        ]::double[]) as value,
        unnest([persons, persons, null, null, null, null, null, null, null, null]) as numerator,
        unnest([base, prefix_persons, null, null, null, null, null, null, null, null]) as denominator,
        unnest([
            true, true, true, not is_veiled, not is_veiled, not is_veiled, not is_veiled, not is_q_veiled, true, true
        ]) as is_told,
    from named
    union all
    select
        'walking' as layer,
        null as variant,
        count(*) as persons,
        unnest(['patterns_found', 'orders_tested']) as measure,
        unnest([(select coalesce(max(patterns_found), 0) from shown), (select coalesce(max(orders_tested), 0) from shown)]::double[]) as value,
        null as numerator,
        null as denominator,
        true as is_told,
    from walking_person($as_of::date)
)
select
    0 as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    layer,
    variant,
    measure,
    null::integer as horizon,
    round(value, 9)::double as value,
    numerator::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    case when measure = 'support' then wilson_low(value, denominator::double) end as lo,
    case when measure = 'support' then wilson_high(value, denominator::double) end as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from told
where is_told
