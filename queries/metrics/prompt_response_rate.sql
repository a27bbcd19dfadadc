/*
id: prompt_response_rate
name: Prompt response rate
question: Do people take up what is suggested to them?
unit: share
grain: prompt (a person, an item, a day)
anchor: the day on which the prompt was shown
numerator: of these, those followed by an enrolment that the person made within 14 days
denominator: prompts shown in the period to people who were there on that day, whose 14 days have passed and lie within the learning data
formula: prompts followed by self-enrolment within 14 days ÷ prompts delivered; another prompt about the same item within 30 days of a counted one is a repeat and does not count
needs: [enrolment, prompts]
row_needs: { held_out: [held_out], compared: [held_out], difference: [held_out] }
interval: Wilson 95 % with an effective size that allows for several prompts of one person (S1c); the upper bound adds enrolments of unknown initiation; of the difference Newcombe's (S2) from these, with the correlation of people who are on both sides
smallest_group: 5
version: 9
changed: the interval of the difference to a hold-out knows that the same people can stand on both sides; what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md A9
caveats:
    - Part of them would have enrolled anyway. Where the system leaves some people out at random (a hold-out, by the word "hold-out" in the channel of the list of prompts), an answer says how many of those enrolled within the same 14 days, how many did to whom the same items were shown in the same time, and the difference of the two. No file tells whether people were left out at random.
    - Who was left out of a prompt counts as not prompted everywhere.
    - To others than analysts, bounds and the unknown share are not told where few people, or nobody, enrolled through nobody knows whom.
    - A prompt is left out where no file could tell what followed, which is before the learning data of the item's system begin and in gaps of more than two weeks between its files. A note says how many there are.
    - A prompt that was shown after somebody had left, or before the first day of employment, is left out, as far as files tell of joining and leaving. A note says how many there are. Who leaves within the 14 days counts.
    - A prompt is a recommendation, a nudge or a suggestion that a file tells of.
    - An enrolment made by a manager or an administrator is no response.
    - The 14 days are calendar days of the organisation. On the day of the prompt itself, an enrolment from before it is no response where both times of day are known.
dimensions: [org_unit, item, length_band, job_family, location, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
measures: { held_out: share, compared: share, difference: share }
reasons: { numerator: [followed], denominator: [not_followed, others_enrolled, unknown_enrolled] }
nested: { compared: '' }
population: prompted
*/
-- One row per period, breakdown and measure.
with offered as (
    select
        period_number($grain, month_number(shown_on)) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        item_id,
        is_held_out,
        (response = 'self')::integer as x,
        (response = 'unknown')::integer as perhaps,
    from offered_prompt($as_of::date)
    where is_within(shown_on, $from::date, $to::date)
),
held_out as (
    select distinct period_no, key_1, key_2, key_3, item_id
    from offered
    where is_held_out
),
delivered as (
    select
        o.* exclude (is_held_out),
        null::varchar as variant,
        1 as n,
        h.item_id is not null as is_compared,
        unnest(case
            when o.is_held_out then ['held_out']
            when h.item_id is not null then ['', 'compared']
            else ['']
        end) as measure,
    from offered as o
    left join held_out as h
        on h.period_no = o.period_no and h.key_1 = o.key_1 and h.key_2 = o.key_2 and h.key_3 = o.key_3
        and h.item_id = o.item_id
),
doubt as (
    select
        period_no, key_1, key_2, key_3, measure,
        sum(perhaps) as perhaps,
        count(distinct person_id) filter (perhaps = 1) as unknown_persons,
        count(distinct person_id) filter (not is_compared) as apart,
    from delivered
    group by period_no, key_1, key_2, key_3, measure
),
-- Somebody can have been shown one item and left out of another.
sided as (
    select
        period_no, key_1, key_2, key_3, person_id,
        count(*) filter (measure = 'compared') as n_1,
        coalesce(sum(x) filter (measure = 'compared'), 0) as x_1,
        count(*) filter (measure = 'held_out') as n_0,
        coalesce(sum(x) filter (measure = 'held_out'), 0) as x_0,
    from delivered
    where measure in ('compared', 'held_out')
    group by all
),
rate as (
    select
        s.*,
        s.value as bound_lo,
        ((s.x + d.perhaps) / s.n)::double as bound_hi,
        (d.perhaps / s.n)::double as unknown_share,
        d.unknown_persons,
        max(if(s.measure = '', d.apart, null)) over (partition by s.period_no, s.key_1, s.key_2, s.key_3) as apart,
        s.value in (0, 1) and s.persons < 20 as is_band,
    from clustered_share('delivered') as s
    join doubt as d
        on d.period_no = s.period_no and d.key_1 = s.key_1 and d.key_2 = s.key_2 and d.key_3 = s.key_3
        and d.measure = s.measure
),
both_sides as (
    select
        s.period_no, s.key_1, s.key_2, s.key_3,
        count(*)::integer as persons,
        clustered_correlation(s.x_1, s.n_1, c.value, s.x_0, s.n_0, h.value) as together,
    from sided as s
    join rate as c
        on c.period_no = s.period_no and c.key_1 = s.key_1 and c.key_2 = s.key_2 and c.key_3 = s.key_3
        and c.measure = 'compared'
    join rate as h
        on h.period_no = s.period_no and h.key_1 = s.key_1 and h.key_2 = s.key_2 and h.key_3 = s.key_3
        and h.measure = 'held_out'
    group by s.period_no, s.key_1, s.key_2, s.key_3
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    measure as layer,
    variant,
    nullif(measure, '') as measure,
    null::integer as horizon,
    value,
    x as numerator,
    n as denominator,
    persons,
    lo,
    hi,
    bound_lo,
    bound_hi,
    unknown_share,
    unknown_part(unknown_persons, null, null) as unknown_part,
    case when measure = 'compared' then apart end::integer as apart,
from rate
union all
select
    c.period_no::integer as period_no, c.key_1, c.key_2, c.key_3,
    'compared+held_out' as layer,
    null as variant,
    'difference' as measure,
    null as horizon,
    if(c.is_band or h.is_band, null, c.value - h.value) as value,
    null as numerator,
    null as denominator,
    b.persons,
    if(c.is_band or h.is_band, null, newcombe_low(c.value, c.lo, c.hi, h.value, h.lo, h.hi, b.together)) as lo,
    if(c.is_band or h.is_band, null, newcombe_high(c.value, c.lo, c.hi, h.value, h.lo, h.hi, b.together)) as hi,
    if(c.is_band or h.is_band, null, c.value - h.bound_hi) as bound_lo,
    if(c.is_band or h.is_band, null, c.bound_hi - h.value) as bound_hi,
    ((c.unknown_share * c.n + h.unknown_share * h.n) / (c.n + h.n))::double as unknown_share,
    unknown_part(c.unknown_persons + h.unknown_persons, null, null) as unknown_part,
    null as apart,
from rate as c
join both_sides as b
    on b.period_no = c.period_no and b.key_1 = c.key_1 and b.key_2 = c.key_2 and b.key_3 = c.key_3
join rate as h
    on h.period_no = c.period_no and h.key_1 = c.key_1 and h.key_2 = c.key_2 and h.key_3 = c.key_3
where c.measure = 'compared' and h.measure = 'held_out'
