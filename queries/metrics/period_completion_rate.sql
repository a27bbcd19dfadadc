/*
id: period_completion_rate
name: Period-based voluntary completion rate
question: Why does the learning system show another completion rate?
unit: share
grain: episode (a person, an item, an attempt)
anchor: the day of completion
numerator: voluntary episodes completed in the period
denominator: voluntary episodes open on any day of the period
formula: completed in the period ÷ open at any time in the period; an episode is open until completion, withdrawal, failure, expiry or the end of employment, whichever comes first, and a completion without a day ends it on the last day of which anything is known
needs: [enrolment, completions]
interval: Wilson 95 %, with an effective size that allows for several episodes of one person (S1c); bounds if the unknown were all failures or all successes (S10)
smallest_group: 5
version: 7
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; what began in a learning system of which no file can tell completions is left out and no longer counts as not completed
source: METRICS.md A2p
caveats:
    - Others than analysts are told it by quarter only, because what is open counts in every period.
    - Only for comparison with what learning systems show. It falls whenever sign-ups grow.
    - Above 20 % of unknown initiation the number is a range, not a point.
    - What was completed on a day that no file tells is open until the last day of which anything is known, and counts as completed then, so that it is not open for ever. A note says how much that is.
    - Credits entered afterwards count in the period of their completion.
    - Hidden where fewer people than the smallest group have something open from before the period, or had something that ended before it, because what is begun is told elsewhere.
    - What failed, was withdrawn or expired and is taken again within 30 days is one episode with the new attempt, counted from the first enrolment. Taken again later, after a completion or a waiver, or in another employment, it is a new one.
    - What began in a learning system of which no file can tell completions is left out, because nobody knows what became of it. A note names the system and says how much that is.
dimensions: [org_unit, item, source, length_band]
variants: [strict, broad]
default_variants: [strict, broad]
parameters: [from, to, grain, by, where, as_of, variant]
told_by: quarter
measures: {}
nested: { strict: broad }
population: open_voluntary
is_of_completions: true
*/
-- One row per period, breakdown and variant.
with stretch as (
    select
        period_number($grain, month_number(greatest(open_from, coalesce($from::date, open_from))))::integer as first_no,
        period_number($grain, month_number(least(open_to, coalesce($to::date - 1, open_to))))::integer as last_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        class,
        case when is_within(anchored_on, $from::date, $to::date) then period_number($grain, anchored_month) end as begun_no,
        case
            when is_completed and is_within(completed_on, $from::date, $to::date)
                then period_number($grain, month_number(completed_on))
        end as completed_no,
    from open_episode($as_of::date)
    where ($from is null or open_to >= $from::date) and ($to is null or open_from < $to::date)
),
open_in as (
    select unnest(generate_series(first_no, last_no)) as period_no, * exclude (first_no, last_no),
    from stretch
    where class in ('self_initiated', 'prompted')
),
bundle as (
    select
        first_no, last_no, key_1, key_2, key_3, completed_no,
        count(*) as episodes,
        count(*) filter (class = 'unknown') as unknown_n,
        list(distinct person_id) filter (class = 'unknown') as unknown_people,
    from stretch
    group by first_no, last_no, key_1, key_2, key_3, completed_no
),
whole as (
    select
        period_no, key_1, key_2, key_3,
        sum(episodes) as episodes,
        sum(unknown_n) as unknown_n,
        coalesce(sum(unknown_n) filter (completed_no = period_no), 0) as unknown_x,
        coalesce(len(list_distinct(flatten(list(unknown_people) filter (unknown_n > 0)))), 0) as unknown_persons,
    from (select unnest(generate_series(first_no, last_no)) as period_no, *, from bundle)
    group by period_no, key_1, key_2, key_3
),
person_cell as (
    select
        period_no, key_1, key_2, key_3, person_id,
        count(*) as broad_n,
        count(*) filter (completed_no = period_no) as broad_x,
        count(*) filter (class = 'self_initiated') as strict_n,
        count(*) filter (class = 'self_initiated' and completed_no = period_no) as strict_x,
        bool_or(begun_no is distinct from period_no) as broad_carried,
        coalesce(bool_or(begun_no is distinct from period_no) filter (class = 'self_initiated'), false) as strict_carried,
    from open_in
    group by period_no, key_1, key_2, key_3, person_id
),
person_variant as (
    select
        period_no, key_1, key_2, key_3,
        unnest(['broad', 'strict']) as variant,
        unnest([broad_n, strict_n]) as n,
        unnest([broad_x, strict_x]) as x,
        unnest([broad_carried, strict_carried]) as is_carried,
        broad_n > strict_n as has_prompted,
    from person_cell
),
-- Who had something of whatever class that ended before a period, in the last one in which anything did, asked for or not.
ended as (
    select
        period_number($grain, month_number(open_to))::integer + 1 as since_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        count(distinct person_id) as persons,
    from open_episode($as_of::date)
    where $to is null or open_from < $to::date
    group by all
),
-- Who has something of whatever class from before a period; twenty people of one time are many enough.
stay as (
    select distinct first_no, last_no, begun_no, key_1, key_2, key_3, person_id,
    from stretch
    where last_no > first_no or begun_no is distinct from first_no
),
stay_bundle as (
    select first_no, last_no, begun_no, key_1, key_2, key_3, min(person_id, 20) as people,
    from stay
    group by first_no, last_no, begun_no, key_1, key_2, key_3
),
carried as (
    select period_no, key_1, key_2, key_3, least(len(list_distinct(flatten(list(people)))), 20) as persons,
    from (select unnest(generate_series(first_no, last_no)) as period_no, *, from stay_bundle)
    where begun_no is distinct from period_no
    group by period_no, key_1, key_2, key_3
),
rate as (
    select
        period_no, key_1, key_2, key_3, variant,
        sum(n) as n,
        sum(x) as x,
        (sum(x) / sum(n))::double as p,
        count(*) as persons,
        count(*) filter (is_carried) as carried,
        max(count(*) filter (has_prompted)) over (partition by period_no, key_1, key_2, key_3) as apart,
        clustered_size(sum(x), sum(n), count(*), sum(x * x), sum(x * n), sum(n * n)) as n_eff,
    from person_variant
    where n > 0
    group by period_no, key_1, key_2, key_3, variant
),
told as (
    select
        r.*,
        w.episodes, w.unknown_n, w.unknown_x, w.unknown_persons,
        coalesce(c.persons, 0) as all_carried,
        coalesce(e.persons, 0) as all_ended,
    from rate as r
    join whole as w
        on w.period_no = r.period_no and w.key_1 = r.key_1 and w.key_2 = r.key_2 and w.key_3 = r.key_3
    left join carried as c
        on c.period_no = r.period_no and c.key_1 = r.key_1 and c.key_2 = r.key_2 and c.key_3 = r.key_3
    asof left join ended as e
        on e.key_1 = r.key_1 and e.key_2 = r.key_2 and e.key_3 = r.key_3 and r.period_no >= e.since_no
),
-- People with something from before the period, and with something that ended before it, are layers of their own: what is begun
-- is told elsewhere (A0, A1, A3), so that beside what is open it would tell of them.
beside as (
    select
        period_no, key_1, key_2, key_3,
        unnest(['carried', 'ended']) as layer,
        unnest([any_value(all_carried), any_value(all_ended)]) as persons,
    from told
    group by period_no, key_1, key_2, key_3
    union all
    select period_no, key_1, key_2, key_3, variant || '_carried', carried,
    from told
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    concat_ws(
        '+', variant, if(carried > 0, variant || '_carried', null), if(all_carried > 0, 'carried', null),
        if(all_ended > 0, 'ended', null)
    ) as layer,
    variant,
    null::varchar as measure,
    null::integer as horizon,
    p as value,
    x::double as numerator,
    n::double as denominator,
    persons::integer as persons,
    wilson_low(p, n_eff) as lo,
    wilson_high(p, n_eff) as hi,
    bound_low(x, n, unknown_x, unknown_n) as bound_lo,
    bound_high(x, n, unknown_x, unknown_n) as bound_hi,
    (unknown_n / episodes)::double as unknown_share,
    unknown_part(unknown_persons, bound_low(x, n, 0, unknown_n), bound_high(x, n, unknown_n, unknown_n)) as unknown_part,
    case when variant = 'strict' then apart end::integer as apart,
from told
union all
select
    period_no::integer as period_no, key_1, key_2, key_3,
    variant as layer, variant || ' alone' as variant, null as measure, null as horizon, null as value, null as numerator,
    null as denominator, persons::integer as persons, null as lo, null as hi, null as bound_lo, null as bound_hi,
    null as unknown_share,
    unknown_part(unknown_persons, bound_low(x, n, 0, unknown_n), bound_high(x, n, unknown_n, unknown_n)) as unknown_part,
    case when variant = 'strict' then apart end::integer as apart,
from told
where all_carried + all_ended > 0
union all
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layer, layer as variant, null as measure, null as horizon, null as value, null as numerator, null as denominator,
    persons::integer as persons, null as lo, null as hi, null as bound_lo, null as bound_hi, null as unknown_share,
    null as unknown_part, null as apart,
from beside
where persons > 0
