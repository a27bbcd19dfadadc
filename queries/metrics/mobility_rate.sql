/*
id: mobility_rate
name: Internal mobility rate
question: How often do people move inside the company?
unit: per_100
grain: move (a change of job, or of unit and job family, inside one stretch of employment)
anchor: the day on which the move takes effect
numerator: moves in the period
denominator: average daily headcount of the period
formula: 100 × moves ÷ average daily headcount; where the period is not twelve months, moves per 100 people and year (annualised)
needs: [job_history]
interval: Poisson 95 % on the logarithm (S7); without any move from 0 to 3.69 ÷ headcount and year
smallest_group: 5
version: 4
changed: beside a list of the posts of today, the post before the first change is the one that the history states, and not that of today
source: METRICS.md C1, C2; ISO 30414 names the area
caveats:
    - Somebody who moves twice counts twice; the share of people who moved is another number (mover_share), and so is the share of vacancies filled from inside (internal_fill_rate).
    - Reorganisations, new titles, managers, cost centres, grades inside a job, secondments below 90 days (by the reason that the file states) and corrections (back in the post of 30 days before or less) are no moves. A new hire of a former employee is none either. Nor is a new job that the file gives a data correction or a leave of absence as its reason.
    - A move counts for the unit, family, place and grade that the person left, because the days at risk of it are counted there. So the rate of a grade is that of the people who were in it, a promotion counts with the lower grade, and nobody can be promoted out of the highest. How many came to a unit from elsewhere is another number, which no measure tells.
    - A move on the first day of a period counts in that period, for the post of the day before.
    - Without comparable grades, whether a move was a promotion is unknown unless the file states a reason; the bounds tell what it could be.
    - Periods begin with the first month from which the personnel files tell of leavers.
dimensions: [org_unit, job_family, location, grade]
variants: [all, promotion, lateral, downward, progression, cross_functional]
default_variants: [all]
parameters: [from, to, grain, by, where, as_of, variant]
measures: { rate: per_100, annualised: per_100 }
is_of_parts: true
nested: {}
reasons: { numerator: [moved], denominator: [] }
rows: personnel
population: held_post
*/
-- One row per period, breakdown and variant.
with headcount as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        any_value(period_days)::double as period_days,
        sum(days)::double as person_days,
        count(distinct person_id) as persons,
    from held_post($grain, $from::date, $to::date, $as_of::date)
    group by all
),
moved as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        count(*) filter (is_move) as moves,
        count(*) filter (kind = 'promotion') as promotions,
        count(*) filter (kind = 'lateral') as laterals,
        count(*) filter (kind = 'downward') as downwards,
        count(*) filter (kind = 'untyped') as untyped,
        count(*) filter (kind = 'progression') as progressions,
        count(*) filter (is_move and is_cross_functional) as crossings,
        count(*) filter (is_move and is_cross_functional is null) as unplaced,
    from made_move($grain, $from::date, $to::date, $as_of::date)
    group by all
),
counted as (
    select
        h.*,
        h.person_days / h.period_days as average,
        h.person_days / if(h.period_days between 365 and 366, h.period_days, 365.25) as years,
        h.period_days between 365 and 366 as is_year,
        coalesce(m.moves, 0) as moves,
        unnest([
            {variant: 'all', x: coalesce(m.moves, 0), perhaps: 0},
            {variant: 'promotion', x: coalesce(m.promotions, 0), perhaps: coalesce(m.untyped, 0)},
            {variant: 'lateral', x: coalesce(m.laterals, 0), perhaps: coalesce(m.untyped, 0)},
            {variant: 'downward', x: coalesce(m.downwards, 0), perhaps: coalesce(m.untyped, 0)},
            {variant: 'progression', x: coalesce(m.progressions, 0), perhaps: 0},
            {variant: 'cross_functional', x: coalesce(m.crossings, 0), perhaps: coalesce(m.unplaced, 0)}
        ]) as of,
    from headcount as h
    left join moved as m
        on m.period_no = h.period_no and m.key_1 = h.key_1 and m.key_2 = h.key_2 and m.key_3 = h.key_3
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    '' as layer,
    of.variant as variant,
    if(is_year, 'rate', 'annualised') as measure,
    null::integer as horizon,
    if(of.perhaps > 0 and of.perhaps = moves, null, 100 * of.x / nullif(years, 0))::double as value,
    of.x::double as numerator,
    average::double as denominator,
    persons::integer as persons,
    if(of.perhaps > 0 and of.perhaps = moves, null, 100 * rate_low(of.x, years))::double as lo,
    if(of.perhaps > 0 and of.perhaps = moves, null, 100 * rate_high(of.x, years))::double as hi,
    if(of.perhaps > 0, 100 * of.x / nullif(years, 0), null)::double as bound_lo,
    if(of.perhaps > 0, 100 * (of.x + of.perhaps) / nullif(years, 0), null)::double as bound_hi,
    if(moves > 0, of.perhaps / moves, 0)::double as unknown_share,
    case
        when of.perhaps = 0 or of.perhaps < moves then null
        when of.variant = 'cross_functional' then 'families_unknown'
        else 'grades_unknown'
    end as reason,
from counted
