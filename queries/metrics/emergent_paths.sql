/*
id: emergent_paths
name: Emergent paths
question: Which paths of their own are people finding that no official path holds yet?
unit: ratio
grain: pattern of three or four items and quarter
anchor: the day on which the last item of the pattern was begun
numerator: people who took the items in this order in the quarter
denominator: people who began anything of their own in the quarter
formula: emergent = at least half of the steps are in no official path valid at the quarter's end, and at least 70 % of the steps of all who took it are self-initiated, and at least 5 people of 2 managers whose starts lie more than 7 days apart took it, and it grows, or grew in one of the two quarters before (90 % lower limit of the rate ratio to the quarter before above 1, or first seen in that quarter or the one before), and the order null has a false discovery rate below 5 %; established = the same in three quarters on end, growing in any of them; formalised = once emergent and every step now in an official path; fading = once emergent and the 90 % upper limit of the rate ratio below 1
needs: [enrolment]
row_needs: { state_formalised: [official_paths], novelty: [official_paths] }
interval: 90 % of the rate ratio to the quarter before (S7); without supporters then, the exact conditional limit
smallest_group: 5
version: 8
changed: order_lift and order_q are left out where they would tell that 1 to 4 people of the quarter took the items otherwise than in an order of at least five people
source: METRICS.md B5
caveats:
    - What emerges is an observation, not a recommendation; whether the path is good is for people to judge.
    - The newest quarter is provisional; later data may change it.
    - In the first two quarters of the data nothing can be called new or growing.
    - A pattern must have the support that frequent paths need, five people or half a per cent of those with two items, over all time.
    - The part of a longer path that most of its people take is not told on its own.
    - Without official paths every step counts as new. Where the job history names no manager, the unit stands for it; without any manager or unit in the data that condition is left out.
    - The order null tells how many people took the items in whatever order. Where 1 to 4 people of the quarter took them otherwise than in an order of at least five people, order_lift and order_q are left out; so is an order_q that may be that of such a path.
    - The order null decides. p_popularity tells beside it how often 200 re-dealings of each quarter's items over the days on which people began something give as many supporters in the quarter; items that were published one after the other are taken in that order by everybody, and there it stays high.
    - Fewer than five supporters in a quarter are a seed and stay hidden, also as those of the quarter before; growth is then not told.
dimensions: []
variants: []
open_variants: the path, as "first → second → third"
default_variants: []
parameters: [from, to, grain, as_of, variant]
default_grain: quarter
grains: [quarter]
measures: { state_emergent: share, state_established: share, state_formalised: share, state_fading: share, novelty: ratio, self_found: share, managers: count, span_days: days, growth: ratio, first_seen_quarters_ago: number, order_lift: score, order_q: probability, p_popularity: probability, provisional: number, "closest: ": ratio }
is_of_parts: true
nested: {}
reasons: { numerator: [took_path], denominator: [other_items] }
population: chosen_step
*/
-- One row per path, quarter and measure; the measure state_… says the state and carries the people.
with found as materialized (
    select *
    from emergent_pattern($as_of::date)
    where is_within(period_start('quarter', quarter), $from::date, $to::date)
),
listed as materialized (
    select row_number() over (order by item_1, item_2, item_3, item_4)::integer as pattern, *,
    from (select distinct item_1, item_2, item_3, item_4 from found)
),
redealt as (
    select *
    from redealt_pattern('listed', null::date, null::date, $as_of::date, 'quarter')
),
named as (
    select
        e.*,
        r.p as p_popularity,
        concat_ws(' → ', i_1.title, i_2.title, i_3.title, i_4.title) as variant,
        concat_ws(' ', 'path', e.item_1, e.item_2, e.item_3, e.item_4) as layer,
        e.quarter = period_number('quarter', month_number($as_of::date)) as is_provisional,
        e.persons_otherwise between 1 and 4 as is_veiled,
        e.q < 1 and bool_or(e.persons_otherwise between 1 and 4) over (partition by e.quarter, e.q) as is_q_veiled,
    from found as e
    join listed as l
        on l.item_1 = e.item_1 and l.item_2 = e.item_2 and l.item_3 = e.item_3
        and l.item_4 is not distinct from e.item_4
    left join redealt as r on r.pattern = l.pattern and r.period_no = e.quarter
    join item as i_1 on i_1.item_id = e.item_1
    join item as i_2 on i_2.item_id = e.item_2
    join item as i_3 on i_3.item_id = e.item_3
    left join item as i_4 on i_4.item_id = e.item_4
),
told as (
    select
        quarter, layer, variant, persons,
        concat('state_', state) as measure,
        persons / active_people as value,
        persons as numerator,
        active_people as denominator,
        wilson_low(persons / active_people, active_people::double) as lo,
        wilson_high(persons / active_people, active_people::double) as hi,
    from named
    union all
    select
        quarter, layer, variant, persons,
        unnest([
            'novelty', 'managers', 'span_days', 'first_seen_quarters_ago', 'p_popularity', 'provisional'
        ]) as measure,
        unnest([
            novelty, managers, span_days, quarter - first_quarter, p_popularity, is_provisional::integer
        ]::double[]) as value,
        null as numerator, null as denominator, null as lo, null as hi,
    from named
    union all
    select
        quarter, layer, variant, persons, 'order_lift' as measure, lift as value,
        null as numerator, null as denominator, null as lo, null as hi,
    from named
    where not is_veiled
    union all
    select
        quarter, layer, variant, persons, 'order_q' as measure, q as value,
        null as numerator, null as denominator, null as lo, null as hi,
    from named
    where not (is_veiled or is_q_veiled)
    union all
    select
        quarter, layer, variant, persons, 'self_found' as measure, self_steps / steps as value,
        self_steps as numerator, steps as denominator, null as lo, null as hi,
    from named
    union all
    select
        quarter, layer, variant, persons, 'growth' as measure,
        rate_ratio(persons, active_people, persons_before, active_before) as value,
        null as numerator, null as denominator,
        growth_lo as lo, growth_hi as hi,
    from named
    where persons_before >= 5
    union all
    select
        quarter, layer, variant, persons, concat('closest: ', closest_path) as measure, closest_overlap as value,
        null as numerator, null as denominator, null as lo, null as hi,
    from named
    where closest_path is not null
)
select
    quarter::integer as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    layer,
    variant,
    measure,
    null::integer as horizon,
    round(value, 9)::double as value,
    numerator::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    round(lo, 9)::double as lo,
    round(hi, 9)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from told
