/*
id: autonomy_types
name: Types of autonomy
question: How do people come to their learning, and which support is needed at what scale?
unit: share
grain: person and quarter
anchor: the last day of the quarter
numerator: people of the type by what they did in the 180 days before the quarter's end
denominator: people employed on that day whose learning can be classified
formula: first rule that fits — not classifiable with fewer than 90 days of employment that the learning data cover, or nothing assigned, prompted or chosen; strategic with S + P ≥ 2, half of them for a role of one's own or a goal, and one with a credential or two for one role; proactive with S ≥ 2 and S ≥ P; reactive with S + P ≥ 1; else passive (S chosen, P prompted)
needs: [enrolment]
interval: Wilson 95 % (S1)
smallest_group: 10
version: 7
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md E
caveats:
    - It is behaviour in the last 180 days, never what people are; it is told for groups of ten or more, and nowhere for a person.
    - A person keeps the type of the quarter before as long as a single event separates the two.
    - A single self-start counts as reactive on purpose, because the support for momentum fits.
    - Where no item is tagged with roles, strategic cannot be assessed; its people count by the next rules.
    - Who cannot be classified, as a share of everybody employed, is told for the whole company only, and only if ten people or more are.
    - The shares by the rules alone, without keeping the earlier type and with every number of items one less or more, say how much hangs on the rules.
    - The thresholds are settings (types.…); an answer counts those that somebody changed.
    - Without a personnel file, people count as employed from their first learning record on, and roles of their own are unknown.
    - With a personnel file, only its people count; accounts of learning systems that match none of them are told beside the number.
dimensions: [org_unit, job_family, location, grade]
variants: [strategic, proactive, reactive, passive]
default_variants: [strategic, proactive, reactive, passive]
parameters: [from, to, grain, by, where, as_of, variant]
default_grain: quarter
grains: [quarter]
measures: { share: share, by_rule_alone: share, thresholds_less: share, thresholds_more: share, low_confidence: share, not_classifiable: share, strategic_not_assessable: number, thresholds_changed: number }
is_of_parts: true
nested: {}
reasons: { numerator: [variant], denominator: [strategic, proactive, reactive, passive] }
rows: none
counted_as: sides
population: quarter_person
*/
-- One row per quarter, group, type and measure.
with person as (
    select
        quarter as period_no,
        dimension_key($by_1, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) as key_3,
        type,
        by_rule,
        by_less,
        by_more,
        is_unsure,
    from autonomy_person(least($as_of::date, $to::date - 1))
    where is_within(day, $from::date, $to::date)
),
classified as (
    select
        period_no,
        key_1,
        key_2,
        key_3,
        count(*) as persons,
        count(*) filter (is_unsure) as unsure,
    from person
    where type <> 'not_classifiable'
    group by all
),
counted as (
    select
        c.period_no,
        c.key_1,
        c.key_2,
        c.key_3,
        c.persons,
        t.type as variant,
        count(*) filter (p.type = t.type) as by_type,
        count(*) filter (p.by_rule = t.type) as by_rule,
        count(*) filter (p.by_less = t.type) as by_less,
        count(*) filter (p.by_more = t.type) as by_more,
    from classified as c
    join person as p
        on p.period_no = c.period_no and p.key_1 = c.key_1 and p.key_2 = c.key_2 and p.key_3 = c.key_3
    cross join (values ('strategic'), ('proactive'), ('reactive'), ('passive')) as t (type)
    where p.type <> 'not_classifiable' and (t.type <> 'strategic' or exists (select 1 from item_role))
    group by all
),
told as (
    select
        period_no, key_1, key_2, key_3, variant, persons,
        unnest(['share', 'by_rule_alone', 'thresholds_less', 'thresholds_more']) as measure,
        unnest([by_type, by_rule, by_less, by_more]) as numerator,
        persons as denominator,
    from counted
    union all
    select
        period_no, key_1, key_2, key_3, null as variant, persons, 'low_confidence' as measure,
        unsure as numerator, persons as denominator,
    from classified
    union all
    select
        period_no, key_1, key_2, key_3, null as variant, count(*) as persons, 'not_classifiable' as measure,
        count(*) filter (type = 'not_classifiable') as numerator, count(*) as denominator,
    from person
    where $by_1::varchar is null
    group by all
    having count(*) filter (type = 'not_classifiable') >= 10
    union all
    select
        period_no, key_1, key_2, key_3, null as variant, persons, 'strategic_not_assessable' as measure,
        1 as numerator, 1 as denominator,
    from classified
    where not exists (select 1 from item_role)
    union all
    select
        period_no, key_1, key_2, key_3, null as variant, persons, 'thresholds_changed' as measure,
        (select changed from autonomy_rule) as numerator, 1 as denominator,
    from classified
    where (select changed from autonomy_rule) > 0
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    if(measure = 'not_classifiable', 'employed', 'classifiable') as layer,
    variant,
    measure,
    null::integer as horizon,
    (numerator / denominator)::double as value,
    numerator::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    case when measure = 'share' then wilson_low((numerator / denominator)::double, denominator::double) end as lo,
    case when measure = 'share' then wilson_high((numerator / denominator)::double, denominator::double) end as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from told
