/*
id: perceived_autonomy
name: Perceived autonomy
question: Do people feel that they steer their own learning?
unit: score
grain: person and wave
anchor: the day on which the wave closed
numerator: sum of the answers, from 0 to 100 each, of people who answered at least two thirds of the statements on autonomy
denominator: these answers
formula: mean of these answers, from 0 (all disagree) to 100 (all agree); favourable = favourable ones ÷ these answers; alpha = Cronbach's; item_rest = the lowest correlation of a statement with the rest; both over the people who answered every statement
needs: [survey]
interval: t 95 % with people as the units (S8; of a ratio, where they answered different numbers of statements)
smallest_group: 10
version: 8
changed: each answer counts once, where each person did, so that the score is what the statements add up to and tells nothing of those who left some out; a form that asks one or two statements counts where another form of the wave asks three
source: METRICS.md D4
caveats:
    - The pulse that comes with the product is in our own words and not psychometrically validated.
    - The people beside alpha and item_rest are those of the scale; who left a statement out does not count in either.
    - Below an alpha of 0.7 do not read it as one score.
    - Each answer counts once. So the score and the favourable share are what the statements add up to (favourability by question), and the two held against each other tell nothing of those who left statements out.
    - Where 1 to 9 people left a statement out, alpha and item_rest are told to hundredths, because those who answered every statement are nearly the same people.
    - Which statements belong to it is said by the survey key; other scales can be imported the same way.
dimensions: [org_unit, job_family, location, grade]
variants: []
open_variants: the wave of the survey
is_by_wave: true
default_variants: []
parameters: [from, to, grain, by, where, as_of, variant]
measures: { score: score, favourable: share, alpha: ratio, item_rest: ratio }
is_of_parts: true
nested: {}
reasons: { numerator: [enough_answers], denominator: [] }
rows: none
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
        question_id,
        rescaled,
        favour,
    from survey_answered($as_of::date)
    where is_autonomy and scale_statements >= 3 and is_within(closed_on, $from::date, $to::date)
),
person_cell as (
    select
        period_no, key_1, key_2, key_3, wave_id, person_id,
        count(*) as n,
        sum(rescaled) as total,
        count(*) filter (favour = 1) as x,
    from answered
    group by all
),
centred as (
    select
        *,
        total - n * sum(total) over of_cell / sum(n) over of_cell as total_apart,
        x - n * sum(x) over of_cell / sum(n) over of_cell as x_apart,
    from person_cell
    window of_cell as (partition by period_no, key_1, key_2, key_3, wave_id)
),
cell as (
    select
        period_no, key_1, key_2, key_3, wave_id,
        concat_ws('/', period_no, key_1, key_2, key_3, wave_id) as cell,
        count(*) as persons,
        sum(n) as n,
        sum(total) as total,
        sum(x) as x,
        sum(total) / sum(n) as score,
        spread_of_answers(total_apart, n) as spread,
        sum(x) / sum(n) as favourable,
        spread_of_answers(x_apart, n) as favourable_spread,
    from centred
    group by all
),
scored as (
    select
        concat_ws('/', period_no, key_1, key_2, key_3, wave_id) as cell,
        person_id as person,
        question_id as question,
        rescaled as score,
    from answered
),
size as (
    select cell, count(distinct question) as statements
    from scored
    group by cell
),
whole as (
    select s.cell, s.person, sum(s.score) as total
    from scored as s
    join size as z on z.cell = s.cell
    group by all
    having count(*) = any_value(z.statements)
),
rest as (
    select s.cell, s.question, corr(s.score, w.total - s.score) as correlation
    from scored as s
    join whole as w on w.cell = s.cell and w.person = s.person
    group by all
),
weakest as (
    select cell, min(correlation) as correlation
    from rest
    group by all
),
-- Who answered every statement is nearly everybody of the scale where 1 to 9 people left one out.
told_digits as (
    select c.cell, if(any_value(c.persons) - count(w.person) between 1 and 9, 2, 15) as digits,
    from cell as c
    left join whole as w on w.cell = c.cell
    group by c.cell
),
reliable as (
    select cell, alpha
    from cronbach_alpha('scored')
),
told as (
    select
        period_no, key_1, key_2, key_3, wave_id, 'score' as measure,
        score as value, total as numerator, n as denominator, persons,
        greatest(0, t_low(score, spread, persons)) as lo, least(100, t_high(score, spread, persons)) as hi,
    from cell
    union all
    select
        period_no, key_1, key_2, key_3, wave_id, 'favourable', favourable, x, n, persons,
        greatest(0, t_low(favourable, favourable_spread, persons)), least(1, t_high(favourable, favourable_spread, persons)),
    from cell
    union all
    select
        c.period_no, c.key_1, c.key_2, c.key_3, c.wave_id, 'alpha', round(r.alpha, digits), null, null, c.persons, null, null,
    from cell as c
    join told_digits as d on d.cell = c.cell
    join reliable as r on r.cell = c.cell
    union all
    select
        c.period_no, c.key_1, c.key_2, c.key_3, c.wave_id, 'item_rest', round(r.correlation, digits), null, null, c.persons,
        null, null,
    from cell as c
    join told_digits as d on d.cell = c.cell
    join weakest as r on r.cell = c.cell
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    concat('wave ', t.wave_id) as layer,
    w.name as variant,
    measure,
    null::integer as horizon,
    round(value, 12)::double as value,
    round(numerator, 12)::double as numerator,
    denominator::double as denominator,
    persons::integer as persons,
    round(lo, 12)::double as lo,
    round(hi, 12)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
from told as t
join survey_wave as w on w.wave_id = t.wave_id
