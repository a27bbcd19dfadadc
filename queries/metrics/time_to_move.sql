/*
id: time_to_move
name: Time to move
question: How long until people move inside the company, or leave?
unit: share
grain: stay in one role; for the groups of learners, person and landmark
anchor: the first day of the role; for the groups, the landmark
numerator: stays that end with a move by a day, allowing for exits and for those that go on
denominator: stays begun in the period, at risk from the first day of the personnel data at the earliest
formula: Aalen–Johansen curve from the start of the role to the next move; exit competes, what goes on at "data to" is censored, roles that began before the data enter late. The groups of learners are followed from the landmark on at which the mobility of self-directed learners (C4) compares them.
needs: [job_history]
row_needs: { learner: [enrolment], middle: [enrolment], other: [enrolment], cif_exit: [exits], stay: [exits] }
interval: Wilson 95 %, with an effective size from the variance of the curve with persons as clusters (a person can have several stays or landmarks; the closed form to which the person bootstrap converges, S5), as many as the persons where the curve is at 0 or 1
smallest_group: 10
version: 8
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md C3
caveats:
    - Horizons are days, 365, 730 and 1095 where none is asked for. No value stands at a day that the data cannot show.
    - Who moved, who left and who did neither add up to everybody at every horizon. Where no file tells on which days people left, only moves are told, and those who left count as staying in their roles.
    - Whoever is hired again starts a new clock; a new manager, title or cost centre does not.
    - The curve of roles that began before the data is told from those that lasted until then. Where few were at risk early, it is uncertain.
    - A stay counts for the unit, family, place and grade on its first day, where the person waits for the next move, and not where that leads; people of the groups for those at the landmark.
    - The groups of learners show a difference between groups and not what made it. Not adjusted for ambition, performance, manager support.
dimensions: [org_unit, job_family, location, grade]
variants: [all, learner, middle, other]
default_variants: [all]
parameters: [from, to, grain, by, where, as_of, variant, horizon]
measures: { cif_move: share, cif_exit: share, stay: share }
is_of_parts: true
nested: {}
reasons: { numerator: [move], denominator: [exit, open] }
rows: personnel
population: followed_role
*/
-- One row per period, breakdown, group, horizon and measure.
with role as (
    select
        {
            'period_no': period_number($grain, month_number(day)),
            'key_1': dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
            'key_2': dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
            'key_3': dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
            'variant': variant
        } as cell,
        person_id,
        if(entered > 0, entered, null) as entered,
        ended,
        ending,
        followed,
    from followed_role($as_of::date)
    where is_within(day, $from::date, $to::date)
),
whole as (
    select
        cell,
        count(*) as roles,
        count(distinct person_id) as persons,
        max(followed) as followed,
        max(ended) as longest,
        min(coalesce(entered, 0)) as first_entered,
    from role
    group by cell
),
point as (
    select
        cell,
        unnest(if($horizon::integer is null, [365, 730, 1095], [$horizon::integer])) as horizon,
    from whole
),
reached as (
    select
        w.*,
        c.horizon,
        w.first_entered = 0 and w.followed >= c.horizon and (w.longest >= c.horizon or c.survival < 1e-12) as is_told,
        unnest([
            {'measure': 'cif_move', 'value': c.cif, 'x': c.events, 'variance': c.variance},
            {'measure': 'cif_exit', 'value': c.cif_other, 'x': c.others, 'variance': c.variance_other},
            {'measure': 'stay', 'value': c.survival, 'x': null, 'variance': c.variance_survival}
        ]) as told,
    from clustered_curve('role', 'point') as c
    join whole as w on w.cell = c.cell
),
told as (
    select
        cell, horizon, roles, persons, is_told, told.measure, round(told.value, 12) as value, told.x,
        effective_size(round(told.value, 12), roles, persons, told.variance) as n_eff,
    from reached
)
select
    cell.period_no::integer as period_no, cell.key_1, cell.key_2, cell.key_3,
    cell.variant as layer,
    cell.variant as variant,
    measure,
    horizon::integer as horizon,
    if(is_told, value, null)::double as value,
    if(is_told, x, null)::double as numerator,
    roles::double as denominator,
    persons::integer as persons,
    if(is_told, wilson_low(value, n_eff), null)::double as lo,
    if(is_told, wilson_high(value, n_eff), null)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    0::double as unknown_share,
    if(is_told, null, 'immature') as reason,
from told
