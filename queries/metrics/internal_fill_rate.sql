/*
id: internal_fill_rate
name: Internal fill rate
question: How many vacancies are filled from inside?
unit: share
grain: filled vacancy
anchor: the day on which it was filled
numerator: vacancies filled by somebody from inside
denominator: vacancies filled in the period
formula: internal fills ÷ all fills
needs: [vacancies]
interval: Wilson 95 % (S1)
smallest_group: 5
version: 1
source: METRICS.md C2f; ISO 30414 names the area
caveats:
    - It counts vacancies, not people or moves; a move without a vacancy is not in it.
    - Unit, family and grade are those of the vacancy, that is of the post that was filled and not of the one that somebody left for it; the fills of a unit are all fills of its vacancies.
    - A vacancy whose file does not say whether it was filled from inside is left out.
dimensions: [org_unit, job_family, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
measures: {}
nested: {}
reasons: { numerator: [internal], denominator: [external] }
rows: personnel
counted_as: sides
population: filled_vacancy
*/
-- One row per period and breakdown.
with filled as (
    select
        period_number($grain, month_number(day)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        is_internal,
    from filled_vacancy($as_of::date)
    where is_within(day, $from::date, $to::date)
),
rate as (
    select
        period_no, key_1, key_2, key_3,
        count(*) filter (is_internal)::double as x,
        count(*)::double as n,
        count(distinct person_id) as persons,
    from filled
    group by all
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    '' as layer,
    null::varchar as variant,
    null::varchar as measure,
    null::integer as horizon,
    (x / n)::double as value,
    x as numerator,
    n as denominator,
    persons::integer as persons,
    wilson_low(x / n, n) as lo,
    wilson_high(x / n, n) as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    0::double as unknown_share,
from rate
