/*
id: silo_index
name: Silo index
question: Do people choose items from departments other than their own?
unit: ratio
grain: chosen item with a home department
anchor: the day on which it was begun
numerator: the share of chosen items from the learner's own department, less the share that popularity alone predicts
denominator: 1 less the share that popularity alone predicts
formula: Newman's assortativity (Σ e_ii − Σ a_i b_i) ÷ (1 − Σ a_i b_i) of the matrix of learner's department × item's home department; 1 = closed silos, 0 = what popularity alone predicts, below 0 = people choose from elsewhere; cross_share = items from other departments ÷ all; cross_share_by_chance = 1 − Σ a_i b_i; observed = items of one cell ÷ all; observed_to_expected = observed ÷ (a_i b_j); homeless_share = chosen items without a home ÷ all
needs: [enrolment]
interval: percentile interval of 1000 seeded bootstrap samples of people (S5), of the index to the first order; above 250 people that of their limit
smallest_group: 5
version: 6
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md B7
caveats:
    - Cells of the matrix are told over all time to others than analysts, because a shorter time beside it would tell of small ones.
    - It counts where people look, not whether they should; nearby work can rightly share its items.
    - A department is the unit right beneath the top of the unit tree; without a tree, or for a unit that it does not hold, it is the unit itself.
    - An item is at home with the owner that the catalogue names, if anybody of that department learns; else with the department that has at least 1.5 times its share, and five people, among those to whom others gave the item. Items with neither are general and left out, and so are those of owners in the setting silo.general_owners.
    - The learner's unit is that on the day on which the item was begun. Steps without a known unit are left out.
    - Cells of the matrix with fewer than five people are hidden, and further ones so that no row, column, diagonal or total gives them back.
dimensions: []
variants: []
open_variants: a cell of the matrix, as "learner's department → home of the item"
default_variants: []
parameters: [from, to, grain, as_of, variant]
is_told_whole: true
measures: { cross_share: share, cross_share_by_chance: share, observed: share, observed_to_expected: score, homeless_share: share }
nested: {}
reasons: { numerator: [other_department], denominator: [own_department] }
counted_as: sides
population: housed_step
*/
-- One row per period and measure, and per cell of the matrix.
with step as materialized (
    select period_number($grain, month_number(begun_on)) as cell, person_id, from_group, to_group, count(*) as n,
    from housed_step($as_of::date)
    where is_within(begun_on, $from::date, $to::date)
    group by all
),
part as materialized (
    select cell, person_id, round(x, 12) as x, outside_x, y, by_chance,
    from assortativity('step')
),
index_part as (
    select cell, x, y from part where by_chance < 1
),
cross_part as (
    select cell, outside_x as x, y from part
),
told as (
    select
        cell,
        count(*)::integer as persons,
        case when any_value(by_chance) < 1 then sum(x) / sum(y) end as r,
        sum(outside_x) as outside_x,
        sum(y) as y,
        any_value(by_chance) as by_chance,
    from part
    group by cell
),
matrix as (
    select
        cell,
        from_group,
        to_group,
        sum(n) as items,
        count(distinct person_id)::integer as persons,
        count(distinct person_id) < 5 as is_hidden,
    from step
    group by all
),
pass_1 as (select * from veiled_line('matrix', 'row')),
pass_2 as (select * from veiled_line('pass_1', 'column')),
pass_3 as (select * from veiled_line('pass_2', 'diagonal')),
pass_4 as (select * from veiled_line('pass_3', 'row')),
pass_5 as (select * from veiled_line('pass_4', 'column')),
pass_6 as (select * from veiled_line('pass_5', 'diagonal')),
pass_7 as materialized (select * from veiled_line('pass_6', 'row')),
pass_8 as materialized (select * from veiled_line('pass_7', 'column')),
pass_9 as materialized (select * from veiled_line('pass_8', 'diagonal')),
unsettled as (
    select s.cell
    from pass_9 as n
    join pass_6 as s on s.cell = n.cell and s.from_group = n.from_group and s.to_group = n.to_group
    where s.is_hidden <> n.is_hidden
),
shown as (
    select
        *,
        items / sum(items) over (partition by cell) as observed,
        sum(items) over (partition by cell, from_group) / sum(items) over (partition by cell)
        * sum(items) over (partition by cell, to_group) / sum(items) over (partition by cell) as expected,
    from pass_9
    qualify not is_hidden and cell not in (select cell from unsettled)
),
homeless as (
    select
        period_number($grain, month_number(s.begun_on)) as cell,
        count(*) filter (h.item_id is null) as x,
        count(*) as n,
        count(distinct s.person_id)::integer as persons,
        count(distinct s.person_id) filter (h.item_id is null) as people_without,
    from chosen_step($as_of::date) as s
    left join item_home as h on h.item_id = s.item_id
    where is_within(s.begun_on, $from::date, $to::date)
    group by all
    having people_without = 0 or people_without >= 5
),
listed as (
    select t.cell, 'silo' as layer, null as variant, null as measure, r as value, null as x, null as n, persons, b.lo, b.hi
    from told as t
    left join (select cell, lo, hi from bootstrap_ratio('index_part')) as b on b.cell = t.cell
    where r is not null
    union all
    select t.cell, 'silo', null, 'cross_share', outside_x / y, outside_x, y, t.persons, b.lo, b.hi
    from told as t
    join bootstrap_ratio('cross_part') as b on b.cell = t.cell
    union all
    select cell, 'silo', null, 'cross_share_by_chance', 1 - by_chance, null, null, persons, null, null
    from told
    union all
    select cell, 'cell', concat(from_group, ' → ', to_group), 'observed', observed, items, null, persons, null, null
    from shown
    union all
    select
        cell, 'cell', concat(from_group, ' → ', to_group), 'observed_to_expected',
        round(observed / expected, 1), null, null, persons, null, null,
    from shown
    union all
    select cell, 'chosen', null, 'homeless_share', x / n, x, n, persons, null, null
    from homeless
)
select
    cell::integer as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    layer,
    variant,
    measure,
    null::integer as horizon,
    round(value, 9)::double as value,
    x::double as numerator,
    n::double as denominator,
    persons,
    round(if(measure = 'cross_share' and lo is not null, greatest(lo, 0), lo), 9)::double as lo,
    -- least() passes over null, which would give a measure without an interval an upper end of 1
    round(if(hi is null, null, least(hi, 1)), 9)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from listed
