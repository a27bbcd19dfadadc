/*
id: external_share
name: External share
question: How much of what people choose do they find outside of the catalogue?
unit: share
grain: episode (a person, an item, an attempt)
anchor: the day of enrolment
numerator: self-initiated episodes of external items
denominator: self-initiated episodes begun in the period, in learning systems that have told of an external item
formula: episodes of items marked as external ÷ all self-initiated episodes of the learning systems that have told of an external item
needs: [enrolment, external]
interval: Wilson 95 % with an effective size that allows for several episodes of one person (S1c); bounds if the unknown were none or all self-initiated (S10)
smallest_group: 5
version: 7
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md A10
caveats:
    - It shows what people record. Where external learning is not captured there is no number, rather than none. A learning system of whose items no file says that they are external is left out, and a note names it.
    - An item is external where its file or the catalogue says so.
    - Waived episodes are left out.
dimensions: [org_unit, item, source, length_band, job_family, location, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
measures: {}
reasons: { numerator: [external], denominator: [internal] }
nested: {}
counted_as: sides
population: chosen
*/
-- One row per period and breakdown.
with chosen as (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        null::varchar as variant,
        null::varchar as measure,
        person_id,
        class,
        is_external::integer as x,
        1 as n,
    from chosen_episode($as_of::date)
    where is_within(anchored_on, $from::date, $to::date)
),
known as (
    select * from chosen where class = 'self_initiated'
),
whole as (
    select
        period_no, key_1, key_2, key_3,
        count(*) filter (class = 'unknown') as unknown_n,
        count(*) filter (class = 'unknown' and x = 1) as unknown_x,
        count(distinct person_id) filter (class = 'unknown') as unknown_persons,
    from chosen
    group by period_no, key_1, key_2, key_3
)
select
    s.period_no::integer as period_no, s.key_1, s.key_2, s.key_3,
    '' as layer,
    s.variant,
    s.measure,
    null::integer as horizon,
    s.value,
    s.x as numerator,
    s.n as denominator,
    s.persons,
    s.lo,
    s.hi,
    bound_low(s.x, s.n, w.unknown_x, w.unknown_n) as bound_lo,
    bound_high(s.x, s.n, w.unknown_x, w.unknown_n) as bound_hi,
    (w.unknown_n / b.episodes)::double as unknown_share,
    unknown_part(w.unknown_persons, bound_low(s.x, s.n, 0, w.unknown_n), bound_high(s.x, s.n, w.unknown_n, w.unknown_n)) as unknown_part,
from clustered_share('known') as s
join whole as w
    on w.period_no = s.period_no and w.key_1 = s.key_1 and w.key_2 = s.key_2 and w.key_3 = s.key_3
join (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        count(*) as episodes,
    from begun_episode($as_of::date)
    where is_within(anchored_on, $from::date, $to::date) and system_id in (select system_id from captured_system())
    group by all
) as b
    on b.period_no = s.period_no and b.key_1 = s.key_1 and b.key_2 = s.key_2 and b.key_3 = s.key_3
