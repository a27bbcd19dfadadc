/*
id: autonomy_index
name: Autonomy profile and index
question: How autonomous is learning here, and does it change?
unit: score
grain: organisation and quarter
anchor: the quarter
numerator: five parts, each placed between two fixed goalposts
denominator: one; the parts are averaged
formula: five parts by quarter — initiative (active self-directed learners, goalposts 0 and 60 %), direction (voluntary share of hours, 0 and 80 %), follow-through (voluntary completion rate, broad, 20 and 90 %), path-making (self-initiated path rate, 0 and 30 %), experience (favourable answers on autonomy, 30 and 90 %); scaled = (part − low) ÷ (high − low), kept between 0.01 and 1; index = geometric mean of the five with equal weights × 100
needs: [enrolment]
row_needs:
    {
        direction: [time],
        scaled_direction: [time],
        follow_through: [completions],
        scaled_follow_through: [completions],
        experience: [survey],
        scaled_experience: [survey]
    }
interval: person-clustered, over all five parts together (the closed form to which the person bootstrap S5 converges); weights = 5 % and 95 % of 1,000 seeded weightings
smallest_group: 50
version: 12
changed: experience counts each answer once, where each person did, as perceived_autonomy does; the interval of a change knows that the same people stand in both quarters; experience holds a person to the statements of the own form, and a question that forms in two languages ask in one wave is one; what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; what began in a learning system of which no file can tell completions is left out and no longer counts as not completed; words keep their own points where a survey key states others
source: METRICS.md H
caveats:
    - Read the five parts first. One number hides what they trade off, and its weights are values and not facts.
    - The index is told only where the organisation asked for it (rules set setting index on), for the organisation as a whole, from 50 people in every part on, and never by unit or manager.
    - A part that is missing is not guessed; then there is no index. A quarter's completion rate counts once all its voluntary episodes have had their time, and experience needs a survey wave that closed in the quarter.
    - What may follow from learning (moves, exits, returns) is no part of it.
    - leave_one_out, goalposts (each moved outward and inward by a tenth of the distance between the two) and arithmetic say how much hangs on how it is made.
    - A change is from one quarter to the next, if both have an index. It is real only if its interval, which allows for people who stand in both, leaves out zero and nine of ten weightings agree on its direction (change_is_real).
    - With a personnel file, only its people count; accounts of learning systems that match none of them are told beside the number.
    - The completion rate leaves out what began in a learning system of which no file can tell completions. A note names the system and says how much that is.
dimensions: []
variants: []
default_variants: []
parameters: [from, to, grain, as_of]
default_grain: quarter
grains: [quarter]
measures:
    initiative: share
    direction: share
    follow_through: share
    path_making: share
    experience: share
    scaled_initiative: score
    scaled_direction: score
    scaled_follow_through: score
    scaled_path_making: score
    scaled_experience: score
    arithmetic: score
    leave_one_out: score
    weights: score
    goalposts: score
    change: score
    change_weights: score
    change_is_real: number
nested: {}
reasons: { numerator: [part], denominator: [] }
rows: none
population: begun
*/
-- One row per quarter and measure: the parts, the same scaled from 0 to 100, the index and how robust it is.
with quarter as (
    select period_no
    from passed_period('quarter', $from::date, $to::date, $as_of::date)
),
person_part as materialized (
    select *
    from autonomy_part($from::date, $to::date, $as_of::date)
),
goalpost as (
    select part, measure, low, high
    from (values
        (1, 'initiative', 0.0, 0.6), (2, 'direction', 0.0, 0.8), (3, 'follow_through', 0.2, 0.9),
        (4, 'path_making', 0.0, 0.3), (5, 'experience', 0.3, 0.9)
    ) as known (part, measure, low, high)
),
summed as (
    select
        p.period_no,
        p.part,
        sum(p.x)::double as x,
        sum(p.y)::double as y,
        round(sum(p.x) / sum(p.y), 12)::double as share,
        (count(*) filter (p.y > 0))::integer as persons,
        max(p.x)::double as top, list_sum(max(p.x, 2))::double as two,
        max(p.y)::double as top_of_all, list_sum(max(p.y, 2))::double as two_of_all,
    from person_part as p
    semi join quarter as q on q.period_no = p.period_no
    group by p.period_no, p.part
),
scaled as (
    select
        s.*,
        g.measure,
        greatest(0.01, least(1, (s.share - g.low) / (g.high - g.low)))::double as scaled,
        greatest(0.01, least(1, (s.share - g.low + 0.1 * (g.high - g.low)) / (1.2 * (g.high - g.low))))::double as wider,
        greatest(0.01, least(1, (s.share - g.low - 0.1 * (g.high - g.low)) / (0.8 * (g.high - g.low))))::double as narrower,
        case
            when (s.share - g.low) / (g.high - g.low) between 0.01 and 1 then 1 / (s.share - g.low)
            else 0
        end::double as slope,
        s.persons < 50
        or (s.part = 2 and (
            s.top > 0.5 * s.x or s.two > 0.8 * s.x or s.top_of_all > 0.5 * s.y or s.two_of_all > 0.8 * s.y
        )) as is_dark,
    from summed as s
    join goalpost as g on g.part = s.part
),
pull as (
    select p.period_no, p.person_id, sum(s.slope * (p.x - s.share * p.y) / s.y) / 5 as pull
    from person_part as p
    join scaled as s on s.period_no = p.period_no and s.part = p.part
    group by p.period_no, p.person_id
),
spread as (
    select period_no, sqrt(round(count(*) / nullif(count(*) - 1, 0) * sum(pull * pull), 15)) as deviation
    from pull
    group by period_no
),
weighting as (
    select sample, place as part, -ln(u) / sum(-ln(u)) over (partition by sample) as weight
    from return_draw(1000)
    where place <= 5
),
whole as (
    select
        period_no,
        avg(ln(scaled)) as mean_log,
        100 * exp(avg(ln(scaled))) as value,
        100 * avg(scaled) as arithmetic,
        100 * exp(avg(ln(wider))) as wider,
        100 * exp(avg(ln(narrower))) as narrower,
        min(ln(scaled)) as least_log,
        max(ln(scaled)) as most_log,
        min(persons) as persons,
        bool_or(is_dark) as is_dark,
    from scaled
    group by period_no
    having count(*) = 5
),
reweighted as (
    select s.period_no, w.sample, 100 * exp(sum(w.weight * ln(s.scaled))) as value
    from scaled as s
    join weighting as w on w.part = s.part
    semi join whole as h on h.period_no = s.period_no
    group by s.period_no, w.sample
),
banded as (
    select
        period_no,
        quantile_cont(value, 0.05) as lo,
        quantile_cont(value, 0.5) as middle,
        quantile_cont(value, 0.95) as hi,
    from reweighted
    group by period_no
),
compared as (
    select a.period_no, quantile_cont(a.value - b.value, 0.05) as lo, quantile_cont(a.value - b.value, 0.95) as hi
    from reweighted as a
    join reweighted as b on b.period_no = a.period_no - 1 and b.sample = a.sample
    group by a.period_no
),
-- What each person pulls at the change: most people stand in both quarters, and what they do in both changes nothing.
turned as (
    select period_no, person_id, sum(pull) as pull
    from (
        select h.period_no, p.person_id, h.value * p.pull as pull
        from whole as h
        join pull as p on p.period_no = h.period_no
        union all
        select b.period_no + 1 as period_no, p.person_id, -b.value * p.pull as pull
        from whole as b
        join pull as p on p.period_no = b.period_no
    )
    group by period_no, person_id
),
swung as (
    select period_no, sqrt(round(count(*) / nullif(count(*) - 1, 0) * sum(pull * pull), 15)) as deviation
    from turned
    group by period_no
),
changed as (
    select
        h.period_no,
        h.persons,
        h.value - b.value as change,
        z_95() * s.deviation as margin,
        c.lo,
        c.hi,
    from whole as h
    join whole as b on b.period_no = h.period_no - 1 and not b.is_dark
    join swung as s on s.period_no = h.period_no
    join compared as c on c.period_no = h.period_no
),
robust as (
    select
        h.period_no, h.persons,
        unnest([
            {
                'measure': null, 'value': h.value,
                'lo': h.value * exp(-z_95() * s.deviation), 'hi': least(100, h.value * exp(z_95() * s.deviation))
            },
            {'measure': 'arithmetic', 'value': h.arithmetic, 'lo': null, 'hi': null},
            {
                'measure': 'leave_one_out', 'value': h.value,
                'lo': 100 * exp((5 * h.mean_log - h.most_log) / 4), 'hi': 100 * exp((5 * h.mean_log - h.least_log) / 4)
            },
            {'measure': 'weights', 'value': b.middle, 'lo': b.lo, 'hi': b.hi},
            {
                'measure': 'goalposts', 'value': h.value,
                'lo': least(h.wider, h.narrower, h.value), 'hi': greatest(h.wider, h.narrower, h.value)
            }
        ]) as told,
    from whole as h
    join spread as s on s.period_no = h.period_no
    join banded as b on b.period_no = h.period_no
    union all
    select
        period_no, persons,
        unnest([
            {'measure': 'change', 'value': change, 'lo': change - margin, 'hi': change + margin},
            {'measure': 'change_weights', 'value': change, 'lo': lo, 'hi': hi},
            {
                'measure': 'change_is_real',
                'value': (abs(change) > margin and (lo > 0 or hi < 0))::integer::double, 'lo': null, 'hi': null
            }
        ]) as told,
    from changed
),
listed as (
    select {'period_no': period_no, 'part': part} as cell, x, y,
    from person_part
    where y > 0
),
told as (
    select
        s.period_no, s.measure as layer, s.measure, s.share as value,
        round(if(s.part = 2, s.x / 60, s.x), 6) as x, round(if(s.part = 2, s.y / 60, s.y), 6) as y,
        s.persons, b.lo, b.hi,
        null as reason,
        if(s.part = 2, [
            {'total': s.x, 'top': s.top, 'two': s.two}, {'total': s.y, 'top': s.top_of_all, 'two': s.two_of_all}
        ], null) as sums,
    from scaled as s
    join bootstrap_ratio('listed') as b on b.cell.period_no = s.period_no and b.cell.part = s.part
    union all
    select period_no, measure, 'scaled_' || measure, 100 * scaled, null, null, persons, null, null, null, null,
    from scaled
    union all
    select
        r.period_no, 'initiative+direction+follow_through+path_making+experience', r.told.measure,
        if(o.is_on, r.told.value, null), null, null, r.persons, if(o.is_on, r.told.lo, null), if(o.is_on, r.told.hi, null),
        if(o.is_on, null, 'not_asked_for'), null,
    from robust as r
    cross join (select count(*) > 0 as is_on from setting where name = 'index' and lower(value) = 'on') as o
    where o.is_on or r.told.measure is null
    union all
    select period_no, 'incomplete', null, null, null, null, min(persons), null, null, 'incomplete', null,
    from scaled
    group by period_no
    having count(*) < 5
)
select
    period_no::integer as period_no, 0 as key_1, 0 as key_2, 0 as key_3,
    layer,
    null::varchar as variant,
    measure,
    null::integer as horizon,
    round(value, 9)::double as value,
    x::double as numerator,
    y::double as denominator,
    persons::integer as persons,
    round(lo, 9)::double as lo,
    round(hi, 9)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    reason,
    sums,
from told
