/*
id: initiation_mix
name: Initiation mix
question: How much learning is chosen, prompted or assigned?
unit: share
grain: episode (a person, an item, an attempt)
anchor: the day of enrolment
numerator: episodes of the class
denominator: all episodes begun in the period
formula: share of class c = episodes of c ÷ all episodes; a class is decided per episode by the first rule of evidence that answers (R1–R11)
needs: [enrolment]
row_needs: { prompted: [prompted], assigned_required: [required] }
interval: Wilson 95 %, with an effective size that allows for several episodes of one person (S1c); the bounds add all episodes of unknown initiation to the class
smallest_group: 5
version: 8
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md A0
caveats:
    - What was begun on a day on which a file says that the person had left counts nowhere. A note says how much that is.
    - Who started an episode is what the systems recorded, not what moved the person.
    - Nothing counts as chosen without evidence. What no rule decides is shown as unknown.
    - Where nothing else tells, ten people or more of one unit, and at least 20 % of the unit, who were enrolled in one item within ten minutes count as enrolled by an administrator (R9; an analyst can change each number). The unit is the one of that day; its people are those whom files place there then, as far as they tell of joining and leaving. People whose unit no file states count as one unit.
    - An obligation that came after the enrolment does not change the class.
    - Waived episodes are left out; credits entered afterwards are kept.
    - What failed, was withdrawn or expired and is taken again within 30 days is one episode with the new attempt, counted from the first enrolment. Taken again later, after a completion or a waiver, or in another employment, it is a new one.
dimensions: [org_unit, item, source, length_band]
variants: [self_initiated, prompted, assigned_required, assigned_other, unknown]
default_variants: [self_initiated, prompted, assigned_required, assigned_other, unknown]
parameters: [from, to, grain, by, where, as_of, variant]
measures: {}
nested: {}
counted_as: sides
population: begun
*/
-- One row per period, breakdown and class.
with begun as (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        class,
    from begun_episode($as_of::date)
    where is_within(anchored_on, $from::date, $to::date)
),
person_cell as (
    select
        period_no, key_1, key_2, key_3, person_id,
        count(*) as episodes,
        count(*) filter (class = 'self_initiated') as self_initiated,
        count(*) filter (class = 'prompted') as prompted,
        count(*) filter (class = 'assigned_required') as assigned_required,
        count(*) filter (class = 'assigned_other') as assigned_other,
        count(*) filter (class = 'unknown') as unknown,
    from begun
    group by period_no, key_1, key_2, key_3, person_id
),
cell as (
    select
        period_no, key_1, key_2, key_3,
        count(*) as persons,
        sum(episodes) as episodes,
        sum(episodes * episodes) as nn,
        sum(self_initiated) as self_initiated,
        sum(self_initiated * self_initiated) as self_initiated_xx,
        sum(self_initiated * episodes) as self_initiated_xn,
        sum(prompted) as prompted,
        sum(prompted * prompted) as prompted_xx,
        sum(prompted * episodes) as prompted_xn,
        sum(assigned_required) as assigned_required,
        sum(assigned_required * assigned_required) as assigned_required_xx,
        sum(assigned_required * episodes) as assigned_required_xn,
        sum(assigned_other) as assigned_other,
        sum(assigned_other * assigned_other) as assigned_other_xx,
        sum(assigned_other * episodes) as assigned_other_xn,
        sum(unknown) as unknown,
        sum(unknown * unknown) as unknown_xx,
        sum(unknown * episodes) as unknown_xn,
    from person_cell
    group by period_no, key_1, key_2, key_3
),
share as (
    select
        period_no, key_1, key_2, key_3, persons, episodes, nn, unknown,
        unnest(['self_initiated', 'prompted', 'assigned_required', 'assigned_other', 'unknown']) as variant,
        unnest([self_initiated, prompted, assigned_required, assigned_other, unknown]) as chosen,
        unnest([self_initiated_xx, prompted_xx, assigned_required_xx, assigned_other_xx, unknown_xx]) as xx,
        unnest([self_initiated_xn, prompted_xn, assigned_required_xn, assigned_other_xn, unknown_xn]) as xn,
    from cell
),
rate as (
    select
        *,
        (chosen / episodes)::double as p,
        clustered_size(chosen, episodes, persons, xx, xn, nn) as n_eff,
    from share
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    '' as layer,
    variant,
    null::varchar as measure,
    null::integer as horizon,
    p as value,
    chosen::double as numerator,
    episodes::double as denominator,
    persons::integer as persons,
    wilson_low(p, n_eff) as lo,
    wilson_high(p, n_eff) as hi,
    case when variant <> 'unknown' then p end as bound_lo,
    case when variant <> 'unknown' then ((chosen + unknown) / episodes)::double end as bound_hi,
    (unknown / episodes)::double as unknown_share,
from rate
