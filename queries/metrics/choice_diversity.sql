/*
id: choice_diversity
name: Choice diversity
question: How varied is what people choose?
unit: ratio
grain: person and the twelve months before the end of a period
anchor: the day on which an item was begun
numerator: the effective numbers of topics (or formats) of people with at least five chosen items, added up
denominator: these people
formula: mean over people of 2^H, where H is Shannon's entropy in bits of a person's chosen items over topics; an item with several topics counts in parts; bits = mean H; normalised = mean of H ÷ log2 of the topics in the catalogue; in_five = mean number of topics that five of a person's items, drawn without putting back, would show (rarefied after Hurlbert); pooled = 2^H of all chosen items of the group together
needs: [enrolment, topics_or_formats]
row_needs: { topic: [topics], format: [formats] }
interval: percentile interval of 1000 seeded bootstrap samples of people (S5); above 250 people that of their limit; for pooled with the group's own shares held
smallest_group: 5
version: 6
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md A6
caveats:
    - Neither much nor little is good in itself; somebody who prepares for one role chooses narrowly for a reason.
    - An effective number of 3 says that the choice is as varied as one that is spread evenly over 3 topics.
    - Few items hide variety. To compare groups, read in_five, which takes five items of everybody.
    - Items are those of a person's chosen sequence; an item that is taken again counts once. Items without a topic (or a format) are left out.
    - A period counts what was begun in the twelve months before its end; periods whose twelve months begin before the data do not appear. Where the data of one learning system begin later than those of another, the first periods hold fewer of its months, and so look less varied.
dimensions: [org_unit, job_family, location, grade]
variants: [topic, format]
default_variants: [topic, format]
parameters: [from, to, grain, by, where, as_of, variant]
default_grain: quarter
grains: [quarter, year]
measures: { bits: bits, normalised: share, in_five: ratio, pooled: ratio }
nested: {}
reasons: { numerator: [five_items], denominator: [] }
population: diverse
*/
-- One row per period, breakdown, facet and measure. is_alike: few people of whom everybody chose of one kind only; then no
-- number tells it (METRICS.md §I rule 2).
with diverse as materialized (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        facet,
        person_id,
        n,
        choices,
        entropy,
        effective,
        in_five,
    from diverse_person($grain, (select day from whole_year_start($grain, $from::date)), $to::date, $as_of::date)
),
place as (
    select row_number() over (order by period_no, key_1, key_2, key_3, facet) as place_no, *,
    from (select distinct period_no, key_1, key_2, key_3, facet from diverse)
),
placed as materialized (
    select p.place_no, d.person_id, d.n, d.choices, d.entropy, d.effective, d.in_five,
    from diverse as d
    join place as p
        on p.period_no = d.period_no and p.key_1 = d.key_1 and p.key_2 = d.key_2 and p.key_3 = d.key_3
        and p.facet = d.facet
),
taken as materialized (
    select place_no, person_id, n, c.choice, c.weight
    from (select place_no, person_id, n, unnest(choices) as c from placed)
),
grouped as (
    select place_no, choice, round(sum(weight), 6) as weight
    from taken
    group by all
),
surprise as (
    select
        place_no,
        choice,
        -log2(weight / round(sum(weight) over (partition by place_no), 6)) as bits,
    from grouped
),
person_surprise as (
    select
        t.place_no,
        t.person_id,
        round(sum(t.weight * s.bits), 12) as x,
        any_value(t.n) as y,
    from taken as t
    join surprise as s on s.place_no = t.place_no and s.choice = t.choice
    group by all
),
measure_name as (
    from (values (0, null), (1, 'bits'), (2, 'in_five'), (3, 'pooled')) as t (measure_no, measure)
),
-- A cell is a place and a measure there, in one number.
celled as materialized (
    select place_no * 4 as cell, effective as x, 1.0::double as y
    from placed
    union all
    select place_no * 4 + 1, entropy, 1.0
    from placed
    union all
    select place_no * 4 + 2, in_five, 1.0
    from placed
    union all
    select place_no * 4 + 3, x, y
    from person_surprise
),
told as materialized (
    select
        cell,
        count(*)::integer as persons,
        sum(x) / sum(y) as value,
        count(*) < 20 and max(x) = min(x) and (max(x) = 0 or (cell % 4 <> 1 and max(x) = 1)) as is_alike,
    from celled
    group by cell
),
listed as (
    select c.*
    from celled as c
    semi join (select cell from told where persons >= 5) as t on t.cell = c.cell
),
limited as materialized (
    select
        p.* exclude (place_no),
        m.measure,
        t.persons,
        t.is_alike,
        round(if(m.measure = 'pooled', pow(2, t.value), t.value), 9) as value,
        round(if(m.measure = 'pooled', pow(2, b.lo), b.lo), 9) as lo,
        round(if(m.measure = 'pooled', pow(2, b.hi), b.hi), 9) as hi,
    from told as t
    join place as p on p.place_no = t.cell // 4
    join measure_name as m on m.measure_no = t.cell % 4
    left join bootstrap_ratio('listed') as b on b.cell = t.cell
),
scaled as (
    select *
    from limited
    union all
    select
        l.* replace (
            'normalised' as measure,
            false as is_alike,
            round(l.value / log2(f.choices), 9) as value,
            round(l.lo / log2(f.choices), 9) as lo,
            round(l.hi / log2(f.choices), 9) as hi
        ),
    from limited as l
    join facet_size() as f on f.facet = l.facet
    where l.measure = 'bits' and f.choices > 1
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    facet as layer,
    facet as variant,
    measure,
    null::integer as horizon,
    if(is_alike, null, value)::double as value,
    null::double as numerator,
    persons::double as denominator,
    persons,
    if(is_alike, null, lo)::double as lo,
    if(is_alike, null, hi)::double as hi,
    null::double as bound_lo,
    null::double as bound_hi,
    null::double as unknown_share,
    if(is_alike, 'band', null) as reason,
from scaled
