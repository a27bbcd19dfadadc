/*
id: depth_guardrail
name: Depth guardrail
question: How many of the completed items were hardly opened?
unit: share
grain: episode (a person, an item, an attempt)
anchor: the day of completion
numerator: of these, those that took less than a fifth of the nominal length
denominator: voluntary completions in the period with measured time and a nominal length, without test-outs
formula: completions with minutes < 20 % of nominal ÷ completions with measured minutes; measure test_out = completions by a test alone ÷ all voluntary completions
needs: [enrolment, minutes, lengths]
interval: Wilson 95 % with an effective size that allows for several episodes of one person (S1c)
smallest_group: 5
version: 6
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; the unknown share is that of all completions, whoever began them
source: METRICS.md A11
caveats:
    - Where it rises together with the completion rate, that is no improvement.
    - Exactly a fifth of the length is not shallow.
    - A test-out is known only where the system says that the item was passed by a test; it is told apart, because it is no sign of skimming.
    - Time is that of events or that which the system states, a stated 0 too; nominal lengths are not used as time.
    - Waived and backdated episodes are left out.
dimensions: [org_unit, item, source, length_band, job_family, location, grade]
variants: [strict, broad]
default_variants: [strict, broad]
parameters: [from, to, grain, by, where, as_of, variant]
measures: { test_out: share }
reasons: { numerator: [shallow], denominator: [deep] }
nested: { strict: broad, strict test_out: broad test_out }
counted_as: sides
population: completed_voluntary
*/
-- One row per period, breakdown, variant and measure.
with completion as (
    select
        period_number($grain, month_number(completed_on)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        class,
        is_tested_out,
        is_measured,
        is_shallow,
    from completed_episode($as_of::date)
    where is_within(completed_on, $from::date, $to::date)
),
varied as (
    select *, unnest(if(class = 'self_initiated', ['broad', 'strict'], ['broad'])) as variant
    from completion
    where class in ('self_initiated', 'prompted')
),
counted as (
    select
        period_no, key_1, key_2, key_3, variant, null::varchar as measure, person_id,
        is_shallow::integer as x, 1 as n,
    from varied
    where is_measured
    union all
    select
        period_no, key_1, key_2, key_3, variant, 'test_out' as measure, person_id,
        is_tested_out::integer as x, 1 as n,
    from varied
    where exists (select 1 from completion where is_tested_out and class in ('self_initiated', 'prompted', 'unknown'))
),
whole as (
    select
        period_no, key_1, key_2, key_3,
        count(*) filter (class = 'unknown' and is_measured) as unknown_n,
        count(*) filter (class = 'unknown' and is_measured and is_shallow) as unknown_x,
        count(distinct person_id) filter (class = 'unknown' and is_measured) as unknown_persons,
        count(*) filter (class = 'unknown') / count(*) as unknown_share,
        count(distinct person_id) filter (class = 'prompted' and is_measured) as apart,
        count(distinct person_id) filter (class = 'prompted') as apart_of_all,
    from completion
    group by period_no, key_1, key_2, key_3
)
select
    s.period_no::integer as period_no, s.key_1, s.key_2, s.key_3,
    concat_ws(' ', s.variant, s.measure) as layer,
    s.variant,
    s.measure,
    null::integer as horizon,
    s.value,
    s.x as numerator,
    s.n as denominator,
    s.persons,
    s.lo,
    s.hi,
    if(s.measure is null, bound_low(s.x, s.n, w.unknown_x, w.unknown_n), null) as bound_lo,
    if(s.measure is null, bound_high(s.x, s.n, w.unknown_x, w.unknown_n), null) as bound_hi,
    w.unknown_share::double as unknown_share,
    if(
        s.measure is null,
        unknown_part(w.unknown_persons, null, null),
        null
    ) as unknown_part,
    case when s.variant = 'strict' then if(s.measure is null, w.apart, w.apart_of_all) end::integer as apart,
from clustered_share('counted') as s
join whole as w
    on w.period_no = s.period_no and w.key_1 = s.key_1 and w.key_2 = s.key_2 and w.key_3 = s.key_3
