/*
id: voluntary_hours_share
name: Voluntary share of learning hours
question: How much of the time for learning goes into what people chose?
unit: share
grain: minutes of a person
anchor: the day of activity
numerator: minutes on voluntary episodes
denominator: minutes on all episodes whose initiation is known, active in the period
formula: Σ minutes on self-initiated and prompted episodes ÷ Σ minutes on these and on assigned ones
needs: [enrolment, time]
row_needs: { wall: [measured_time], content: [content_time], nominal: [lengths] }
interval: percentile interval of 1000 seeded bootstrap samples of people (S5); above 250 people that of their limit; bounds if all time of unknown initiation were assigned or voluntary (S10)
smallest_group: 5
version: 6
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; the last activity of an episode is that of its last attempt
source: METRICS.md A4
caveats:
    - Wall is measured time (events, sessions, or what the system states), content is time of content played, nominal is length times progress, of all items with a length, also where their time is measured. They are never added up; how time is estimated changes what comes out.
    - The tiers say what the time of the episodes rests on (1 events, 2 stated by the system, 3 nominal length times progress, 4 nothing).
    - Time counts on the day of activity; where only a total is known, on the last day of activity.
    - Sessions end at a gap of 30 minutes; no item takes more than three times its length.
    - A number is hidden where one person has more than half of a sum of minutes behind it, or two have more than four fifths.
dimensions: [org_unit, item, source, length_band, job_family, location, grade]
variants: [wall, content, nominal]
default_variants: [wall, content, nominal]
parameters: [from, to, grain, by, where, as_of, variant]
measures: { tier_1: share, tier_2: share, tier_3: share, tier_4: share }
reasons: { numerator: [voluntary], denominator: [assigned] }
nested: {}
counted_as: sides
counted_in: minutes
population: spent
*/
-- One row per period, breakdown and time basis, and the mix of tiers of evidence.
with spent as materialized (
    select *
    from person_time($grain, $from::date, $to::date, $as_of::date, $by_1::varchar, $by_2::varchar, $by_3::varchar)
),
person as materialized (
    select * from time_by_basis('spent')
),
active as (
    select
        {'period_no': period_no, 'key_1': key_1, 'key_2': key_2, 'key_3': key_3, 'variant': variant} as cell,
        found + prompted as x,
        found + prompted + assigned as y,
    from person
    where found + prompted + assigned > 0
),
-- Prompted time, which the self-found ratio leaves out, is a layer of that ratio: it is hidden where few people have some.
known as (
    select * from minute_layers('person')
    where layer = variant
),
told as (
    select
        period_no, key_1, key_2, key_3, variant,
        sum(found + prompted)::double as x,
        sum(found + prompted + assigned)::double as n,
        sum(unknown)::double as unknown,
        (count(*) filter (found + prompted + assigned > 0))::integer as persons,
    from person
    group by period_no, key_1, key_2, key_3, variant
    having sum(found + prompted + assigned) > 0
),
mix as (
    select
        period_no, key_1, key_2, key_3,
        sum(tier_1 + tier_2 + tier_3 + tier_4)::bigint as episodes,
        (count(*) filter (tier_1 + tier_2 + tier_3 + tier_4 > 0))::integer as persons,
        unnest([1, 2, 3, 4]) as tier,
        unnest([sum(tier_1), sum(tier_2), sum(tier_3), sum(tier_4)])::bigint as x,
    from spent
    group by period_no, key_1, key_2, key_3
    having sum(tier_1 + tier_2 + tier_3 + tier_4) > 0
)
select
    t.period_no::integer as period_no, t.key_1, t.key_2, t.key_3,
    l.layer,
    t.variant,
    null::varchar as measure,
    null::integer as horizon,
    t.x / t.n as value,
    t.x / 60 as numerator,
    t.n / 60 as denominator,
    t.persons,
    b.lo,
    b.hi,
    t.x / (t.n + t.unknown) as bound_lo,
    (t.x + t.unknown) / (t.n + t.unknown) as bound_hi,
    t.unknown / (t.n + t.unknown) as unknown_share,
    l.sums,
    l.unknown_part,
from told as t
join known as l
    on l.period_no = t.period_no and l.key_1 = t.key_1 and l.key_2 = t.key_2 and l.key_3 = t.key_3 and l.variant = t.variant
join bootstrap_ratio('active') as b
    on b.cell.period_no = t.period_no and b.cell.key_1 = t.key_1 and b.cell.key_2 = t.key_2
    and b.cell.key_3 = t.key_3 and b.cell.variant = t.variant
union all
select
    period_no::integer as period_no, key_1, key_2, key_3,
    'tiers' as layer, null as variant, 'tier_' || tier as measure, null as horizon,
    (x / episodes)::double as value, x::double as numerator, episodes::double as denominator, persons,
    null as lo, null as hi, null as bound_lo, null as bound_hi, null as unknown_share, null as sums, null as unknown_part,
from mix
