/*
id: prompt_response_rate
name: Prompt response rate
question: Do people take up what is suggested to them?
unit: share
grain: prompt (a person, an item, a day)
anchor: the day on which the prompt was shown
numerator: of these, those followed by an enrolment that the person made within 14 days
denominator: prompts shown in the period whose 14 days have passed
formula: prompts followed by self-enrolment within 14 days ÷ prompts delivered; another prompt about the same item within 30 days of a counted one is a repeat and does not count
needs: [enrolment, prompts]
interval: Wilson 95 % with an effective size that allows for several prompts of one person (S1c); the upper bound adds enrolments of unknown initiation
smallest_group: 5
version: 1
source: METRICS.md A9
caveats:
    - Part of them would have enrolled anyway. Where the system can leave some people out at random, compare with those.
    - A prompt is a recommendation, a nudge or a suggestion that a file tells of.
    - An enrolment made by a manager or an administrator is no response.
dimensions: [org_unit, item, length_band, job_family, location, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
measures: {}
reasons: { numerator: [followed], denominator: [not_followed, others_enrolled, unknown_enrolled] }
nested: {}
population: prompted
*/
-- One row per period and breakdown.
with delivered as (
    select
        period_number($grain, month_number(shown_on)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        null::varchar as variant,
        null::varchar as measure,
        person_id,
        (response = 'self')::integer as x,
        1 as n,
        (response = 'unknown')::integer as perhaps,
    from delivered_prompt($as_of::date)
    where is_within(shown_on, $from::date, $to::date)
),
doubt as (
    select period_no, key_1, key_2, key_3, sum(perhaps) as perhaps
    from delivered
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
    s.value as bound_lo,
    ((s.x + d.perhaps) / s.n)::double as bound_hi,
    (d.perhaps / s.n)::double as unknown_share,
from clustered_share('delivered') as s
join doubt as d
    on d.period_no = s.period_no and d.key_1 = s.key_1 and d.key_2 = s.key_2 and d.key_3 = s.key_3
