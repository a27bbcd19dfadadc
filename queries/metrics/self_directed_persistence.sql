/*
id: self_directed_persistence
name: Self-directed persistence
question: Do self-directed learners come back?
unit: share
grain: person and quarter
anchor: the day of activity
numerator: of these, those active in at least two of the last four periods
denominator: active self-directed learners of the period, as the reach counts them
formula: people with a meaningful self-initiated episode in this period and in at least one of the three before it ÷ people with one in this period, among those employed for at least 45 days of it
needs: [enrolment]
interval: Wilson 95 % (S1)
smallest_group: 5
version: 8
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md A8b
caveats:
    - Periods are quarters unless another grain is asked for; by month it is two of the last four months, by year two of four years.
    - It is told only for periods whose three predecessors lie within the data.
    - Whoever was hired during these periods had less time to come back.
    - What counts as active is what the reach counts.
    - Bounds (S10) show what it would be if episodes of unknown initiation were self-initiated by those who did not come back, or by those who did, and if accounts that match nobody of the personnel file were each an employee who did.
    - With a personnel file, only its people count; accounts of learning systems that match none of them are told beside the number.
dimensions: [org_unit, job_family, location, grade]
variants: []
default_variants: []
parameters: [from, to, grain, by, where, as_of]
default_grain: quarter
measures: {}
reasons: { numerator: [returned], denominator: [once] }
nested: {}
population: employed
*/
-- One row per period and breakdown.
with employed as (
    select
        period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
    from employed_person($grain, $from::date, $to::date, $as_of::date)
),
-- Every period of activity, certain or of unknown initiation.
active as materialized (
    select person_id, period_no, is_self_directed,
    from active_period($grain, null::date, $to::date, $as_of::date)
),
history as (
    select
        n.person_id,
        n.period_no,
        n.is_self_directed,
        count(*) filter (b.is_self_directed and b.period_no < n.period_no) > 0 as has_returned,
        count(*) filter (b.period_no < n.period_no) > 0 as may_have_returned,
    from active as n
    join active as b
        on b.person_id = n.person_id and b.period_no <= n.period_no and b.period_no > n.period_no - 4
    group by all
),
counted as (
    select
        e.period_no, e.key_1, e.key_2, e.key_3,
        count(*) filter (h.is_self_directed) as n,
        count(*) filter (h.is_self_directed and h.has_returned) as x,
        count(*) filter (h.is_self_directed and not h.has_returned and h.may_have_returned) as may_return,
        count(*) filter (not h.is_self_directed and not h.has_returned) as may_fail,
        count(*) filter (not h.is_self_directed and h.may_have_returned) as may_succeed,
    from employed as e
    join history as h on h.person_id = e.person_id and h.period_no = e.period_no
    where e.period_no - 3 >= (select first_no from first_period($grain))
    group by all
    having n > 0
),
-- Accounts that match nobody and were active in this period or one of the three before it; what states no unit may belong to
-- any.
stray as (
    select
        a.period_no + n.later as period_no,
        dimension_key($by_1, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_1,
        dimension_key($by_2, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_2,
        dimension_key($by_3, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_3,
        u.person_id,
        bool_or(n.later = 0) as is_active,
        bool_or(n.later = 0 and a.is_self_directed)
        and bool_or(n.later > 0 and a.is_self_directed) as has_returned,
    from unmatched_account as u
    join active as a on a.person_id = u.person_id
    cross join range(4) as n (later)
    group by all
),
-- Who may move the bounds, whatever became of what they began: people with something of unknown initiation who have not returned
-- for certain, and accounts that match nobody.
unsure as materialized (
    select person_id, first_no
    from unsure_person($grain, $as_of::date)
),
doubtful as (
    select e.period_no, e.key_1, e.key_2, e.key_3, count(*) as persons,
    from employed as e
    join unsure as u on u.person_id = e.person_id and u.first_no <= e.period_no
    left join history as h on h.person_id = e.person_id and h.period_no = e.period_no
    where not coalesce(h.is_self_directed and h.has_returned, false)
    group by all
),
account as (
    select
        p.period_no,
        dimension_key($by_1, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_1,
        dimension_key($by_2, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_2,
        dimension_key($by_3, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_3,
        count(*) as accounts,
    from unmatched_account as u
    join unsure as s on s.person_id = u.person_id
    join passed_period($grain, $from::date, $to::date, $as_of::date) as p on p.period_no >= s.first_no
    group by all
),
beside as (
    select
        c.period_no, c.key_1, c.key_2, c.key_3,
        coalesce(least(any_value(d.persons), sum(a.accounts)), 0) as unknown_persons,
    from counted as c
    left join doubtful as d
        on d.period_no = c.period_no and d.key_1 = c.key_1 and d.key_2 = c.key_2 and d.key_3 = c.key_3
    left join account as a
        on a.period_no = c.period_no and a.key_1 in (c.key_1, 0) and a.key_2 in (c.key_2, 0) and a.key_3 in (c.key_3, 0)
    group by c.period_no, c.key_1, c.key_2, c.key_3
),
bounded as (
    select
        c.period_no, c.key_1, c.key_2, c.key_3, c.n, c.x, c.may_return, c.may_fail, c.may_succeed,
        count(s.person_id) as strays,
        count(s.person_id) filter (s.is_active and not s.has_returned) as stray_fails,
    from counted as c
    left join stray as s
        on s.period_no = c.period_no and s.key_1 in (c.key_1, 0) and s.key_2 in (c.key_2, 0) and s.key_3 in (c.key_3, 0)
    group by c.period_no, c.key_1, c.key_2, c.key_3, c.n, c.x, c.may_return, c.may_fail, c.may_succeed
),
begun as (
    select
        period_number($grain, e.anchored_month)::integer as period_no,
        dimension_key($by_1, e.org_unit_id, e.item_id, e.system_id, e.length_band_id, e.job_family_id, e.location_id, e.grade_id) as key_1,
        dimension_key($by_2, e.org_unit_id, e.item_id, e.system_id, e.length_band_id, e.job_family_id, e.location_id, e.grade_id) as key_2,
        dimension_key($by_3, e.org_unit_id, e.item_id, e.system_id, e.length_band_id, e.job_family_id, e.location_id, e.grade_id) as key_3,
        (count(*) filter (e.class = 'unknown' or u.person_id is not null) / count(*))::double as unknown_share,
    from begun_episode($as_of::date) as e
    left join unmatched_account as u on u.person_id = e.person_id
    where is_within(e.anchored_on, $from::date, $to::date)
    group by all
)
select
    c.period_no::integer as period_no, c.key_1, c.key_2, c.key_3,
    '' as layer,
    null::varchar as variant,
    null::varchar as measure,
    null::integer as horizon,
    (c.x / c.n)::double as value,
    c.x::double as numerator,
    c.n::double as denominator,
    c.n::integer as persons,
    wilson_low((c.x / c.n)::double, c.n::double) as lo,
    wilson_high((c.x / c.n)::double, c.n::double) as hi,
    (c.x / (c.n + c.may_fail + c.stray_fails))::double as bound_lo,
    least(
        (c.x + c.may_return + c.may_succeed + c.strays)
        / (c.n + c.may_succeed + greatest(c.strays - (c.n - c.x - c.may_return), 0)),
        1
    )::double as bound_hi,
    unknown_part(u.unknown_persons, 0, 1) as unknown_part,
    coalesce(b.unknown_share, 0) as unknown_share,
from bounded as c
join beside as u on u.period_no = c.period_no and u.key_1 = c.key_1 and u.key_2 = c.key_2 and u.key_3 = c.key_3
left join begun as b
    on b.period_no = c.period_no and b.key_1 = c.key_1 and b.key_2 = c.key_2 and b.key_3 = c.key_3
