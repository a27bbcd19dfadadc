/*
id: path_rate
name: Self-initiated paths
question: How many people follow a path of their own?
unit: share
grain: person and quarter
anchor: the day on which the third item of the path was begun
numerator: people whose path reached its third item in the period
denominator: people employed for at least 45 days of the period
formula: people with a run of self-initiated items, each begun at most 60 days after the one before, whose third different item was begun in the period ÷ people employed at least 45 days of it (15 days where the period is a month)
needs: [enrolment]
interval: Wilson 95 % (S1)
smallest_group: 5
version: 10
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; the bounds are sharp, but for items that were begun several times
source: METRICS.md B1
caveats:
    - Only items with 10 minutes, half of the content or a completion are steps of a path.
    - Assigned items between two chosen ones do not break a path.
    - A run that has not reached its third item does not count yet.
    - Only periods that had passed by "data to" are counted, from the one on in which the learning data begin, and none that lies wholly between two files.
    - Without a personnel file, people count as employed from their first learning record on.
    - Bounds (S10) hold whichever of the episodes of unknown initiation were self-initiated, and if accounts that match nobody of the personnel file, but could have such a path, were each another employee; the lower one leaves out paths whose third item could then have come in an earlier period. The upper one is the most that is possible, and so is the lower one the least, but for people who began one item several times, not always by choice for sure; some of these are left out though they walked a path in any case.
    - With a personnel file, only its people count; accounts of learning systems that match none of them are told beside the number.
dimensions: [org_unit]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
default_grain: quarter
measures: {}
nested: {}
population: employed
reasons: { numerator: [path], denominator: [no_path] }
*/
-- One row per period and unit.
with employed as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        person_id,
    from employed_person($grain, $from::date, $to::date, $as_of::date)
),
certain as materialized (
    select
        person_id,
        period_number($grain, month_number(third_on))::integer as period_no,
        bool_or(
            period_number($grain, month_number(earliest_on)) = period_number($grain, month_number(third_on))
            and is_within(earliest_on, $from::date, $to::date)
        ) as is_sure,
    from certain_third($as_of::date)
    group by all
),
-- A path stands whatever is unknown if the earliest that its third item can have been lies in the same period.
walker as (
    select
        w.person_id,
        w.period_no,
        coalesce(c.is_sure, w.person_id not in (select person_id from possible_step($as_of::date))) as is_sure,
    from (
        select distinct person_id, period_number($grain, month_number(third_on))::integer as period_no,
        from path_instance
        where third_on <= $as_of::date and is_within(third_on, $from::date, $to::date)
    ) as w
    left join certain as c on c.person_id = w.person_id and c.period_no = w.period_no
),
perhaps as (
    select person_id, period_no from walker
    union
    select person_id, period_number($grain, month_number(third_on))::integer as period_no
    from possible_third($as_of::date)
    where is_within(third_on, $from::date, $to::date)
),
unsure as materialized (
    select person_id, first_no
    from unsure_person($grain, $as_of::date)
),
unmatched as (
    select
        q.period_no,
        dimension_key($by_1, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_1,
        count(p.person_id) as walkers,
        count(*) as accounts,
    from unmatched_account as u
    join unsure as s on s.person_id = u.person_id
    join passed_period($grain, $from::date, $to::date, $as_of::date) as q on q.period_no >= s.first_no
    left join perhaps as p on p.person_id = u.person_id and p.period_no = q.period_no
    group by all
),
begun as (
    select
        period_number($grain, e.anchored_month)::integer as period_no,
        dimension_key($by_1, e.org_unit_id, e.item_id, e.system_id, e.length_band_id, e.job_family_id, e.location_id, e.grade_id) as key_1,
        (count(*) filter (e.class = 'unknown' or u.person_id is not null) / count(*))::double as unknown_share,
    from begun_episode($as_of::date) as e
    left join unmatched_account as u on u.person_id = e.person_id
    where is_within(e.anchored_on, $from::date, $to::date)
    group by all
),
counted as (
    select
        e.period_no,
        e.key_1,
        count(*) as n,
        count(w.person_id) as x,
        count(*) filter (w.is_sure) as x_at_least,
        count(p.person_id) as x_perhaps,
        count(*) filter (u.first_no <= e.period_no and not coalesce(w.is_sure, false)) as unsure,
    from employed as e
    left join walker as w on w.person_id = e.person_id and w.period_no = e.period_no
    left join perhaps as p on p.person_id = e.person_id and p.period_no = e.period_no
    left join unsure as u on u.person_id = e.person_id
    group by all
),
-- What states no unit may belong to any.
bounded as (
    select
        c.period_no, c.key_1, c.n, c.x, c.x_at_least,
        least(c.n, c.x_perhaps + coalesce(sum(u.walkers), 0)) as x_at_most,
        coalesce(least(nullif(c.unsure, 0), nullif(sum(u.accounts), 0)), 0) as unknown_persons,
    from counted as c
    left join unmatched as u on u.period_no = c.period_no and u.key_1 in (c.key_1, 0)
    group by c.period_no, c.key_1, c.n, c.x, c.x_at_least, c.x_perhaps, c.unsure
)
select
    t.period_no::integer as period_no, t.key_1, 0 as key_2, 0 as key_3,
    '' as layer,
    null::varchar as variant,
    null::varchar as measure,
    null::integer as horizon,
    (x / n)::double as value,
    x::double as numerator,
    n::double as denominator,
    n::integer as persons,
    wilson_low((x / n)::double, n::double) as lo,
    wilson_high((x / n)::double, n::double) as hi,
    (x_at_least / n)::double as bound_lo,
    (x_at_most / n)::double as bound_hi,
    unknown_part(unknown_persons, 0, 1) as unknown_part,
    coalesce(b.unknown_share, 0) as unknown_share,
from bounded as t
left join begun as b on b.period_no = t.period_no and b.key_1 = t.key_1
