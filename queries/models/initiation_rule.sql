-- One row per rule of evidence, in the order in which they are asked: METRICS.md A0. The first that answers decides.
-- An analyst overrides a value by a row in setting, named rule.<rule>.<column>, such as rule.R9.people.
-- Key: rule
-- Of settings alone.
with written as (
    select *,
    from (values
        ('R1', 1, 1.00, null, null, null, null, 'ruled by hand'),
        ('R2', 2, 0.95, null, null, null, null, 'the source says so'),
        ('R3', 3, 0.95, 1, null, null, null, 'an assignment was recorded by then'),
        ('R4', 4, 0.90, null, null, null, null, 'on the mandatory list for that audience at that date'),
        ('R5', 5, 0.90, 90, null, null, null, 'within so many days of the end of a certificate'),
        ('R6', 6, 0.90, null, null, null, null, 'who enrolled the learner'),
        ('R7', 7, 0.85, null, null, null, null, 'the enrolment method'),
        ('R8', 8, 0.70, null, null, null, null, 'a due date, and nobody says that the learner enrolled'),
        ('R9', 9, 0.70, null, 10, 10, 0.2, 'many of one unit within minutes'),
        ('R10', 10, 0.60, null, 10, null, null, 'started within minutes of enrolling'),
        ('R11', 11, 0.00, null, null, null, null, 'no evidence'),
        ('prompt', 12, 0.90, 14, null, null, null, 'a prompt was shown in the days before'),
    ) as rule (rule, place, confidence, days, minutes, people, share, meaning)
),
override as (
    select
        split_part(name, '.', 2) as rule,
        max(value::double) filter (name like '%.place') as place,
        max(value::double) filter (name like '%.confidence') as confidence,
        max(value::double) filter (name like '%.days') as days,
        max(value::double) filter (name like '%.minutes') as minutes,
        max(value::double) filter (name like '%.people') as people,
        max(value::double) filter (name like '%.share') as share,
    from setting
    where name like 'rule.%.%'
    group by all
)
select
    w.rule,
    w.meaning,
    coalesce(o.place, w.place)::utinyint as place,
    coalesce(o.confidence, w.confidence)::double as confidence,
    coalesce(o.days, w.days)::integer as days,
    coalesce(o.minutes, w.minutes)::integer as minutes,
    coalesce(o.people, w.people)::integer as people,
    coalesce(o.share, w.share)::double as share,
from written as w
left join override as o on o.rule = w.rule
