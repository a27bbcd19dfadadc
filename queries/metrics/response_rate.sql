/*
id: response_rate
name: Response rate
question: How many of those who were asked answered?
unit: share
grain: invitation
anchor: the day on which the wave closed
numerator: people who answered at least half of the scale questions
denominator: people whose invitation was delivered
formula: people with a valid response ÷ people with a delivered invitation
needs: [survey, invitations]
interval: Wilson 95 % (S1), without a correction for finite populations, because those who stay silent are no random sample
smallest_group: 10
version: 5
changed: a response is held against the questions of its own form, and a question that forms in two languages ask in one wave is one
source: METRICS.md D1
caveats:
    - Below 60 %, overall or in a large unit, read the other numbers of the survey with care.
    - A response with less than half of the questions of its form counts as none, so that forms in two languages do not count against each other, and "not applicable" answers none. Of several responses of one person the latest that counts is taken.
    - By unit it is told where a personnel file, the invitations or another file than the survey state the units; answers alone know them of people who answered only.
    - Anonymous responses cannot be matched to invitations and do not count here.
dimensions: [org_unit, job_family, location, grade]
variants: []
open_variants: the wave of the survey
is_by_wave: true
default_variants: []
parameters: [from, to, grain, by, where, as_of, variant]
measures: {}
nested: {}
reasons: { numerator: [answered], denominator: [half_answered, silent] }
rows: none
population: survey_asked
*/
-- One row per period, breakdown and wave.
with asked as (
    select
        period_number($grain, month_number(closed_on)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        wave_id,
        is_valid,
    from survey_asked($as_of::date)
    where
        is_within(closed_on, $from::date, $to::date)
        and (
            not coalesce('org_unit' in ($by_1, $by_2, $by_3), false)
            or exists (from survey_asked($as_of::date) where org_unit_id <> 0)
        )
),
counted as (
    select period_no, key_1, key_2, key_3, wave_id, count(*) as n, count(*) filter (is_valid) as x,
    from asked
    group by all
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    concat('wave ', c.wave_id) as layer,
    w.name as variant,
    null::varchar as measure,
    null::integer as horizon,
    (x / n)::double as value,
    x::double as numerator,
    n::double as denominator,
    n::integer as persons,
    wilson_low((x / n)::double, n::double) as lo,
    wilson_high((x / n)::double, n::double) as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from counted as c
join survey_wave as w on w.wave_id = c.wave_id
