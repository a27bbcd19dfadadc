/*
id: voluntary_completion_rate
name: Voluntary completion rate
question: Do people finish what they choose?
unit: share
grain: episode (a person, an item, an attempt)
anchor: the day of enrolment
numerator: voluntary episodes completed within H days of enrolment
denominator: voluntary episodes begun in the period whose H days have passed
formula: completed within H ÷ matured voluntary episodes; H = 30 days for items of up to 30 minutes, 180 days from 20 hours on, else 90, or one H for all when asked for
needs: [enrolment, completions]
interval: Wilson 95 %, with an effective size that allows for several episodes of one person (S1c), of the exit-censored variants from the curve's person-clustered variance; bounds if the unknown were all failures or all successes (S10)
smallest_group: 5
version: 7
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; what began in a learning system of which no file can tell completions is left out and no longer counts as not completed
source: METRICS.md A1
caveats:
    - What was begun on a day on which a file says that the person had left counts nowhere. A note says how much that is.
    - Strict counts what people started themselves; broad adds what was suggested to them.
    - Somebody who takes the two modules that were needed and stops has learned too.
    - The rate rises when people choose shorter items, so compare within a length band.
    - Whoever left before H counts as not completed. Waived and credited episodes are left out.
    - The variants "exit censored" follow such an episode until the person left and no longer, so they say how much of the number hangs on people who left. They are the Aalen–Johansen curve at H, item lengths of the same H each by themselves, and equal the rate where nobody left; withdrawal, failure and expiry stay "not completed". Where nobody is followed to the end any more, the curve stays where it was.
    - An exit-censored share is not numerator ÷ denominator, because the rest of a leaver's time is filled in by those who stayed. It is told where nobody or at least as many people left as the smallest group has.
    - Above 20 % of unknown initiation the number is a range, not a point.
    - What failed, was withdrawn or expired and is taken again within 30 days is one episode with the new attempt, counted from the first enrolment. Taken again later, after a completion or a waiver, or in another employment, it is a new one.
    - What began in a learning system of which no file can tell completions is left out, because nobody knows what became of it. A note names the system and says how much that is.
dimensions: [org_unit, item, source, length_band]
variants: [strict, broad, strict_exit_censored, broad_exit_censored]
default_variants: [strict, broad]
parameters: [from, to, grain, by, where, as_of, variant, horizon]
measures: {}
nested: { strict: broad, strict_exit_censored: strict, broad_exit_censored: broad }
row_needs: { strict_exit_censored: [exits], broad_exit_censored: [exits] }
population: matured_voluntary
is_of_completions: true
*/
-- One row per period, breakdown and variant. The exit-censored ones are worked out where they are asked for ($unusual).
with cohort as not materialized (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        class,
        is_completed,
        outcome,
        days_to_end,
        coalesce($horizon::integer, horizon_days) as h,
    from matured_episode($as_of::date, $horizon::integer)
    where is_within(anchored_on, $from::date, $to::date)
),
person_cell as (
    select
        period_no, key_1, key_2, key_3, person_id,
        count(*) as n,
        count(*) filter (is_completed) as x,
        count(*) filter (class = 'self_initiated') as strict_n,
        count(*) filter (class = 'self_initiated' and is_completed) as strict_x,
    from cohort
    where class in ('self_initiated', 'prompted')
    group by period_no, key_1, key_2, key_3, person_id
),
voluntary as (
    select
        period_no, key_1, key_2, key_3,
        'broad' as variant,
        sum(n) as n, sum(x) as x, count(*) as persons,
        sum(x * x) as xx, sum(x * n) as xn, sum(n * n) as nn,
        count(*) filter (n > strict_n) as apart,
    from person_cell
    group by period_no, key_1, key_2, key_3
    union all
    select
        period_no, key_1, key_2, key_3,
        'strict' as variant,
        sum(strict_n) as n, sum(strict_x) as x, count(*) as persons,
        sum(strict_x * strict_x) as xx, sum(strict_x * strict_n) as xn, sum(strict_n * strict_n) as nn,
        null as apart,
    from person_cell
    where strict_n > 0
    group by period_no, key_1, key_2, key_3
),
whole as (
    select
        period_no, key_1, key_2, key_3,
        count(*) as episodes,
        count(*) filter (class = 'unknown') as unknown_n,
        count(*) filter (class = 'unknown' and is_completed) as unknown_x,
        count(distinct person_id) filter (class = 'unknown') as unknown_persons,
    from cohort
    group by period_no, key_1, key_2, key_3
),
rate as (
    select
        v.* exclude (apart),
        max(v.apart) over (partition by v.period_no, v.key_1, v.key_2, v.key_3) as apart,
        w.episodes, w.unknown_n, w.unknown_x, w.unknown_persons,
        (v.x / v.n)::double as p,
        clustered_size(v.x, v.n, v.persons, v.xx, v.xn, v.nn) as n_eff,
    from voluntary as v
    join whole as w
        on w.period_no = v.period_no and w.key_1 = v.key_1 and w.key_2 = v.key_2 and w.key_3 = v.key_3
),
followed as (
    select
        {'period_no': period_no, 'key_1': key_1, 'key_2': key_2, 'key_3': key_3, 'arm': arm} as cell,
        person_id,
        h as stratum,
        least(coalesce(days_to_end, h), h) as ended,
        case
            when coalesce(days_to_end, h + 1) > h or outcome = 'left' then 0
            when outcome = 'completed' then 1
            else 2
        end as ending,
        days_to_end < h and outcome = 'left' as has_left,
    from (
        select
            *,
            unnest(case class::varchar
                when 'self_initiated' then ['strict', 'broad']
                when 'prompted' then ['broad']
                when 'unknown' then ['unknown']
            end) as arm,
        from cohort
        where $unusual::varchar is not null
    )
),
leaver as (
    select cell, count(distinct person_id) filter (has_left) as persons,
    from followed
    group by cell
),
stayed as (
    select c.cell, c.share, c.events, c.waits, c.persons, c.variance, l.persons as leavers,
    from censored_share('followed') as c
    join leaver as l on l.cell = c.cell
),
censored as (
    select
        r.period_no, r.key_1, r.key_2, r.key_3, r.variant, r.episodes, r.unknown_n, r.unknown_persons,
        s.share as p, s.events as x, s.waits as n, s.persons, s.leavers,
        effective_size(s.share, s.waits, s.persons, s.variance) as n_eff,
        coalesce(u.share, 0) * r.unknown_n as unknown_x,
    from rate as r
    join stayed as s
        on s.cell.period_no = r.period_no and s.cell.key_1 = r.key_1 and s.cell.key_2 = r.key_2
        and s.cell.key_3 = r.key_3 and s.cell.arm = r.variant
    left join stayed as u
        on u.cell.period_no = r.period_no and u.cell.key_1 = r.key_1 and u.cell.key_2 = r.key_2
        and u.cell.key_3 = r.key_3 and u.cell.arm = case when r.unknown_n > 0 then 'unknown' end
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    variant as layer,
    variant,
    null::varchar as measure,
    $horizon::integer as horizon,
    p as value,
    x::double as numerator,
    n::double as denominator,
    persons::integer as persons,
    wilson_low(p, n_eff) as lo,
    wilson_high(p, n_eff) as hi,
    bound_low(x, n, unknown_x, unknown_n) as bound_lo,
    bound_high(x, n, unknown_x, unknown_n) as bound_hi,
    (unknown_n / episodes)::double as unknown_share,
    unknown_part(unknown_persons, bound_low(x, n, 0, unknown_n), bound_high(x, n, unknown_n, unknown_n)) as unknown_part,
    case when variant = 'strict' then apart end::integer as apart,
from rate
union all
select
    period_no::integer as period_no, key_1, key_2, key_3,
    variant || '_exit_censored' as layer,
    variant || '_exit_censored' as variant,
    null::varchar as measure,
    $horizon::integer as horizon,
    round(p, 12) as value,
    x as numerator,
    n as denominator,
    persons::integer as persons,
    round(wilson_low(p, n_eff), 12) as lo,
    round(wilson_high(p, n_eff), 12) as hi,
    round(bound_low(p * n, n, unknown_x, unknown_n), 12) as bound_lo,
    round(bound_high(p * n, n, unknown_x, unknown_n), 12) as bound_hi,
    (unknown_n / episodes)::double as unknown_share,
    unknown_part(
        unknown_persons, round(bound_low(p * n, n, 0, unknown_n), 12), round(bound_high(p * n, n, unknown_n, unknown_n), 12)
    ) as unknown_part,
    leavers::integer as apart,
from censored
