/*
id: manager_readiness
name: Readiness as managers rate it
question: Do managers see people become ready for the next task?
unit: score
grain: person rated twice by the same manager
anchor: the day of the second rating
numerator: sum of the changes of the ratings
denominator: people with two ratings by the same manager
formula: mean change of the rating; difference (the plain one) = mean change of those self-directed in between (three voluntary completions, or five voluntary hours that a log or a system measured) − mean change of those without voluntary learning; matched_difference (of similar people) = the same within the strata of C4, with the review round of the first rating in the place of the quarter, the others weighted to the learners; moved = of second ratings with a year of job history behind them, the share with a move or a passed probation in it, by the level of that rating; of people whom two managers rate on one occasion, reliability = ICC(2,1) and kappa = their agreement beyond chance, weighted by squared distance
needs: [ratings]
row_needs:
    {
        learners: [enrolment], between: [enrolment], others: [enrolment],
        difference: [enrolment], matched_difference: [enrolment, job_history],
        moved: [job_history], rated_1: [job_history], rated_2: [job_history], rated_3: [job_history],
        rated_4: [job_history], rated_5: [job_history]
    }
follows: [moves]
interval: t 95 % of the change within people (S8); the difference by Welch, the matched one by Welch from the variances within strata; moved by Wilson with an effective size that allows for several ratings of one person (S1c)
smallest_group: 10
version: 12
changed: beside a list of the posts of today, the post before the first change is the one that the history states, and not that of today
source: METRICS.md D6
caveats:
    - An observed difference between groups, not adjusted for ambition, performance, manager support.
    - difference is the plain one, of all people of both groups as they are. matched_difference compares people first rated in the same review round who on that day were of the same job family, grade, band of tenure, place and earlier rating, and takes a job history.
    - A review round is made of days on which anybody was rated, until for more than 14 days nobody was; the end of a quarter does not part it. Where such a round takes more than 92 days, because people are rated all year round, people of the same quarter of it are compared.
    - matched_difference is told where at least half of the learners find others of their stratum and ten people or more on each side do; else the plain difference alone stands.
    - Ratings on another scale (1-7, 0-10) are brought to one from 1 to 5. Before and after on two scales make no pair.
    - moved counts a person once for each day of such a rating, at the highest level of that day; so days add up to months, months to years, and no total tells of those few whom a part of it leaves out. Who left within the year without a move counts as not moved. A probation counts as passed where the job history gives that as the reason of a row (such as End Probation, Probezeit bestanden); a file without such reasons tells of moves alone. A rating and a move can have the same reason, or one can follow from the other.
    - A later rating by the same manager in the same review cycle and phase replaces the earlier one, so give every cycle a name of its own; ratings without a cycle and phase are told apart by their month.
    - Another manager than before makes no pair. A low first rating tends to rise by itself.
    - Leniency is taken out by subtracting each manager's mean over both rounds; it changes levels, not differences within a person.
dimensions: [org_unit, job_family, location, grade]
variants: [all, learners, between, others, rated_1, rated_2, rated_3, rated_4, rated_5]
default_variants: [all, learners, between, others, rated_1, rated_2, rated_3, rated_4, rated_5]
parameters: [from, to, grain, by, where, as_of, variant]
measures: { change: score, improved: share, before_centred: score, after_centred: score, difference: score, matched_difference: score, moved: share, reliability: ratio, kappa: ratio }
is_of_parts: true
nested: { learners: all, between: all, others: all, rated_1: followed, rated_2: followed, rated_3: followed, rated_4: followed, rated_5: followed }
reasons: { numerator: [rated_twice], denominator: [] }
rows: none
population: rating_paired
*/
-- One row per period, breakdown, group or level, and measure.
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
        before_on,
        after_on,
        stratum,
        level,
        has_role and after_on + 365 <= least(followed_to, $as_of::date) as is_followed,
        moved_on <= after_on + 365 as is_moved,
    from rating_paired($as_of::date)
    where is_within(after_on, $from::date, $to::date)
),
person_cell as (
    select
        period_no, key_1, key_2, key_3, exposure, person_id,
        avg(change) as change,
        avg(before_centred) as before_centred,
        avg(after_centred) as after_centred,
        arg_min_null(stratum, (before_on, after_on)) as stratum,
    from paired
    group by all
),
-- Learners and others by stratum; one who was rated more often stands in the stratum of the first time.
side as (
    select
        period_no, key_1, key_2, key_3, stratum,
        (count(*) filter (exposure = 'learners'))::double as n_1,
        avg(change) filter (exposure = 'learners') as mean_1,
        coalesce(var_samp(change) filter (exposure = 'learners'), 0) as variance_1,
        (count(*) filter (exposure = 'others'))::double as n_0,
        avg(change) filter (exposure = 'others') as mean_0,
        coalesce(var_samp(change) filter (exposure = 'others'), 0) as variance_0,
    from person_cell
    where stratum is not null
    group by all
    having n_1 > 0 and n_0 > 0
),
weighted as (
    select *, n_1 / sum(n_1) over (partition by period_no, key_1, key_2, key_3) as weight,
    from side
),
matched as (
    select
        period_no, key_1, key_2, key_3,
        sum(n_1) as n_1,
        sum(n_0) as n_0,
        sum(weight * (mean_1 - mean_0)) as difference,
        sum((n_1 - 1) * variance_1) / nullif(sum(n_1 - 1), 0) / sum(n_1) as error_1,
        sum((n_0 - 1) * variance_0) / nullif(sum(n_0 - 1), 0) * sum(weight * weight / n_0) as error_0,
        sum(n_1 - 1) as freedom_1,
        sum(n_0 - 1) as freedom_0,
    from weighted
    group by all
),
compared as (
    select
        *,
        t_quantile(
            0.975,
            pow(error_1 + error_0, 2) / nullif(pow(error_1, 2) / freedom_1 + pow(error_0, 2) / freedom_0, 0)
        ) * sqrt(error_1 + error_0) as margin,
    from matched
),
-- Each person and day with a year of job history behind it.
followed_day as (
    select
        period_no, key_1, key_2, key_3, person_id,
        max(level) as level,
        any_value(is_moved) as is_moved,
    from paired
    where exposure = 'all' and is_followed
    group by period_no, key_1, key_2, key_3, person_id, after_on
),
levelled as (
    select
        period_no, key_1, key_2, key_3, person_id,
        null as measure,
        unnest(['followed', 'rated_' || level]) as variant,
        if(is_moved, 1, 0) as x,
        1 as n,
    from followed_day
),
-- How many people have ratings of another level in the same place.
other_level as (
    select
        a.period_no, a.key_1, a.key_2, a.key_3, a.level,
        count(distinct b.person_id) as persons,
    from (select distinct period_no, key_1, key_2, key_3, level from followed_day) as a
    join followed_day as b
        on b.period_no = a.period_no and b.key_1 = a.key_1 and b.key_2 = a.key_2 and b.key_3 = a.key_3
    where b.level <> a.level
    group by all
),
calibrated as (
    select s.*, if(s.variant = 'followed', null, coalesce(o.persons, 0)) as apart,
    from clustered_share('levelled') as s
    left join other_level as o
        on o.period_no = s.period_no and o.key_1 = s.key_1 and o.key_2 = s.key_2 and o.key_3 = s.key_3
        and 'rated_' || o.level = s.variant
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
-- What two managers said of one person on one statement in one cycle; of a rating that was made anew only the last.
rated as (
    select
        0 as cell,
        person_id,
        dense_rank() over (order by person_id, question, cycle) as subject,
        row_number() over (partition by person_id, question, cycle order by rater) as rater,
        of_five(score, points) as score,
    from readiness_rating
    where rated_on <= $as_of::date and coalesce(why not in ('rating_incomplete', 'rated_anew'), true)
    qualify count(*) over (partition by person_id, question, cycle) = 2
),
rated_people as (
    select count(distinct person_id) as people
    from rated
),
reliability as (
    select i.icc, p.people
    from intraclass_correlation('rated') as i
    cross join rated_people as p
),
doubled as (
    select subject, max(score) filter (rater = 1) as one, max(score) filter (rater = 2) as other,
    from rated
    group by subject
),
agreement as (
    select k.kappa, p.people
    from (select quadratic_kappa(one, other) as kappa from doubled) as k
    cross join rated_people as p
),
told as (
    select
        period_no, key_1, key_2, key_3, exposure as layer, exposure as variant, 'change' as measure,
        mean as value, total as numerator, persons as denominator, persons,
        t_low(mean, spread, persons) as lo, t_high(mean, spread, persons) as hi, null::integer as apart,
    from cell
    union all
    select
        period_no, key_1, key_2, key_3, exposure, exposure, 'improved',
        improved / persons, improved, persons, persons,
        wilson_low(improved / persons, persons::double), wilson_high(improved / persons, persons::double), null,
    from cell
    union all
    select
        period_no, key_1, key_2, key_3, exposure, exposure, 'before_centred', before_centred, null, persons, persons,
        t_low(before_centred, before_spread, persons), t_high(before_centred, before_spread, persons), null,
    from cell
    union all
    select
        period_no, key_1, key_2, key_3, exposure, exposure, 'after_centred', after_centred, null, persons, persons,
        t_low(after_centred, after_spread, persons), t_high(after_centred, after_spread, persons), null,
    from cell
    union all
    select
        a.period_no, a.key_1, a.key_2, a.key_3, 'learners+others', 'all', 'difference',
        a.mean - b.mean, null, null, least(a.persons, b.persons),
        welch_low(a.mean, a.variance, a.persons, b.mean, b.variance, b.persons),
        welch_high(a.mean, a.variance, a.persons, b.mean, b.variance, b.persons), null,
    from cell as a
    join cell as b
        on b.period_no = a.period_no and b.key_1 = a.key_1 and b.key_2 = a.key_2 and b.key_3 = a.key_3
    where a.exposure = 'learners' and b.exposure = 'others'
    union all
    select
        c.period_no, c.key_1, c.key_2, c.key_3, 'learners+others', 'all', 'matched_difference',
        c.difference, null, null, least(c.n_1, c.n_0), c.difference - c.margin, c.difference + c.margin, null,
    from compared as c
    join cell as l
        on l.period_no = c.period_no and l.key_1 = c.key_1 and l.key_2 = c.key_2 and l.key_3 = c.key_3
        and l.exposure = 'learners'
    where 2 * c.n_1 >= l.persons and least(c.n_1, c.n_0) >= 10
    union all
    select
        period_no, key_1, key_2, key_3, variant, if(variant = 'followed', 'all', variant), 'moved',
        value, x, n, persons, lo, hi, apart,
    from calibrated
    union all
    select 0, 0, 0, 0, 'rated', 'all', 'reliability', icc, null, null, people, null, null, null,
    from reliability
    where people > 1
    union all
    select 0, 0, 0, 0, 'rated', 'all', 'kappa', kappa, null, null, people, null, null, null,
    from agreement
    where people > 1 and kappa is not null
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
    apart::integer as apart,
from told
