/*
id: aligned_learning_odds
name: Learning for a role before moving to it
question: Do people who move learn for the new role beforehand more often than similar people who stay?
unit: ratio
grain: move, with up to four people who did not move
anchor: the day on which the move takes effect
numerator: movers with a voluntary item for the new job family or job in the 365 days before
denominator: movers
formula: Mantel–Haenszel odds ratio over sets of one mover and up to four people of the same job family, grade, band of tenure and place on that day
needs: [enrolment, job_history, target_roles]
interval: 95 % on the logarithm (Robins, Breslow, Greenland), as much wider as people make it who stand in several sets; of the movers' share S1c
smallest_group: 10
version: 8
changed: beside a list of the posts of today, the post before the first change is the one that the history states, and not that of today
source: METRICS.md C6
caveats:
    - The learning came first by design, yet people who want to move learn for it. Not adjusted for ambition, performance, manager support.
    - An item counts when the catalogue says that it prepares for that job family or job.
    - Movers count for the unit, family, place and grade that they went to, because that is what they learned for, and so do those who are compared with them; similar people are those of the post that the mover left.
    - Only moves with a year of learning data before them are counted, and at least ten of them are needed.
dimensions: [org_unit, job_family, location, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
measures: { odds_ratio: ratio, movers: share, others: share }
is_of_parts: true
nested: {}
reasons: { numerator: [aligned], denominator: [not_aligned] }
rows: personnel
population: aligned
*/
-- One row per period, breakdown and measure.
with compared as (
    select
        period_number($grain, month_number(day)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        *,
    from aligned_person($from::date, $to::date, $as_of::date)
),
matched_set as (
    select
        period_no, key_1, key_2, key_3, mover_id, moved_on,
        count(*) filter (is_mover and is_aligned) as a,
        count(*) filter (not is_mover) as n_0,
        count(*) filter (not is_mover and is_aligned) as c,
    from compared
    group by all
),
counted as (
    select
        period_no, key_1, key_2, key_3,
        count(distinct person_id) filter (is_mover) as movers,
        count(distinct person_id) filter (not is_mover) as others,
    from compared
    group by all
),
pooled as (
    select
        period_no, key_1, key_2, key_3,
        sum(s.a)::double as a,
        count(*)::double as n_1,
        sum(s.c)::double as c,
        sum(s.n_0)::double as n_0,
        pooled_odds_ratio(s.a, 1, s.c, s.n_0) as odds,
        pooled_odds_error(s.a, 1, s.c, s.n_0) as set_error,
        sum(s.a * (s.n_0 - s.c) / (1 + s.n_0)) as upper,
        sum((1 - s.a) * s.c / (1 + s.n_0)) as lower,
    from matched_set as s
    group by all
),
pulled as (
    select
        m.period_no, m.key_1, m.key_2, m.key_3, m.person_id, m.is_mover, m.is_aligned,
        pooled_pull(
            (m.is_mover and m.is_aligned)::integer, s.a, (not m.is_mover and not m.is_aligned)::integer, s.n_0 - s.c,
            1, 1 + s.n_0
        ) / nullif(p.upper, 0)
        - pooled_pull(
            (m.is_mover and not m.is_aligned)::integer, 1 - s.a, (not m.is_mover and m.is_aligned)::integer, s.c,
            1, 1 + s.n_0
        ) / nullif(p.lower, 0) as pull,
    from compared as m
    join matched_set as s
        on s.period_no = m.period_no and s.key_1 = m.key_1 and s.key_2 = m.key_2 and s.key_3 = m.key_3
        and s.mover_id = m.mover_id and s.moved_on = m.moved_on
    join pooled as p
        on p.period_no = m.period_no and p.key_1 = m.key_1 and p.key_2 = m.key_2 and p.key_3 = m.key_3
),
person as (
    select
        period_no, key_1, key_2, key_3, person_id,
        count(*) filter (is_mover) as n,
        count(*) filter (is_mover and is_aligned) as x,
        sum(pull) as pull,
        sum(pull * pull) as squares,
    from pulled
    group by all
),
clustered as (
    select
        period_no, key_1, key_2, key_3,
        clustered_growth(pull, squares) as growth,
        clustered_size(sum(x), sum(n), count(*) filter (n > 0), sum(x * x), sum(x * n), sum(n * n)) as n_eff,
    from person
    group by all
),
estimate as (
    select p.*, p.set_error * c.growth as error, c.n_eff,
    from pooled as p
    join clustered as c
        on c.period_no = p.period_no and c.key_1 = p.key_1 and c.key_2 = p.key_2 and c.key_3 = p.key_3
),
told as (
    select
        e.period_no, e.key_1, e.key_2, e.key_3,
        unnest([
            {
                'measure': 'odds_ratio', 'layer': 'movers+others', 'value': e.odds, 'x': null, 'n': e.n_1,
                'lo': log_low(e.odds, e.error), 'hi': log_high(e.odds, e.error),
                'persons': c.movers + c.others
            },
            {
                'measure': 'movers', 'layer': 'movers', 'value': e.a / e.n_1, 'x': e.a, 'n': e.n_1,
                'lo': wilson_low(e.a / e.n_1, e.n_eff), 'hi': wilson_high(e.a / e.n_1, e.n_eff), 'persons': c.movers
            },
            {
                'measure': 'others', 'layer': 'others', 'value': e.c / nullif(e.n_0, 0), 'x': e.c, 'n': e.n_0,
                'lo': null, 'hi': null, 'persons': c.others
            }
        ]) as told,
    from estimate as e
    join counted as c
        on c.period_no = e.period_no and c.key_1 = e.key_1 and c.key_2 = e.key_2 and c.key_3 = e.key_3
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    told.layer as layer,
    null::varchar as variant,
    told.measure as measure,
    365 as horizon,
    told.value::double as value,
    told.x::double as numerator,
    told.n::double as denominator,
    told.persons::integer as persons,
    told.lo::double as lo,
    told.hi::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    0::double as unknown_share,
    if(told.value is null, 'no_contrast', null) as reason,
from told
