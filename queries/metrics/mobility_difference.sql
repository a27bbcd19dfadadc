/*
id: mobility_difference
name: Mobility of self-directed learners and of similar others
question: Do similar people who learn voluntarily move more often?
unit: points
grain: person and landmark (the first day of a quarter)
anchor: the landmark
numerator: matched self-directed learners, and matched others, who moved within 365 days after the landmark
denominator: matched people of the same job family, grade, band of tenure, place and last rating at that landmark
formula: share of matched learners who moved − share of the others of their strata, weighted to the learners (coarsened exact matching, ATT)
needs: [enrolment, job_history]
row_needs: { exit: [exits] }
interval: of the difference from the strata where one landmark counts and none of them is all or nothing, else 1000 seeded person bootstraps, above 500 people its variance to the first order (each person’s pull on the difference); of the ratios Greenland and Robins' (S6), as much wider as people make it who stand at several landmarks, and so the E-value of the limit; of the naive difference Newcombe's (S2) with S1c and the correlation of people who are on both sides
smallest_group: 10
version: 9
changed: beside a list of the posts of today, the post before the first change is the one that the history states, and not that of today
source: METRICS.md C4; Iacus, King, Porro (matching), VanderWeele and Ding (E-value)
caveats:
    - The difference is that of the learners' strata, the ratio is pooled by how much each stratum tells (Mantel and Haenszel). Where there is next to no difference, the two can point to different sides.
    - The people of a comparison are those of both sides added up; who stands on one side at one landmark and on the other at another counts on each, and so does who has time before and after of the two rates.
    - It shows a difference between groups and not what made it. Not adjusted for ambition, performance, manager support.
    - Self-directed means three voluntary completions, or five voluntary hours that a log or a system measured, in the 365 days before the landmark; others had no voluntary activity, and those between stand on their own. An enrolment that was never started is no activity. Somebody whom no learning system knows counts as without activity; the share of the unknown says how many of the others that are.
    - Bands of tenure are none, one, two to four, and five and more whole years.
    - Eligible is who is employed, has been in the role for 90 days and does not leave within 30 days; no file tells of notices.
    - A landmark counts when the learning data reach back a year before it and all data a year beyond it; a period chooses landmarks.
    - No number where fewer than half of the learners find somebody to compare with, or fewer than 30 people are on a side; nor in a part of the whole where one to nine people find somebody in the whole only.
    - The E-value says how strong something unmeasured would have to be to explain the ratio; the balance says how alike the groups are, in standard deviations (0.1 and less is even). The naive difference and the person-time ratio stand beside it for comparison only.
dimensions: [org_unit, job_family, location, grade]
variants: [move, promotion, exit]
default_variants: [move]
parameters: [from, to, grain, by, where, as_of, variant]
measures:
    rd: points
    learners: share
    others: share
    middle: share
    rr: ratio
    e_value: ratio
    e_value_limit: ratio
    matched_share: share
    naive: points
    irr: ratio
    exposed_rate: per_100
    unexposed_rate: per_100
    balance_before_tenure: ratio
    balance_before_grade: ratio
    balance_before_working_time: ratio
    balance_before_time_in_role: ratio
    balance_before_required_learning: ratio
    balance_before_earlier_moves: ratio
    balance_tenure: ratio
    balance_grade: ratio
    balance_working_time: ratio
    balance_time_in_role: ratio
    balance_required_learning: ratio
    balance_earlier_moves: ratio
is_of_parts: true
nested: {}
reasons: { numerator: [learner], denominator: [other] }
rows: personnel
counted_as: sides
population: landmark
*/
-- One row per period (of landmarks), breakdown, outcome and measure.
with told as (
    select 'move' as variant, *
    from told_difference('move', $grain, $from::date, $to::date, $as_of::date, $by_1, $by_2, $by_3)
    union all
    select 'promotion' as variant, *
    from told_difference('promotion', $grain, $from::date, $to::date, $as_of::date, $by_1, $by_2, $by_3)
    union all
    select 'exit' as variant, *
    from told_difference('exit', $grain, $from::date, $to::date, $as_of::date, $by_1, $by_2, $by_3)
),
refused as (
    select period_no, key_1, key_2, key_3, reason, persons
    from told
    where variant = 'move' and measure = 'rd'
),
balance as (
    select
        b.*,
        r.reason,
        r.persons as told_persons,
    from matched_balance($grain, $from::date, $to::date, $as_of::date, $by_1, $by_2, $by_3) as b
    join refused as r
        on r.period_no = b.cell.period_no and r.key_1 = b.cell.key_1 and r.key_2 = b.cell.key_2 and r.key_3 = b.cell.key_3
),
followed as (
    select
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        {'family': job_family_id, 'band': grade_band_id} as place,
        person_id,
        (is_moved and is_exposed_at_end)::integer as x_1,
        exposed_days / 365.25 as t_1,
        (is_moved and not is_exposed_at_end)::integer as x_0,
        unexposed_days / 365.25 as t_0,
    from split_time($as_of::date)
    where $grain is null and $from is null and $to is null
),
stratum as (
    select key_1, key_2, key_3, place, sum(x_1) as a, sum(t_1) as t_1, sum(x_0) as c, sum(t_0) as t_0,
    from followed
    group by all
),
pooled as (
    select
        key_1, key_2, key_3,
        pooled_rate_ratio(a, t_1, c, t_0) as irr,
        pooled_rate_error(a, t_1, c, t_0) as strata_error,
        sum(a * t_0 / (t_1 + t_0)) as upper,
        sum(c * t_1 / (t_1 + t_0)) as lower,
    from stratum
    where t_1 + t_0 > 0
    group by all
),
pulled as (
    select
        f.key_1, f.key_2, f.key_3, f.person_id, f.x_1, f.t_1, f.x_0, f.t_0,
        pooled_pull(f.x_1, s.a, f.t_0, s.t_0, f.t_1 + f.t_0, s.t_1 + s.t_0) / nullif(p.upper, 0)
        - pooled_pull(f.x_0, s.c, f.t_1, s.t_1, f.t_1 + f.t_0, s.t_1 + s.t_0) / nullif(p.lower, 0) as pull,
    from followed as f
    join stratum as s
        on s.key_1 = f.key_1 and s.key_2 = f.key_2 and s.key_3 = f.key_3 and s.place = f.place and s.t_1 + s.t_0 > 0
    join pooled as p on p.key_1 = f.key_1 and p.key_2 = f.key_2 and p.key_3 = f.key_3
),
person as (
    select
        key_1, key_2, key_3, person_id,
        sum(x_1) as a, sum(t_1) as t_1, sum(x_0) as c, sum(t_0) as t_0,
        sum(pull) as pull, sum(pull * pull) as squares,
    from pulled
    group by all
),
person_time as (
    select
        n.key_1, n.key_2, n.key_3,
        any_value(p.irr) as irr,
        any_value(p.strata_error) * clustered_growth(n.pull, n.squares) as irr_error,
        sum(n.a) as a, sum(n.t_1) as t_1, sum(n.c) as c, sum(n.t_0) as t_0,
        count(*) filter (n.t_1 > 0) as exposed, count(*) filter (n.t_0 > 0) as unexposed,
    from person as n
    join pooled as p on p.key_1 = n.key_1 and p.key_2 = n.key_2 and p.key_3 = n.key_3
    group by all
),
compared as (
    select
        key_1, key_2, key_3,
        unnest([
            {
                'measure': 'irr', 'layer': 'exposed+unexposed', 'value': irr, 'x': null, 'n': null,
                'lo': log_low(irr, irr_error), 'hi': log_high(irr, irr_error),
                'persons': exposed + unexposed
            },
            {
                'measure': 'exposed_rate', 'layer': 'exposed', 'value': 100 * a / nullif(t_1, 0), 'x': a, 'n': t_1,
                'lo': 100 * rate_low(a, t_1), 'hi': 100 * rate_high(a, t_1), 'persons': exposed
            },
            {
                'measure': 'unexposed_rate', 'layer': 'unexposed', 'value': 100 * c / nullif(t_0, 0), 'x': c, 'n': t_0,
                'lo': 100 * rate_low(c, t_0), 'hi': 100 * rate_high(c, t_0), 'persons': unexposed
            }
        ]) as told,
    from person_time
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layer, variant, measure,
    365 as horizon,
    value, numerator, denominator, persons, lo, hi,
    null::double as bound_lo, null::double as bound_hi,
    unknown_share, reason,
from told
union all
select
    cell.period_no::integer as period_no, cell.key_1, cell.key_2, cell.key_3,
    'learners+others' as layer, 'move' as variant,
    unnest(['balance_before_' || variable, 'balance_' || variable]) as measure,
    365 as horizon,
    unnest(if(reason is null, [before, after], [null, null]))::double as value,
    null as numerator, null as denominator, told_persons as persons, null as lo, null as hi,
    null as bound_lo, null as bound_hi,
    0 as unknown_share, reason,
from balance
union all
select
    0 as period_no, key_1, key_2, key_3,
    told.layer, 'move' as variant, told.measure,
    null as horizon,
    told.value, told.x as numerator, told.n as denominator, told.persons::integer as persons, told.lo, told.hi,
    null as bound_lo, null as bound_hi,
    0 as unknown_share, null as reason,
from compared
