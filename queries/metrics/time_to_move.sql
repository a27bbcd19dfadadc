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
version: 9
changed: beside a list of the posts of today, the post before the first change is the one that the history states, and not that of today
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
-- One row per period, breakdown, group, horizon and measure. The groups of learners are worked out where one is asked for
-- ($unusual).
with found as materialized (
    select
        period_number($grain, month_number(day)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        variant,
        person_id,
        if(entered > 0, entered, null) as entered,
        ended,
        ending,
        followed,
    from followed_role($as_of::date)
    where is_within(day, $from::date, $to::date) and ($unusual::varchar is not null or variant = 'all')
),
-- A place and its group are one number, because all that follows is counted by them.
place as (
    select row_number() over (order by variant, period_no, key_1, key_2, key_3)::integer as cell, *,
    from (select distinct variant, period_no, key_1, key_2, key_3 from found)
),
role as materialized (
    select p.cell, f.person_id, f.entered, f.ended, f.ending, f.followed,
    from found as f
    join place as p
        on p.variant = f.variant and p.period_no = f.period_no and p.key_1 = f.key_1 and p.key_2 = f.key_2
        and p.key_3 = f.key_3
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
    p.period_no::integer as period_no, p.key_1, p.key_2, p.key_3,
    p.variant as layer,
    p.variant as variant,
    t.measure,
    t.horizon::integer as horizon,
    if(t.is_told, t.value, null)::double as value,
    if(t.is_told, t.x, null)::double as numerator,
    t.roles::double as denominator,
    t.persons::integer as persons,
    if(t.is_told, wilson_low(t.value, t.n_eff), null)::double as lo,
    if(t.is_told, wilson_high(t.value, t.n_eff), null)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    0::double as unknown_share,
    if(t.is_told, null, 'immature') as reason,
from told as t
join place as p on p.cell = t.cell
