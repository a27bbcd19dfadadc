/*
id: completion_gap
name: Voluntary–mandatory completion gap
question: Do people finish what they choose as often as what they must?
unit: share
grain: pair of classes
anchor: the day of enrolment
numerator: the completion rate of voluntary episodes within H days, less that of required ones
denominator: episodes of either class begun in the period whose H days have passed
formula: voluntary completion rate − completion rate of assigned_required, both within the same H = 90 days
needs: [enrolment]
interval: Newcombe 95 % from two Wilson intervals with effective sizes for several episodes of one person (S2 with S1c); bounds of each rate if the unknown were all failures or all successes (S10), and of the gap the worst case of both
smallest_group: 5
version: 2
source: METRICS.md A2
caveats:
    - Required items are chased, so a negative gap is normal; its trend is the signal, not its sign.
    - Part of the gap is shorter content; compare within a length band.
    - Above 20 % of unknown initiation the gap is a range, not a point.
    - Waived and credited episodes are left out; whoever left before H counts as not completed.
dimensions: [org_unit, item, source, length_band]
variants: [strict, broad]
default_variants: [broad]
parameters: [from, to, grain, by, where, as_of, variant, horizon]
measures: { difference: share, voluntary: share, assigned_required: share }
nested: { strict: broad }
population: matured_pair
*/
-- One row per period, breakdown, variant and measure.
with cohort as (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        class,
        is_completed,
    from matured_episode($as_of::date, coalesce($horizon::integer, 90))
    where is_within(anchored_on, $from::date, $to::date)
),
person_cell as (
    select
        period_no, key_1, key_2, key_3, person_id,
        count(*) filter (class in ('self_initiated', 'prompted')) as broad_n,
        count(*) filter (class in ('self_initiated', 'prompted') and is_completed) as broad_x,
        count(*) filter (class = 'self_initiated') as strict_n,
        count(*) filter (class = 'self_initiated' and is_completed) as strict_x,
        count(*) filter (class = 'assigned_required') as required_n,
        count(*) filter (class = 'assigned_required' and is_completed) as required_x,
        count(*) as episodes,
        count(*) filter (class = 'unknown') as unknown_n,
        count(*) filter (class = 'unknown' and is_completed) as unknown_x,
    from cohort
    group by period_no, key_1, key_2, key_3, person_id
),
person_arm as (
    select * exclude (broad_n, broad_x, strict_n, strict_x, required_n, required_x),
        unnest(['broad', 'strict', 'assigned_required']) as arm,
        unnest([broad_n, strict_n, required_n]) as n,
        unnest([broad_x, strict_x, required_x]) as x,
    from person_cell
),
arm as (
    select
        period_no, key_1, key_2, key_3, arm,
        sum(n) as n,
        sum(x) as x,
        (sum(x) / sum(n))::double as p,
        count(*) as persons,
        clustered_size(sum(x), sum(n), count(*), sum(x * x), sum(x * n), sum(n * n)) as n_eff,
    from person_arm
    where n > 0
    group by period_no, key_1, key_2, key_3, arm
),
whole as (
    select
        period_no, key_1, key_2, key_3,
        count(*) filter (broad_n + required_n > 0) as broad_persons,
        count(*) filter (strict_n + required_n > 0) as strict_persons,
        count(*) filter (broad_n > strict_n) as apart,
        sum(unknown_n) as unknown_n,
        sum(unknown_x) as unknown_x,
        count(*) filter (unknown_n > 0) as unknown_persons,
        sum(unknown_n) / sum(episodes) as unknown_share,
    from person_cell
    group by period_no, key_1, key_2, key_3
),
rate as (
    select
        a.*,
        wilson_low(a.p, a.n_eff) as lo,
        wilson_high(a.p, a.n_eff) as hi,
        bound_low(a.x, a.n, w.unknown_x, w.unknown_n) as bound_lo,
        bound_high(a.x, a.n, w.unknown_x, w.unknown_n) as bound_hi,
        bound_low(a.x, a.n, 0, w.unknown_n) as wide_lo,
        bound_high(a.x, a.n, w.unknown_n, w.unknown_n) as wide_hi,
        a.p in (0, 1) and a.persons < 20 as is_band,
    from arm as a
    join whole as w
        on w.period_no = a.period_no and w.key_1 = a.key_1 and w.key_2 = a.key_2 and w.key_3 = a.key_3
),
pair as (
    select
        v.period_no, v.key_1, v.key_2, v.key_3,
        v.arm as variant,
        v.p as v_p, v.lo as v_lo, v.hi as v_hi, v.is_band as v_band,
        r.p as r_p, r.lo as r_lo, r.hi as r_hi, r.is_band as r_band,
        if(v.is_band and v.p = 1, least(v.bound_lo, 0.95), v.bound_lo) as v_bound_lo,
        if(v.is_band and v.p = 0, greatest(v.bound_hi, 0.05), v.bound_hi) as v_bound_hi,
        if(r.is_band and r.p = 1, least(r.bound_lo, 0.95), r.bound_lo) as r_bound_lo,
        if(r.is_band and r.p = 0, greatest(r.bound_hi, 0.05), r.bound_hi) as r_bound_hi,
        if(v.is_band and v.p = 1, least(v.wide_lo, 0.95), v.wide_lo) as v_wide_lo,
        if(v.is_band and v.p = 0, greatest(v.wide_hi, 0.05), v.wide_hi) as v_wide_hi,
        if(r.is_band and r.p = 1, least(r.wide_lo, 0.95), r.wide_lo) as r_wide_lo,
        if(r.is_band and r.p = 0, greatest(r.wide_hi, 0.05), r.wide_hi) as r_wide_hi,
    from rate as v
    join rate as r
        on r.period_no = v.period_no and r.key_1 = v.key_1 and r.key_2 = v.key_2 and r.key_3 = v.key_3
    where v.arm <> 'assigned_required' and r.arm = 'assigned_required'
),
told as (
    select
        period_no, key_1, key_2, key_3,
        variant || '+assigned_required' as layer,
        variant,
        'difference' as measure,
        case when not v_band and not r_band then v_p - r_p end as value,
        null as numerator,
        null as denominator,
        null as persons,
        case when not v_band and not r_band then newcombe_low(v_p, v_lo, v_hi, r_p, r_lo, r_hi) end as lo,
        case when not v_band and not r_band then newcombe_high(v_p, v_lo, v_hi, r_p, r_lo, r_hi) end as hi,
        v_bound_lo - r_bound_hi as bound_lo,
        v_bound_hi - r_bound_lo as bound_hi,
        v_wide_lo - r_wide_hi as wide_lo,
        v_wide_hi - r_wide_lo as wide_hi,
    from pair
    union all
    select
        a.period_no, a.key_1, a.key_2, a.key_3,
        a.arm as layer,
        v.variant,
        case when a.arm = 'assigned_required' then 'assigned_required' else 'voluntary' end as measure,
        a.p as value, a.x as numerator, a.n as denominator, a.persons, a.lo, a.hi,
        a.bound_lo, a.bound_hi, a.wide_lo, a.wide_hi,
    from rate as a
    join (values ('broad'), ('strict')) as v (variant) on a.arm in (v.variant, 'assigned_required')
)
select
    t.period_no::integer as period_no, t.key_1, t.key_2, t.key_3,
    t.layer,
    t.variant,
    t.measure,
    coalesce($horizon::integer, 90) as horizon,
    t.value::double as value,
    t.numerator::double as numerator,
    t.denominator::double as denominator,
    coalesce(t.persons, if(t.variant = 'broad', w.broad_persons, w.strict_persons))::integer as persons,
    t.lo::double as lo,
    t.hi::double as hi,
    t.bound_lo::double as bound_lo,
    t.bound_hi::double as bound_hi,
    w.unknown_share::double as unknown_share,
    unknown_part(w.unknown_persons, t.wide_lo, t.wide_hi) as unknown_part,
    case when t.layer = 'strict' then w.apart end::integer as apart,
from told as t
join whole as w
    on w.period_no = t.period_no and w.key_1 = t.key_1 and w.key_2 = t.key_2 and w.key_3 = t.key_3
