/*
id: meaningful_progress_rate
name: Meaningful progress rate
question: Do people get something out of what they choose, finished or not?
unit: share
grain: episode (a person, an item, an attempt)
anchor: the day of enrolment
numerator: of these, those completed within H days, or with half of the content or ten minutes of time
denominator: voluntary episodes begun in the period whose H days have passed
formula: completed within H, progress of at least 50 %, or at least 10 minutes ÷ matured voluntary episodes; H as in the voluntary completion rate; measure abandoned = not completed and without activity for 60 days ÷ the same episodes
needs: [enrolment, completions]
interval: Wilson 95 %, with an effective size that allows for several episodes of one person (S1c); bounds if the unknown were all failures or all successes (S10)
smallest_group: 5
version: 6
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; the last activity of an episode is that of its last attempt; what began in a learning system of which no file can tell completions is left out and no longer counts as not completed
source: METRICS.md A12
caveats:
    - Progress and time are those last known; files seldom say on which day half of an item was reached.
    - Where a system states neither progress nor time, only completions are seen.
    - Abandoned means silence for 60 days; whoever left the company is not counted as such.
    - Waived and credited episodes are left out.
    - Above 20 % of unknown initiation the number is a range, not a point.
    - What failed, was withdrawn or expired and is taken again within 30 days is one episode with the new attempt, counted from the first enrolment. Taken again later, after a completion or a waiver, or in another employment, it is a new one.
    - What began in a learning system of which no file can tell completions is left out, because nobody knows what became of it. A note names the system and says how much that is.
dimensions: [org_unit, item, source, length_band, job_family, location, grade]
variants: [strict, broad]
default_variants: [strict, broad]
parameters: [from, to, grain, by, where, as_of, variant, horizon]
measures: { abandoned: share }
reasons: { numerator: [completed, progressed], denominator: [completed_late, closed, left, open] }
nested: { strict: broad }
population: matured_voluntary
is_of_completions: true
*/
-- One row per period, breakdown, variant and measure.
with cohort as not materialized (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        class,
        (is_completed or has_progressed)::integer as x,
        is_abandoned::integer as gone,
    from progressed_episode($as_of::date, $horizon::integer)
    where is_within(anchored_on, $from::date, $to::date)
),
person_cell as materialized (
    select
        period_no, key_1, key_2, key_3, person_id,
        count(*)::integer as broad_n,
        sum(x)::integer as broad_x,
        sum(gone)::integer as broad_gone,
        (count(*) filter (class = 'self_initiated'))::integer as strict_n,
        (coalesce(sum(x) filter (class = 'self_initiated'), 0))::integer as strict_x,
        (coalesce(sum(gone) filter (class = 'self_initiated'), 0))::integer as strict_gone,
    from cohort
    where class in ('self_initiated', 'prompted')
    group by period_no, key_1, key_2, key_3, person_id
),
counted as (
    select period_no, key_1, key_2, key_3, 'broad' as variant, null::varchar as measure, broad_x as x, broad_n as n
    from person_cell
    union all
    select period_no, key_1, key_2, key_3, 'broad', 'abandoned', broad_gone, broad_n
    from person_cell
    union all
    select period_no, key_1, key_2, key_3, 'strict', null, strict_x, strict_n
    from person_cell
    where strict_n > 0
    union all
    select period_no, key_1, key_2, key_3, 'strict', 'abandoned', strict_gone, strict_n
    from person_cell
    where strict_n > 0
),
whole as (
    select
        period_no, key_1, key_2, key_3,
        count(*) as episodes,
        count(*) filter (class = 'unknown') as unknown_n,
        count(*) filter (class = 'unknown' and x = 1) as unknown_x,
        count(*) filter (class = 'unknown' and gone = 1) as unknown_gone,
        count(distinct person_id) filter (class = 'unknown') as unknown_persons,
        count(distinct person_id) filter (class = 'prompted') as apart,
    from cohort
    group by period_no, key_1, key_2, key_3
)
select
    s.period_no::integer as period_no, s.key_1, s.key_2, s.key_3,
    s.variant as layer,
    s.variant,
    s.measure,
    $horizon::integer as horizon,
    s.value,
    s.x as numerator,
    s.n as denominator,
    s.persons,
    s.lo,
    s.hi,
    bound_low(s.x, s.n, if(s.measure is null, w.unknown_x, w.unknown_gone), w.unknown_n) as bound_lo,
    bound_high(s.x, s.n, if(s.measure is null, w.unknown_x, w.unknown_gone), w.unknown_n) as bound_hi,
    (w.unknown_n / w.episodes)::double as unknown_share,
    unknown_part(w.unknown_persons, bound_low(s.x, s.n, 0, w.unknown_n), bound_high(s.x, s.n, w.unknown_n, w.unknown_n)) as unknown_part,
    case when s.variant = 'strict' then w.apart end::integer as apart,
from share_of_people('counted') as s
join whole as w
    on w.period_no = s.period_no and w.key_1 = s.key_1 and w.key_2 = s.key_2 and w.key_3 = s.key_3
