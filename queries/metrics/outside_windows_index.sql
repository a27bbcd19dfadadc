/*
id: outside_windows_index
name: Learning outside mandatory windows
question: Does voluntary learning live on its own, or does it ride on campaigns?
unit: ratio
grain: person and day
anchor: the day of activity
numerator: working days with voluntary activity that lie outside every mandatory window of the person's unit
denominator: how many of the working days with voluntary activity would lie outside if they were spread evenly over working days
formula: index = days outside ÷ Σ over people of (days with voluntary activity × share of the person's working days outside windows); outside_share = days outside ÷ days; expected_share = the even spread's share. 1 = as an even spread, more than 1 = rather outside
needs: [enrolment, windows]
interval: percentile interval of 1000 seeded bootstrap samples of people (S5); above 250 people that of their limit; bounds if the days with activity of unknown initiation only were voluntary where they fall inside, or where they fall outside (S10)
smallest_group: 5
version: 10
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; the last activity of an episode is that of its last attempt
source: METRICS.md A7
caveats:
    - Only people count who had a working day in a window of their unit in the period, and of their days those in units that had a window in it; for all others there is nothing to compare.
    - The even spread is that of all these working days of the person, also where only a part of the person's posts is told.
    - Working days are Mondays to Fridays, on both sides; a Saturday is outside every even spread, so that what is done at weekends would make the index larger. Public holidays are not known. A window of a unit holds for the units below it.
    - What a report does not date by day is known by its first and last activity and its completion only.
    - It counts days and never hours; when in the day somebody learns is not looked at.
    - With a personnel file, only its people count; accounts of learning systems that match none of them are told beside the number.
dimensions: [org_unit, job_family, location, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
measures: { outside_share: share, expected_share: share }
reasons: { numerator: [outside], denominator: [inside] }
nested: {}
counted_as: sides
counted_in: days
population: windowed
*/
-- One row per period, breakdown and measure.
with stretch as materialized (
    select *
    from windowed_stretch($grain, $from::date, $to::date, $as_of::date)
),
expected as (
    select period_no, person_id, 1 - sum(days_inside)::double / sum(days) as outside,
    from stretch
    group by all
    having sum(days_inside) > 0
),
active as (
    select
        period_number($grain, month_number(day))::integer as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        count(*) filter (is_voluntary) as days,
        count(*) filter (is_voluntary and not is_inside) as days_outside,
        count(*) filter (not is_voluntary and is_inside) as perhaps_inside,
        count(*) filter (not is_voluntary and not is_inside) as perhaps_outside,
    from windowed_day($as_of::date) as d
    semi join stretch as s
        on s.person_id = d.person_id and s.org_unit_id = d.org_unit_id
        and s.period_no = period_number($grain, month_number(d.day))
    where is_within(day, $from::date, $to::date)
    group by all
),
person as (
    select
        {'period_no': a.period_no, 'key_1': a.key_1, 'key_2': a.key_2, 'key_3': a.key_3} as cell,
        a.*,
        round(e.outside, 9) as outside,
    from active as a
    join expected as e
        on e.person_id = a.person_id and e.period_no = a.period_no
),
against_expected as (
    select cell, days_outside as x, days * outside as y,
    from person
    where days > 0
),
against_all as (
    select cell, days_outside as x, days as y,
    from person
    where days > 0
),
told as (
    select
        cell,
        (count(*) filter (days > 0))::integer as persons,
        sum(days)::double as days,
        sum(days_outside)::double as x,
        round(sum(days * outside), 9)::double as even,
        round(sum((days + perhaps_inside) * outside), 9)::double as even_lo,
        round(sum((days + perhaps_outside) * outside), 9)::double as even_hi,
        sum(perhaps_inside)::double as inside,
        sum(perhaps_outside)::double as perhaps,
        (count(*) filter (perhaps_inside + perhaps_outside > 0))::integer as unknown_persons,
    from person
    group by cell
    having sum(days) > 0
),
limited as (
    select
        t.*,
        i.lo as index_lo, i.hi as index_hi, s.lo as share_lo, s.hi as share_hi,
        t.persons < 20 and (t.x = 0 or t.x = t.days) as is_alike,
    from told as t
    left join bootstrap_ratio('against_expected') as i on i.cell = t.cell
    left join bootstrap_ratio('against_all') as s on s.cell = t.cell
)
select
    cell.period_no::integer as period_no, cell.key_1 as key_1, cell.key_2 as key_2, cell.key_3 as key_3,
    '' as layer,
    null::varchar as variant,
    unnest([null, 'outside_share', 'expected_share']) as measure,
    null::integer as horizon,
    unnest([if(is_alike, null, x / nullif(even, 0)), x / days, even / days])::double as value,
    unnest([if(is_alike, null, x), x, null])::double as numerator,
    unnest([if(is_alike, null, even), days, days])::double as denominator,
    persons,
    unnest([if(is_alike, null, index_lo), share_lo, null])::double as lo,
    unnest([if(is_alike, null, index_hi), share_hi, null])::double as hi,
    unnest([if(is_alike, null, x / nullif(even_lo, 0)), x / (days + inside), null])::double as bound_lo,
    unnest([
        if(is_alike, null, greatest(x / nullif(even, 0), (x + perhaps) / nullif(even_hi, 0))), (x + perhaps) / (days + perhaps), null
    ])::double as bound_hi,
    ((inside + perhaps) / (days + inside + perhaps))::double as unknown_share,
    unknown_part(unknown_persons, null, null) as unknown_part,
    unnest([if(is_alike, 'band', null), null, null]) as reason,
from limited
