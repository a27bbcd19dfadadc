/*
id: completion_gap
name: Voluntary–mandatory completion gap
question: Do people finish what they choose as often as what they must?
unit: share
grain: pair of classes
anchor: the day of enrolment
numerator: the completion rate of voluntary episodes within H days, less that of required ones
denominator: episodes of either class begun in the period whose H days have passed
formula: voluntary completion rate − completion rate of what is required, both within the same H = 90 days; standardised, each rate is Σ w × its rate among items of a length, w = the share of that length among the episodes of both
needs: [enrolment, completions]
row_needs:
    {
        assigned_required: [required], difference: [required],
        standardised_difference: [required], standardised_voluntary: [required], standardised_assigned_required: [required],
        standardised_coverage: [required]
    }
interval: Newcombe 95 % from two Wilson intervals with effective sizes for several episodes of one person (S2 with S1c); bounds of each rate if the unknown were all failures or all successes (S10), and of the gap the worst case of both
smallest_group: 5
version: 9
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; what began in a learning system of which no file can tell completions is left out and no longer counts as not completed
source: METRICS.md A2
caveats:
    - Required items are chased, so a negative gap is normal; its trend is the signal, not its sign.
    - Part of the gap is shorter content. The standardised rates (direct standardisation) are what both would be with one mix of lengths, that of the episodes of both together; compare those.
    - Lengths of which either class has fewer than five people count as one, with the smallest other length where even together a class has fewer; a length that one class has nothing of is in neither standardised rate. Where no length has five people of each class, no standardised number is told. The coverage says which share of the episodes of both classes is of lengths that both have; below a half the standardised gap speaks of the smaller part.
    - The interval of a standardised rate takes the mix as given and allows for several episodes of one person; bounds take the worst case of every length.
    - Above 20 % of unknown initiation the gap is a range, not a point.
    - Waived and credited episodes are left out; whoever left before H counts as not completed.
    - What failed, was withdrawn or expired and is taken again within 30 days is one episode with the new attempt, counted from the first enrolment. Taken again later, after a completion or a waiver, or in another employment, it is a new one.
    - What began in a learning system of which no file can tell completions is left out, because nobody knows what became of it. A note names the system and says how much that is.
dimensions: [org_unit, item, source, length_band]
variants: [strict, broad]
default_variants: [broad]
parameters: [from, to, grain, by, where, as_of, variant, horizon]
measures:
    {
        difference: share, voluntary: share, assigned_required: share,
        standardised_difference: share, standardised_voluntary: share, standardised_assigned_required: share,
        standardised_coverage: share
    }
is_of_parts: true
main_part: difference
nested: { strict: broad }
population: matured_pair
is_of_completions: true
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
        coalesce(length_band_id, 0) as band,
    from matured_episode($as_of::date, coalesce($horizon::integer, 90))
    where is_within(anchored_on, $from::date, $to::date)
),
person_band as materialized (
    select
        period_no, key_1, key_2, key_3, person_id, band,
        (count(*) filter (class in ('self_initiated', 'prompted')))::double as broad_n,
        (count(*) filter (class in ('self_initiated', 'prompted') and is_completed))::double as broad_x,
        (count(*) filter (class = 'self_initiated'))::double as strict_n,
        (count(*) filter (class = 'self_initiated' and is_completed))::double as strict_x,
        (count(*) filter (class = 'assigned_required'))::double as required_n,
        (count(*) filter (class = 'assigned_required' and is_completed))::double as required_x,
        (count(*))::double as episodes,
        (count(*) filter (class = 'unknown'))::double as unknown_n,
        (count(*) filter (class = 'unknown' and is_completed))::double as unknown_x,
    from cohort
    group by period_no, key_1, key_2, key_3, person_id, band
),
-- What stands behind either class in each length, for the one mix of lengths. Lengths of which either class has fewer than five
-- people are one (stratum -1); where even together a class has fewer, the smallest other length joins them, because a few people
-- with odd lengths would else keep everybody's number back.
band_sum as (
    select
        period_no, key_1, key_2, key_3, band,
        sum(broad_n)::double as broad_n, sum(broad_x)::double as broad_x, count(*) filter (broad_n > 0) as broad_persons,
        sum(strict_n)::double as strict_n, sum(strict_x)::double as strict_x, count(*) filter (strict_n > 0) as strict_persons,
        sum(required_n)::double as r_n, sum(required_x)::double as r_x, count(*) filter (required_n > 0) as r_persons,
        sum(unknown_n)::double as u_n, sum(unknown_x)::double as u_x,
    from person_band
    group by period_no, key_1, key_2, key_3, band
),
band_arm as materialized (
    select *, if(v_persons < 5 or r_persons < 5, -1, band) as stratum,
    from (
        select
            period_no, key_1, key_2, key_3, band, r_n, r_x, r_persons, u_n, u_x,
            unnest(['broad', 'strict']) as variant,
            unnest([broad_n, strict_n]) as v_n,
            unnest([broad_x, strict_x]) as v_x,
            unnest([broad_persons, strict_persons]) as v_persons,
        from band_sum
    )
),
few as (
    select * from joined_lengths('person_band', 'band_arm')
),
joining as (
    select a.period_no, a.key_1, a.key_2, a.key_3, a.variant, arg_min(a.band, (a.v_n + a.r_n, a.band)) as band,
    from band_arm as a
    join few as f
        on f.period_no = a.period_no and f.key_1 = a.key_1 and f.key_2 = a.key_2 and f.key_3 = a.key_3
        and f.variant = a.variant
    where a.stratum <> -1 and least(nullif(f.v_persons, 0), nullif(f.r_persons, 0)) < 5
    group by a.period_no, a.key_1, a.key_2, a.key_3, a.variant
),
band_variant as materialized (
    select a.* replace (if(j.band is null, a.stratum, -1) as stratum),
    from band_arm as a
    left join joining as j
        on j.period_no = a.period_no and j.key_1 = a.key_1 and j.key_2 = a.key_2 and j.key_3 = a.key_3
        and j.variant = a.variant and j.band = a.band
),
thin as (
    select * from joined_lengths('person_band', 'band_variant')
),
stratum as (
    select
        v.period_no, v.key_1, v.key_2, v.key_3, v.variant, v.stratum,
        sum(v.v_n) as v_n, sum(v.v_x) as v_x, sum(v.r_n) as r_n, sum(v.r_x) as r_x, sum(v.u_n) as u_n, sum(v.u_x) as u_x,
        least(
            nullif(coalesce(any_value(t.v_persons), sum(v.v_persons)), 0),
            nullif(coalesce(any_value(t.r_persons), sum(v.r_persons)), 0)
        ) as least_persons,
    from band_variant as v
    left join thin as t
        on t.period_no = v.period_no and t.key_1 = v.key_1 and t.key_2 = v.key_2 and t.key_3 = v.key_3
        and t.variant = case when v.stratum = -1 then v.variant end
    group by v.period_no, v.key_1, v.key_2, v.key_3, v.variant, v.stratum
),
mixed as materialized (
    select
        *,
        (v_n + r_n) / sum(v_n + r_n) over (partition by period_no, key_1, key_2, key_3, variant) as weight,
    from stratum
    where v_n > 0 and r_n > 0
),
covered as (
    select
        period_no, key_1, key_2, key_3, variant,
        sum(v_n + r_n) filter (v_n > 0 and r_n > 0) / sum(v_n + r_n) as share,
    from stratum
    group by period_no, key_1, key_2, key_3, variant
    having sum(v_n) > 0 and sum(r_n) > 0
),
-- How much an episode of a length pulls at each standardised rate: it is its weight less what was expected of it.
pull as (
    select
        v.period_no, v.key_1, v.key_2, v.key_3, v.band,
        any_value(m.weight / m.v_n) filter (v.variant = 'broad') as broad_w,
        any_value(m.v_x / m.v_n) filter (v.variant = 'broad') as broad_p,
        any_value(m.weight / m.r_n) filter (v.variant = 'broad') as broad_required_w,
        any_value(m.weight / m.v_n) filter (v.variant = 'strict') as strict_w,
        any_value(m.v_x / m.v_n) filter (v.variant = 'strict') as strict_p,
        any_value(m.weight / m.r_n) filter (v.variant = 'strict') as strict_required_w,
        any_value(m.r_x / m.r_n) filter (v.variant = 'broad') as broad_required_p,
        any_value(m.r_x / m.r_n) filter (v.variant = 'strict') as strict_required_p,
    from band_variant as v
    join mixed as m
        on m.period_no = v.period_no and m.key_1 = v.key_1 and m.key_2 = v.key_2 and m.key_3 = v.key_3
        and m.variant = v.variant and m.stratum = v.stratum
    group by v.period_no, v.key_1, v.key_2, v.key_3, v.band
),
person_cell as materialized (
    select
        b.period_no, b.key_1, b.key_2, b.key_3, b.person_id,
        sum(b.broad_n) as broad_n, sum(b.broad_x) as broad_x,
        sum(b.strict_n) as strict_n, sum(b.strict_x) as strict_x,
        sum(b.required_n) as required_n, sum(b.required_x) as required_x,
        sum(b.episodes) as episodes,
        sum(b.unknown_n) as unknown_n, sum(b.unknown_x) as unknown_x,
        sum(p.broad_w * (b.broad_x - p.broad_p * b.broad_n)) as broad_pull,
        sum(p.strict_w * (b.strict_x - p.strict_p * b.strict_n)) as strict_pull,
        sum(p.broad_required_w * (b.required_x - p.broad_required_p * b.required_n)) as broad_required_pull,
        sum(p.strict_required_w * (b.required_x - p.strict_required_p * b.required_n)) as strict_required_pull,
        coalesce(bool_or(p.broad_w is not null and b.broad_n > 0), false) as is_broad,
        coalesce(bool_or(p.strict_w is not null and b.strict_n > 0), false) as is_strict,
        coalesce(bool_or(p.broad_w is not null and b.required_n > 0), false) as is_broad_required,
        coalesce(bool_or(p.strict_w is not null and b.required_n > 0), false) as is_strict_required,
    from person_band as b
    left join pull as p
        on p.period_no = b.period_no and p.key_1 = b.key_1 and p.key_2 = b.key_2 and p.key_3 = b.key_3 and p.band = b.band
    group by b.period_no, b.key_1, b.key_2, b.key_3, b.person_id
),
person_arm as (
    select
        period_no, key_1, key_2, key_3, person_id,
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
-- The smallest group of people of one class and length behind a standardised number.
mix as (
    select period_no, key_1, key_2, key_3, variant, min(least_persons) as persons,
    from stratum
    group by period_no, key_1, key_2, key_3, variant
    having count(*) filter (v_n > 0 and r_n > 0) > 0
),
standard as (
    select
        m.period_no, m.key_1, m.key_2, m.key_3, m.variant, a.arm,
        round(sum(m.weight * a.x / a.n), 12) as p,
        sum(a.n) as n,
        round(sum(m.weight * bound_low(a.x, a.n, m.u_x, m.u_n)), 12) as bound_lo,
        round(sum(m.weight * bound_high(a.x, a.n, m.u_x, m.u_n)), 12) as bound_hi,
        round(sum(m.weight * bound_low(a.x, a.n, 0, m.u_n)), 12) as wide_lo,
        round(sum(m.weight * bound_high(a.x, a.n, m.u_n, m.u_n)), 12) as wide_hi,
    from mixed as m
    cross join lateral (values ('voluntary', m.v_x, m.v_n), ('assigned_required', m.r_x, m.r_n)) as a (arm, x, n)
    group by m.period_no, m.key_1, m.key_2, m.key_3, m.variant, a.arm
),
standard_spread as (
    select
        period_no, key_1, key_2, key_3,
        unnest(['broad', 'strict', 'broad', 'strict']) as variant,
        unnest(['voluntary', 'voluntary', 'assigned_required', 'assigned_required']) as arm,
        unnest([
            count(*) filter (is_broad), count(*) filter (is_strict),
            count(*) filter (is_broad_required), count(*) filter (is_strict_required)
        ])::double as persons,
        unnest([
            sum(broad_pull * broad_pull), sum(strict_pull * strict_pull),
            sum(broad_required_pull * broad_required_pull), sum(strict_required_pull * strict_required_pull)
        ]) as squares,
    from person_cell
    group by period_no, key_1, key_2, key_3
),
standard_rate as (
    select
        s.* exclude (n),
        round(wilson_low(s.p, effective_size(s.p, s.n, m, m / (m - 1) * squares)), 12) as lo,
        round(wilson_high(s.p, effective_size(s.p, s.n, m, m / (m - 1) * squares)), 12) as hi,
        s.p in (0, 1) and m < 20 as is_band,
    from (
        select
            s.*,
            q.persons as m,
            q.squares,
        from standard as s
        join standard_spread as q
            on q.period_no = s.period_no and q.key_1 = s.key_1 and q.key_2 = s.key_2 and q.key_3 = s.key_3
            and q.variant = s.variant and q.arm = s.arm
    ) as s
),
standard_pair as (
    select
        v.period_no, v.key_1, v.key_2, v.key_3, v.variant,
        if(v.is_band or r.is_band, null, round(v.p - r.p, 12)) as value,
        if(v.is_band or r.is_band, null, round(newcombe_low(v.p, v.lo, v.hi, r.p, r.lo, r.hi), 12)) as lo,
        if(v.is_band or r.is_band, null, round(newcombe_high(v.p, v.lo, v.hi, r.p, r.lo, r.hi), 12)) as hi,
        if(v.is_band or r.is_band, null, round(v.bound_lo - r.bound_hi, 12)) as bound_lo,
        if(v.is_band or r.is_band, null, round(v.bound_hi - r.bound_lo, 12)) as bound_hi,
        if(v.is_band or r.is_band, null, round(v.wide_lo - r.wide_hi, 12)) as wide_lo,
        if(v.is_band or r.is_band, null, round(v.wide_hi - r.wide_lo, 12)) as wide_hi,
    from standard_rate as v
    join standard_rate as r
        on r.period_no = v.period_no and r.key_1 = v.key_1 and r.key_2 = v.key_2 and r.key_3 = v.key_3
        and r.variant = v.variant
    where v.arm = 'voluntary' and r.arm = 'assigned_required'
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
    union all
    select
        period_no, key_1, key_2, key_3,
        variant || '+assigned_required+' || variant || '_mix' as layer,
        variant,
        'standardised_difference' as measure,
        value, null as numerator, null as denominator, null as persons, lo, hi, bound_lo, bound_hi, wide_lo, wide_hi,
    from standard_pair
    union all
    select
        s.period_no, s.key_1, s.key_2, s.key_3,
        if(s.arm = 'voluntary', s.variant, s.arm) || '+' || s.variant || '_mix' as layer,
        s.variant,
        'standardised_' || s.arm as measure,
        s.p as value, null as numerator, null as denominator, s.m as persons, s.lo, s.hi,
        s.bound_lo, s.bound_hi, s.wide_lo, s.wide_hi,
    from standard_rate as s
    union all
    select
        period_no, key_1, key_2, key_3,
        variant || '+assigned_required+' || variant || '_mix' as layer,
        variant,
        'standardised_coverage' as measure,
        share as value, null as numerator, null as denominator, null as persons, null as lo, null as hi,
        null as bound_lo, null as bound_hi, null as wide_lo, null as wide_hi,
    from covered
    where share is not null
    union all
    select
        period_no, key_1, key_2, key_3,
        variant || '_mix' as layer, variant || '_mix' as variant, 'standardised_difference' as measure,
        null as value, null as numerator, null as denominator, persons, null as lo, null as hi,
        null as bound_lo, null as bound_hi, null as wide_lo, null as wide_hi,
    from mix
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
    if(t.variant like '%\_mix' escape '\', null, unknown_part(w.unknown_persons, t.wide_lo, t.wide_hi)) as unknown_part,
    case when t.layer = 'strict' then w.apart end::integer as apart,
from told as t
join whole as w
    on w.period_no = t.period_no and w.key_1 = t.key_1 and w.key_2 = t.key_2 and w.key_3 = t.key_3
