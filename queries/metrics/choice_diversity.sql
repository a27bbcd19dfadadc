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
interval: percentile interval of 1000 seeded bootstrap samples of people (S5); above 250 people that of their limit; for pooled with the group's own shares held
smallest_group: 5
version: 1
source: METRICS.md A6
caveats:
    - Neither much nor little is good in itself; somebody who prepares for one role chooses narrowly for a reason.
    - An effective number of 3 says that the choice is as varied as one that is spread evenly over 3 topics.
    - Few items hide variety. To compare groups, read in_five, which takes five items of everybody.
    - Items are those of a person's chosen sequence; an item that is taken again counts once. Items without a topic (or a format) are left out.
    - A period counts what was begun in the twelve months before its end; periods whose twelve months begin before the data do not appear.
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
with diverse as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        facet,
        person_id,
        n,
        entropy,
        effective,
        in_five,
    from diverse_person($grain, $from::date, $to::date, $as_of::date)
    where period_no >= (select first_no from first_period($grain)) + 12 // period_months($grain) - 1
),
grouped as (
    select
        d.period_no, d.key_1, d.key_2, d.key_3, d.facet, c.choice,
        round(sum(c.weight), 6) as weight,
    from diverse as d
    join chosen_facet($grain, $from::date, $to::date, $as_of::date) as c
        on c.person_id = d.person_id and c.period_no = d.period_no and c.facet = d.facet
    group by all
),
surprise as (
    select
        period_no, key_1, key_2, key_3, facet, choice,
        -log2(weight / round(sum(weight) over (partition by period_no, key_1, key_2, key_3, facet), 6)) as bits,
    from grouped
),
person_surprise as (
    select
        d.period_no, d.key_1, d.key_2, d.key_3, d.facet, d.person_id,
        round(sum(c.weight * s.bits), 9) as x,
        any_value(d.n) as y,
    from diverse as d
    join chosen_facet($grain, $from::date, $to::date, $as_of::date) as c
        on c.person_id = d.person_id and c.period_no = d.period_no and c.facet = d.facet
    join surprise as s
        on s.period_no = d.period_no and s.key_1 = d.key_1 and s.key_2 = d.key_2 and s.key_3 = d.key_3
        and s.facet = d.facet and s.choice = c.choice
    group by all
),
measured as (
    select period_no, key_1, key_2, key_3, facet, 'effective' as measure, effective as x, 1.0 as y,
    from diverse
    union all
    select period_no, key_1, key_2, key_3, facet, 'bits', entropy, 1.0,
    from diverse
    union all
    select period_no, key_1, key_2, key_3, facet, 'in_five', in_five, 1.0,
    from diverse
    union all
    select period_no, key_1, key_2, key_3, facet, 'pooled', x, y,
    from person_surprise
),
celled as (
    select
        {
            'period_no': period_no, 'key_1': key_1, 'key_2': key_2, 'key_3': key_3, 'facet': facet, 'measure': measure
        } as cell,
        x,
        y,
    from measured
),
told as (
    select
        cell,
        count(*)::integer as persons,
        sum(x) / sum(y) as value,
        count(*) < 20 and max(x) = min(x) and (max(x) = 0 or (cell.measure <> 'bits' and max(x) = 1)) as is_alike,
    from celled
    group by cell
),
listed as (
    select c.*
    from celled as c
    semi join (select cell from told where persons >= 5) as t on t.cell = c.cell
),
limited as (
    select
        t.cell,
        t.cell.measure as measure,
        t.persons,
        t.is_alike,
        round(if(t.cell.measure = 'pooled', pow(2, t.value), t.value), 9) as value,
        round(if(t.cell.measure = 'pooled', pow(2, b.lo), b.lo), 9) as lo,
        round(if(t.cell.measure = 'pooled', pow(2, b.hi), b.hi), 9) as hi,
    from told as t
    left join bootstrap_ratio('listed') as b on b.cell = t.cell
),
scaled as (
    select *
    from limited
    union all
    select
        l.cell, 'normalised', l.persons, false,
        round(l.value / log2(f.choices), 9), round(l.lo / log2(f.choices), 9), round(l.hi / log2(f.choices), 9),
    from limited as l
    join facet_size() as f on f.facet = l.cell.facet
    where l.measure = 'bits' and f.choices > 1
)
select
    cell.period_no::integer as period_no, cell.key_1 as key_1, cell.key_2 as key_2, cell.key_3 as key_3,
    cell.facet as layer,
    cell.facet as variant,
    nullif(measure, 'effective') as measure,
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
