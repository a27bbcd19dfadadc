/*
id: self_directed_reach
name: Active self-directed learners
question: How many people steer some of their own learning?
unit: share
grain: person and quarter
anchor: the day of activity
numerator: people with at least one meaningful self-initiated episode that was active in the period
denominator: people employed for at least 45 days of the period
formula: people with a self-initiated episode of 10 minutes, half of the content or a completion, first active or completed in the period ÷ people employed at least 45 days of it (15 days where the period is a month)
needs: [enrolment]
interval: Wilson 95 % (S1); the upper bound adds people whose only such episodes are of unknown initiation, and accounts with such episodes that match nobody of the personnel file
smallest_group: 5
version: 11
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open
source: METRICS.md A8, C7
caveats:
    - Without a grain it is told by quarter; over a longer time everybody would count sooner or later.
    - Only periods that had passed by "data to" are counted, from the one on in which the learning data begin, and none that lies wholly between two files.
    - With a personnel file, only its people count. Accounts of learning systems that match none of them are told beside the number; they move the upper bound only, in every unit where they state none.
    - Without a personnel file it is told per account of the learning systems, employed from the first learning record on.
    - The unknown share is that of the episodes begun in the period whose initiation, or whose person, is not known.
    - Broken down by grade, place or working time it asks whether chances are even (C7); such groups need ten people.
    - Full time and part time go by the last post held in the period; people whose working time is not stated are in neither. Accounts that match nobody may be of either.
    - Where a source has no first activity, the day of enrolment stands for it.
dimensions: [org_unit, job_family, location, grade]
equity: [location, grade, full_time, part_time]
variants: [full_time, part_time]
default_variants: []
parameters: [from, to, grain, by, where, as_of, variant]
default_grain: quarter
measures: {}
nested: { full_time: '', part_time: '' }
row_needs: { full_time: [working_time], part_time: [working_time] }
population: employed
*/
-- One row per period, breakdown and, where one is asked for ($unusual), working time.
with working as (
    select h.person_id, p.period_no, arg_max(if(h.fte < 1, 'part_time', 'full_time'), h.from_on) as working_time,
    from passed_period($grain, $from::date, $to::date, $as_of::date) as p
    join post_spell as h on h.from_on < p.ends_on and h.to_on > p.starts_on
    where $unusual::varchar is not null and h.fte is not null
    group by h.person_id, p.period_no
),
employed as (
    select
        e.period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        e.person_id,
        unnest(if(w.working_time is null, [''], ['', w.working_time])) as part,
    from employed_person($grain, $from::date, $to::date, $as_of::date) as e
    left join working as w on w.person_id = e.person_id and w.period_no = e.period_no
),
active as (
    select person_id, period_no, is_self_directed,
    from active_period($grain, $from::date, $to::date, $as_of::date)
),
unsure as materialized (
    select person_id, first_no
    from unsure_person($grain, $as_of::date)
),
unmatched as (
    select
        p.period_no,
        dimension_key($by_1, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_1,
        dimension_key($by_2, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_2,
        dimension_key($by_3, u.org_unit_id, 0, 0, 0, 0, 0, 0) as key_3,
        count(a.person_id) as active,
        count(*) as accounts,
    from unmatched_account as u
    join unsure as s on s.person_id = u.person_id
    join passed_period($grain, $from::date, $to::date, $as_of::date) as p on p.period_no >= s.first_no
    left join active as a on a.person_id = u.person_id and a.period_no = p.period_no
    group by all
),
begun_part as (
    select
        e.*,
        u.person_id is not null as is_unmatched,
        unnest(if(w.working_time is null, [''], ['', w.working_time])) as part,
    from begun_episode($as_of::date) as e
    left join unmatched_account as u on u.person_id = e.person_id
    left join working as w
        on w.person_id = e.person_id and w.period_no = period_number($grain, e.anchored_month)::integer
    where is_within(e.anchored_on, $from::date, $to::date)
),
begun as (
    select
        period_number($grain, anchored_month)::integer as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        part,
        count(*) as episodes,
        count(*) filter (class = 'unknown' or is_unmatched) as open,
        count(*) filter (is_unmatched) as unmatched,
    from begun_part
    group by all
),
counted as (
    select
        e.period_no, e.key_1, e.key_2, e.key_3, e.part,
        count(*) as n,
        count(*) filter (a.is_self_directed) as x,
        count(a.person_id) as x_perhaps,
        count(*) filter (u.first_no <= e.period_no and not coalesce(a.is_self_directed, false)) as unsure,
    from employed as e
    left join active as a on a.person_id = e.person_id and a.period_no = e.period_no
    left join unsure as u on u.person_id = e.person_id
    group by all
),
-- What states no unit may belong to any; of grade, place and job family accounts state nothing.
reach as (
    select
        c.period_no, c.key_1, c.key_2, c.key_3, c.part, c.n, c.x, c.unsure,
        coalesce(sum(u.accounts), 0) as accounts,
        least(c.n, c.x_perhaps + coalesce(sum(u.active), 0)) as x_at_most,
    from counted as c
    left join unmatched as u on u.period_no = c.period_no and u.key_1 in (c.key_1, 0)
        and u.key_2 in (c.key_2, 0) and u.key_3 in (c.key_3, 0)
    group by c.period_no, c.key_1, c.key_2, c.key_3, c.part, c.n, c.x, c.unsure, c.x_perhaps
),
-- The smallest group of people, or of accounts, whom the upper bounds of a place hold beside its numbers: full time, part time
-- and the whole tell of whoever is in neither, and accounts, which stand in each of them, tell of themselves.
beside as (
    select
        period_no, key_1, key_2, key_3,
        min(nullif(unsure, 0)) as fewest,
        nullif(sum(if(part = '', unsure, -unsure)), 0) as neither,
        max(nullif(accounts, 0)) as accounts,
        count(*) > 1 as has_parts,
    from reach
    group by period_no, key_1, key_2, key_3
),
-- Episodes of such accounts that stand elsewhere in the breakdown and may belong here.
nowhere as (
    select r.period_no, r.key_1, r.key_2, r.key_3, r.part, sum(b.unmatched) as unmatched,
    from reach as r
    join begun as b
        on b.period_no = r.period_no and b.part = ''
        and b.key_1 in (r.key_1, 0) and b.key_2 in (r.key_2, 0) and b.key_3 in (r.key_3, 0)
        and (b.key_1 <> r.key_1 or b.key_2 <> r.key_2 or b.key_3 <> r.key_3 or r.part <> '')
    group by all
),
told as (
    select
        r.*,
        coalesce(least(u.fewest, if(u.has_parts, u.neither, null), u.accounts), 0) as unknown_persons,
        coalesce(
            (coalesce(b.open, 0) + coalesce(o.unmatched, 0)) / nullif(coalesce(b.episodes, 0) + coalesce(o.unmatched, 0), 0), 0
        ) as unknown_share,
    from reach as r
    join beside as u
        on u.period_no = r.period_no and u.key_1 = r.key_1 and u.key_2 = r.key_2 and u.key_3 = r.key_3
    left join begun as b
        on b.period_no = r.period_no and b.key_1 = r.key_1 and b.key_2 = r.key_2 and b.key_3 = r.key_3 and b.part = r.part
    left join nowhere as o
        on o.period_no = r.period_no and o.key_1 = r.key_1 and o.key_2 = r.key_2 and o.key_3 = r.key_3 and o.part = r.part
)
select
    period_no::integer as period_no, key_1, key_2, key_3,
    part as layer,
    case when part <> '' then part when $unusual::varchar is not null then 'all' end as variant,
    null::varchar as measure,
    null::integer as horizon,
    (x / n)::double as value,
    x::double as numerator,
    n::double as denominator,
    n::integer as persons,
    wilson_low((x / n)::double, n::double) as lo,
    wilson_high((x / n)::double, n::double) as hi,
    (x / n)::double as bound_lo,
    (x_at_most / n)::double as bound_hi,
    unknown_part(unknown_persons, x / n, 1) as unknown_part,
    unknown_share::double as unknown_share,
from told
