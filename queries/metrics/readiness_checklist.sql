/*
id: readiness_checklist
name: Readiness checklist
question: Is the organisation ready for learning that people steer themselves?
unit: number
grain: organisation and question
anchor: the latest state by "data to"
numerator: points of the answered questions of an area (no 0, partly 1, yes 2)
denominator: two points for each answered question of the area
formula: Nine questions. Each is answered by what people say in the latest wave of a survey and by what the data show, the lowest of those that are known (Q5, Q6 and Q9 by the highest, because one of several things is enough); where neither is known, by what a named person declared on a stated day; else not at all. Area = points ÷ (2 × answered questions) × 100. Total likewise, from seven answered questions on
needs: [enrolment]
interval: none; it is a checklist
smallest_group: 10
version: 15
changed: statements on autonomy are those of people who answered two thirds of them, as in perceived_autonomy; items from outside, which people recorded themselves, are none of the catalogue's; shares of a survey count who answered half of the questions of the own form, and a question that forms in two languages ask in one wave is one; an earlier state does not know that a goal was updated after it; what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; words keep their own points where a survey key states others
source: METRICS.md F
caveats:
    - Of a survey's statements, yes begins at 70 % agreement and partly at 50 % (control, goals that managers encourage), or at 60 and 40 % (recognition, feedback). Of the data, at 60 and 30 % of people with a goal; 80 and 40 % with an orientation; 20 and 5 recognitions or credentials per 100 chosen completions; formats as varied as 4 and 2.5 that are chosen alike; 30 and 10 % of the catalogue's items in use; 10 and 1 % of learners on a path of their own, or with a chosen step of an official one; 30 and 10 % of learners with a goal set or updated, or a self-assessment; 90 and 60 % of learners found in the personnel files and one kind of outcome; 7 and 30 days to feedback; 50 and 20 % of flagged themes with an action, or one formalised path.
    - These cut-offs are house rules and no norms; the setting readiness.control.yes changes one, as rules set setting readiness.control.yes 0.8.
    - What only hints at the answer (orientation and self-assessment items by topic, credentials, progress for feedback) yields one point at most, and only where nothing better is known.
    - A declaration counts only with a name and a day, and only where neither a survey nor the data speak.
    - Shares of a survey are of the latest wave that asked, from ten people on. Shares of people look at the 365 days before "data to".
    - Q4 and Q7 need both of their signals. Items of the catalogue are all that a learning system or a catalogue names, without what people took outside and recorded.
    - When feedback came is read from events of logs and statements, as grades, scores, badges and certificates; it is the median of the days from a completion to the first of them, of the completions that got any.
    - Recognition (Q3) is a badge, a certificate or stated recognition in a log; it is known only where a log ever told of any.
    - Formalised paths (Q9) are those of the emergent paths of the last 365 days that an official path holds by now; without a list of official paths, or without any path that emerged, they are unknown.
    - With a personnel file, only its people count; accounts of learning systems that match none of them are told beside the number.
dimensions: []
variants: [Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, culture, tools, measurement, total]
default_variants: [Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, culture, tools, measurement, total]
parameters: [as_of, variant]
grains: []
measures:
    answer: number
    declared: number
    area: score
    known: number
    control: share
    orientation: share
    manager_goals: share
    goals: share
    recognition: share
    recognition_events: per_100
    credentials: per_100
    formats: ratio
    items_used: share
    own_paths: share
    path_choices: share
    goal_updates: share
    self_assessments: share
    hr_join: share
    outcome_sources: number
    feedback: share
    feedback_days: days
    actions: share
    formalised_paths: number
is_of_parts: true
nested: {}
reasons:
    numerator: [reached_by_evidence, reached_by_hint, reached_by_declared]
    denominator: [missed_by_evidence, missed_by_hint, missed_by_declared]
    variant: total
rows: none
population: begun
*/
-- One row per question and measure (its answer, its evidence, what was declared), per area and in all.
with judged as materialized (
    select *
    from readiness_judged($as_of::date)
),
answered as (
    select *
    from readiness_answer('judged', $as_of::date)
),
evidence as (
    select *
    from (values
        ('Q1', 'control'), ('Q1', 'orientation'), ('Q2', 'manager_goals'), ('Q2', 'goals'), ('Q3', 'recognition'),
        ('Q3', 'recognition_events'), ('Q3', 'credentials'), ('Q4', 'formats'), ('Q4', 'items_used'), ('Q5', 'own_paths'),
        ('Q5', 'path_choices'), ('Q6', 'goal_updates'), ('Q6', 'self_assessments'), ('Q7', 'hr_join'),
        ('Q7', 'outcome_sources'), ('Q8', 'feedback'), ('Q8', 'feedback_days'), ('Q9', 'actions'), ('Q9', 'formalised_paths')
    ) as listed (question, measure)
),
told as (
    select question as variant, 'answer' as measure, points::double as value, null::double as x, null::double as n, null::bigint as persons,
    from answered
    union all
    select e.question, e.measure, j.value, j.x, j.n, j.persons,
    from evidence as e
    left join judged as j on j.question = e.question and j.measure = e.measure
    union all
    select question, 'declared', declared_points, null, null, null,
    from answered
    union all
    select area, 'area', 100 * sum(points) / nullif(2 * count(points), 0), sum(points), nullif(2 * count(points), 0), null,
    from answered
    group by area
    union all
    select area, 'known', count(points), null, null, null,
    from answered
    group by area
    union all
    select
        'total', 'area', if(count(points) >= 7, 100 * sum(points) / (2 * count(points)), null),
        if(count(points) >= 7, sum(points), null), if(count(points) >= 7, 2 * count(points), null), null,
    from answered
    union all
    select 'total', 'known', count(points), null, null, null,
    from answered
)
select
    0 as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    t.variant || ' ' || t.measure as layer,
    t.variant,
    t.measure,
    null::integer as horizon,
    t.value::double as value,
    t.x::double as numerator,
    t.n::double as denominator,
    coalesce(t.persons, h.everybody)::integer as persons,
    null::double as lo,
    null::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    if(t.value is null, 'no_data', null) as reason,
from told as t
cross join (select count(distinct person_id) as everybody from begun_episode($as_of::date)) as h
