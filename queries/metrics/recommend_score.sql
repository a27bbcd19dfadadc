/*
id: recommend_score
name: Recommendation score
question: Would people recommend learning here?
unit: points
grain: person and wave
anchor: the day on which the wave closed
numerator: answers of 9 and 10, less those from 0 to 6
denominator: answers to the question whether one would recommend learning here, from 0 to 10
formula: share of 9 and 10 − share of 0 to 6
needs: [survey]
interval: 95 %, of a difference of two shares of the same people
smallest_group: 10
version: 7
changed: a question that forms in two languages ask in one wave is one
source: METRICS.md D3
caveats:
    - The interval is wide in small groups; below 30 answers no two numbers are compared.
    - Which question it is stands in the survey key (recommend); else it is the one question from 0 to 10 that the survey has; where it has several, none is taken. Where the key names one on another scale, no other stands in for it.
dimensions: [org_unit, job_family, location, grade]
variants: []
open_variants: the wave of the survey
is_by_wave: true
default_variants: []
parameters: [from, to, grain, by, where, as_of, variant]
measures: { score: points, promoters: share, detractors: share, change: points }
is_of_parts: true
nested: {}
reasons: { numerator: [promoter], denominator: [neutral, detractor] }
rows: none
counted_as: sides
population: survey_answered
*/
-- One row per period, breakdown, wave and measure.
with answered as (
    select
        period_number($grain, month_number(closed_on)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        wave_id,
        person_id,
        favour,
    from survey_answered($as_of::date)
    where points = 11 and construct = 'recommend' and is_within(closed_on, $from::date, $to::date)
),
cell as (
    select
        period_no, key_1, key_2, key_3, wave_id,
        count(*)::double as n,
        count(*) filter (favour = 1)::double as x,
        count(*) filter (favour = -1)::double as u,
        count(distinct person_id) as persons,
    from answered
    group by all
),
scored as (
    select *, (x - u) / n as p, net_margin(x / n, u / n, n) as margin,
    from cell
),
-- Where all or none are alike, the score has a row all the same: without it a hidden place would tell so.
told as (
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id) as layer, 'score' as measure,
        p as value, x - u as numerator, n as denominator, persons, p - margin as lo, p + margin as hi,
        persons < 20 and (x = 0 or x = n or u = 0 or u = n) as is_alike,
    from scored
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id), 'promoters',
        x / n, x, n, persons, wilson_low(x / n, n), wilson_high(x / n, n), false,
    from scored
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, concat('wave ', wave_id), 'detractors',
        u / n, u, n, persons, wilson_low(u / n, n), wilson_high(u / n, n), false,
    from scored
    union all
    select
        a.period_no, a.key_1, a.key_2, a.key_3, a.wave_id, concat('wave ', a.wave_id, '+wave ', b.wave_id), 'change',
        a.p - b.p, null, null, least(a.persons, b.persons),
        a.p - b.p - sqrt(pow(a.margin, 2) + pow(b.margin, 2)), a.p - b.p + sqrt(pow(a.margin, 2) + pow(b.margin, 2)), false,
    from scored as a
    join survey_wave as w on w.wave_id = a.wave_id
    join scored as b
        on b.wave_id = w.previous_id and b.key_1 = a.key_1 and b.key_2 = a.key_2 and b.key_3 = a.key_3
    where a.n >= 30 and b.n >= 30
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layer,
    w.name as variant,
    measure,
    null::integer as horizon,
    if(is_alike, null, value)::double as value,
    if(is_alike, null, numerator)::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    if(is_alike, null, lo)::double as lo,
    if(is_alike, null, hi)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    if(is_alike, 'band', null) as reason,
from told as t
join survey_wave as w on w.wave_id = t.wave_id
