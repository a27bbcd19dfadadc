/*
id: manager_readiness
name: Readiness as managers rate it
question: Do managers see people become ready for the next task?
unit: score
grain: person rated twice by the same manager
anchor: the day of the second rating
numerator: sum of the changes of the ratings
denominator: people with two ratings by the same manager
formula: mean change of the rating; difference = mean change of those with at least three voluntary completions in between − mean change of those without voluntary learning; of people whom two managers rate, reliability = ICC(2,1) and kappa = their agreement beyond chance, weighted by squared distance
needs: [ratings]
interval: t 95 % of the change within people (S8); the difference by Welch
smallest_group: 10
version: 1
source: METRICS.md D6
caveats:
    - An observed difference between groups, not adjusted for ambition, performance, manager support.
    - The difference compares all people of both groups as they are, without matching them by job, grade, tenure and site.
    - Another manager than before makes no pair. A low first rating tends to rise by itself.
    - Leniency is taken out by subtracting each manager's mean over both rounds; it changes levels, not differences within a person.
dimensions: [org_unit, job_family, location, grade]
variants: [all, learners, between, others]
default_variants: [all, learners, between, others]
parameters: [from, to, grain, by, where, as_of, variant]
measures: { change: score, improved: share, before_centred: score, after_centred: score, difference: score, reliability: ratio, kappa: ratio }
nested: { learners: all, between: all, others: all }
reasons: { numerator: [rated_twice], denominator: [] }
rows: none
population: rating_paired
*/
-- One row per period, breakdown, group and measure.
with paired as (
    select
        period_number($grain, month_number(after_on)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        unnest(['all', exposure]) as exposure,
        change,
        before_centred,
        after_centred,
    from rating_paired($as_of::date)
    where is_within(after_on, $from::date, $to::date)
),
person_cell as (
    select
        period_no, key_1, key_2, key_3, exposure, person_id,
        avg(change) as change,
        avg(before_centred) as before_centred,
        avg(after_centred) as after_centred,
    from paired
    group by all
),
cell as (
    select
        period_no, key_1, key_2, key_3, exposure,
        count(*) as persons,
        sum(change) as total,
        avg(change) as mean,
        stddev_samp(change) as spread,
        var_samp(change) as variance,
        count(*) filter (change > 0)::double as improved,
        avg(before_centred) as before_centred,
        stddev_samp(before_centred) as before_spread,
        avg(after_centred) as after_centred,
        stddev_samp(after_centred) as after_spread,
    from person_cell
    group by all
),
rated as (
    select
        0 as cell,
        p.person_id as subject,
        row_number() over (partition by p.person_id, coalesce(r.cycle, r.phase) order by lower(r.rater_key)) as rater,
        r.score,
        coalesce(r.cycle, r.phase) as cycle,
    from manager_rating as r
    join batch as b on b.batch_id = r.batch_id and b.undone_at is null
    join identity_person as p on p.identity_id = r.identity_id
    where r.rated_on <= $as_of::date
    qualify count(*) over (partition by p.person_id, coalesce(r.cycle, r.phase)) = 2
),
reliability as (
    select icc, subjects
    from intraclass_correlation('rated')
),
doubled as (
    select subject, cycle, max(score) filter (rater = 1) as one, max(score) filter (rater = 2) as other,
    from rated
    group by all
),
agreement as (
    select quadratic_kappa(one, other) as kappa, count(distinct subject) as subjects,
    from doubled
),
told as (
    select
        period_no, key_1, key_2, key_3, exposure as layer, exposure as variant, 'change' as measure,
        mean as value, total as numerator, persons as denominator, persons,
        t_low(mean, spread, persons) as lo, t_high(mean, spread, persons) as hi,
    from cell
    union all
    select
        period_no, key_1, key_2, key_3, exposure, exposure, 'improved',
        improved / persons, improved, persons, persons,
        wilson_low(improved / persons, persons::double), wilson_high(improved / persons, persons::double),
    from cell
    union all
    select
        period_no, key_1, key_2, key_3, exposure, exposure, 'before_centred', before_centred, null, persons, persons,
        t_low(before_centred, before_spread, persons), t_high(before_centred, before_spread, persons),
    from cell
    union all
    select
        period_no, key_1, key_2, key_3, exposure, exposure, 'after_centred', after_centred, null, persons, persons,
        t_low(after_centred, after_spread, persons), t_high(after_centred, after_spread, persons),
    from cell
    union all
    select
        a.period_no, a.key_1, a.key_2, a.key_3, 'learners+others', 'all', 'difference',
        a.mean - b.mean, null, null, least(a.persons, b.persons),
        welch_low(a.mean, a.variance, a.persons, b.mean, b.variance, b.persons),
        welch_high(a.mean, a.variance, a.persons, b.mean, b.variance, b.persons),
    from cell as a
    join cell as b
        on b.period_no = a.period_no and b.key_1 = a.key_1 and b.key_2 = a.key_2 and b.key_3 = a.key_3
    where a.exposure = 'learners' and b.exposure = 'others'
    union all
    select 0, 0, 0, 0, 'rated', 'all', 'reliability', icc, null, null, subjects, null, null,
    from reliability
    where subjects > 1
    union all
    select 0, 0, 0, 0, 'rated', 'all', 'kappa', kappa, null, null, subjects, null, null,
    from agreement
    where subjects > 1 and kappa is not null
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layer,
    variant,
    measure,
    null::integer as horizon,
    value::double as value,
    numerator::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    lo::double as lo,
    hi::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from told
