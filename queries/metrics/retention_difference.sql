/*
id: retention_difference
name: Voluntary exits of self-directed learners and of similar others
question: Do similar people who learn voluntarily leave less often?
unit: points
grain: person and landmark (the first day of a quarter)
anchor: the landmark
numerator: matched self-directed learners, and matched others, who resigned within 365 days after the landmark
denominator: matched people of the same job family, grade, band of tenure, place and last rating at that landmark
formula: share of matched learners who resigned − share of the others of their strata, weighted to the learners, as for mobility (C4)
needs: [enrolment, job_history, employment]
interval: as mobility_difference; with a stratum that is all or nothing the person bootstrap is the difference's interval
smallest_group: 10
version: 9
changed: beside a list of the posts of today, the post before the first change is the one that the history states, and not that of today
source: METRICS.md C5
caveats:
    - The difference is that of the learners' strata, the ratio is pooled by how much each stratum tells (Mantel and Haenszel). Where there is next to no difference, the two can point to different sides.
    - The people of a comparison are those of both sides added up; who stands on one side at one landmark and on the other at another counts on each.
    - It shows a difference between groups and not what made it. Not adjusted for ambition, performance, manager support.
    - Only exits that the personnel file calls voluntary count. Where it does not say, an exit is none of them.
    - Exits within 30 days after the landmark are left out, because the decision was made before.
    - Who counts as what, the landmarks, the refusals, the E-value and the naive difference are those of mobility_difference.
dimensions: [org_unit, job_family, location, grade]
variants: [voluntary_exit]
default_variants: [voluntary_exit]
parameters: [from, to, grain, by, where, as_of]
measures:
    rd: points
    learners: share
    others: share
    middle: share
    rr: ratio
    e_value: ratio
    e_value_limit: ratio
    matched_share: share
    naive: points
is_of_parts: true
nested: {}
reasons: { numerator: [learner], denominator: [other] }
rows: personnel
counted_as: sides
population: landmark
*/
-- One row per period (of landmarks), breakdown and measure.
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layer, 'voluntary_exit' as variant, measure,
    365 as horizon,
    value, numerator, denominator, persons, lo, hi,
    null::double as bound_lo, null::double as bound_hi,
    unknown_share, reason,
from told_difference('voluntary_exit', $grain, $from::date, $to::date, $as_of::date, $by_1, $by_2, $by_3)
