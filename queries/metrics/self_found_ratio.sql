/*
id: self_found_ratio
name: Self-found to assigned time
question: How much more time goes into what people found themselves than into what was assigned?
unit: ratio
grain: minutes of a person
anchor: the day of activity
numerator: minutes on self-initiated episodes
denominator: minutes on assigned episodes, required or not, active in the period
formula: R = Σ minutes on self-initiated ÷ Σ minutes on assigned episodes; measure more = R − 1; measure median_self_share = median over people of self-initiated ÷ (self-initiated + assigned) minutes
needs: [enrolment, time]
row_needs: { wall: [measured_time], content: [content_time], nominal: [lengths] }
interval: percentile interval of 1000 seeded bootstrap samples of people (S5), above 250 people that of their limit; for the median the order statistics to which its bootstrap comes
smallest_group: 5
version: 6
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; the last activity of an episode is that of its last attempt
source: METRICS.md A5
caveats:
    - It tells how time is divided and not what people like, because the assigned catalogue is finite and the library is not.
    - A few heavy learners move the ratio; the median personal share stands beside it.
    - Prompted items are in neither sum. Hidden where fewer people than the smallest group have prompted time, because the voluntary hours hold that, too.
    - Wall is measured time, content is time of content played, nominal is length times progress. They are never added up.
    - A number is hidden where one person has more than half of a sum of minutes behind it, or two have more than four fifths.
dimensions: [org_unit, item, source, length_band, job_family, location, grade]
variants: [wall, content, nominal]
default_variants: [wall, content, nominal]
parameters: [from, to, grain, by, where, as_of, variant]
measures: { more: ratio, median_self_share: share }
reasons: { numerator: [self_initiated], denominator: [assigned] }
nested: {}
counted_as: sides
counted_in: minutes
population: spent
*/
-- One row per period, breakdown, time basis and measure.
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
        found as x,
        assigned as y,
    from person
    where found + assigned > 0
),
layer as (
    select * from minute_layers('person')
),
layer_names as (
    select
        period_no, key_1, key_2, key_3, variant,
        string_agg(layer, '+' order by layer) as layers,
        any_value(unknown_part) as unknown_part,
    from layer
    group by period_no, key_1, key_2, key_3, variant
),
told as (
    select
        period_no, key_1, key_2, key_3, variant,
        sum(found)::double as x,
        sum(assigned)::double as n,
        sum(unknown)::double as unknown,
        (count(*) filter (found + assigned > 0))::integer as persons,
        list(found / (found + assigned) order by found / (found + assigned)) filter (found + assigned > 0) as shares,
    from person
    group by period_no, key_1, key_2, key_3, variant
    having sum(found + assigned) > 0
),
measured as (
    select
        t.*,
        b.lo,
        b.hi,
        x / nullif(n, 0) as ratio,
        l.layers,
        l.unknown_part,
    from told as t
    join layer_names as l
        on l.period_no = t.period_no and l.key_1 = t.key_1 and l.key_2 = t.key_2 and l.key_3 = t.key_3 and l.variant = t.variant
    join bootstrap_ratio('active') as b
        on b.cell.period_no = t.period_no and b.cell.key_1 = t.key_1 and b.cell.key_2 = t.key_2
        and b.cell.key_3 = t.key_3 and b.cell.variant = t.variant
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layers as layer,
    variant,
    unnest([null, 'more', 'median_self_share']) as measure,
    null::integer as horizon,
    unnest([ratio, ratio - 1, list_aggregate(shares, 'median')])::double as value,
    unnest([x / 60, x / 60, null])::double as numerator,
    unnest([n / 60, n / 60, null])::double as denominator,
    persons,
    unnest([lo, lo - 1, shares[median_low_place(len(shares))]])::double as lo,
    unnest([hi, hi - 1, shares[median_high_place(len(shares))]])::double as hi,
    unnest([x / nullif(n + unknown, 0), x / nullif(n + unknown, 0) - 1, null])::double as bound_lo,
    unnest([(x + unknown) / nullif(n, 0), (x + unknown) / nullif(n, 0) - 1, null])::double as bound_hi,
    unknown / (x + n + unknown) as unknown_share,
    null as sums,
    unknown_part,
from measured
union all
-- Nobody can ask for these: they say who stands behind the numbers above.
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layer, layer || ' alone' as variant, null as measure, null as horizon, null as value, null as numerator, null as denominator,
    persons, null as lo, null as hi, null as bound_lo, null as bound_hi, null as unknown_share, sums, unknown_part,
from layer
