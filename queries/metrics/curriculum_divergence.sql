/*
id: curriculum_divergence
name: Divergence from the assigned curriculum
question: How far does what people choose lie from what is assigned to them?
unit: ratio
grain: person and the twelve months before the end of a period
anchor: the day on which an item was begun or assigned
numerator: the divergences of people with chosen and assigned items, added up
denominator: these people
formula: divergence = mean over people of 1 − items both chosen and assigned ÷ items chosen or assigned (Jaccard); off_share = mean over people of chosen items that nobody assigned ÷ chosen items
needs: [enrolment]
interval: percentile interval of 1000 seeded bootstrap samples of people (S5); above 250 people that of their limit
smallest_group: 5
version: 6
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; steps of an official path that no other file names are items of the curriculum
source: METRICS.md B6
caveats:
    - High is not bad and low is not good. Whether people choose what their next role asks for is told by aligned_learning_odds; look at both before judging.
    - Assigned is what somebody else enrolled the person in, what is required, what was assigned without an enrolment, and all steps of an official path that was assigned by its code or of which the person was given two steps, also steps that no other file names. Where no file has paths or assignments, chosen and assigned items can hardly meet, and the divergence is near 1.
    - Chosen items are those of a person's chosen sequence. An item that was assigned and later taken again by choice counts as both.
    - People for whom nothing was assigned, or who chose nothing, are left out.
    - A period counts the twelve months before its end; periods whose twelve months begin before the data do not appear.
dimensions: [org_unit, job_family, location, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
default_grain: quarter
measures: { off_share: share }
nested: {}
reasons: { numerator: [chosen_and_assigned], denominator: [] }
population: diverged
*/
-- One row per period, breakdown and measure. is_alike: few people who all are alike; then no number tells it (§I rule 2).
with diverged as materialized (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        1 - overlap as divergence,
        off_share,
    from diverged_person($grain, (select day from whole_year_start($grain, $from::date)), $to::date, $as_of::date)
),
place as (
    select row_number() over (order by period_no, key_1, key_2, key_3) as place_no, *,
    from (select distinct period_no, key_1, key_2, key_3 from diverged)
),
-- A cell is a place and a measure there, in one number.
listed as materialized (
    select
        unnest([p.place_no * 2, p.place_no * 2 + 1]) as cell,
        round(unnest([d.divergence, d.off_share]), 12) as x,
        1.0::double as y,
    from diverged as d
    join place as p
        on p.period_no = d.period_no and p.key_1 = d.key_1 and p.key_2 = d.key_2 and p.key_3 = d.key_3
),
told as (
    select
        cell,
        count(*)::integer as persons,
        round(avg(x), 9) as value,
        count(*) < 20 and max(x) = min(x) and max(x) in (0, 1) as is_alike,
    from listed
    group by cell
)
select
    p.period_no::integer as period_no, p.key_1, p.key_2, p.key_3,
    '' as layer,
    null::varchar as variant,
    if(t.cell % 2 = 1, 'off_share', null) as measure,
    null::integer as horizon,
    if(t.is_alike, null, t.value)::double as value,
    null::double as numerator,
    t.persons::double as denominator,
    t.persons,
    if(t.is_alike or b.lo is null, null, round(greatest(b.lo, 0), 9))::double as lo,
    if(t.is_alike or b.hi is null, null, round(least(b.hi, 1), 9))::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    if(t.is_alike, 'band', null) as reason,
from told as t
join place as p on p.place_no = t.cell // 2
join bootstrap_ratio('listed') as b on b.cell = t.cell
