/*
id: time_to_complete
name: Time to complete
question: How fast do people finish, and how many never do?
unit: share
grain: episode (a person, an item, an attempt)
anchor: the day of enrolment
numerator: episodes completed by a day, allowing for those that are still open
denominator: episodes begun in the period
formula: Aalen–Johansen curve from enrolment to completion; withdrawal, failure, expiry and leaving compete with it, and what is open at "data to" is censored
needs: [enrolment, completions]
interval: Wilson 95 % with the effective size that the curve's person-clustered variance gives (the closed form to which the person bootstrap converges); equal to that of the completion rate when everything has matured; of a day, the days on which the curve reaches the limits of Wilson’s interval of 25 % or 50 % with the effective size there
smallest_group: 5
version: 11
changed: what is begun after a waiver or in another employment is an episode of its own; what vanished ends on the day of the organisation; many enrolled at once (R9) are held against the people of their unit on that day; refused records of the next file that show not whose they are keep as many open; what began in a learning system of which no file can tell completions is left out and no longer counts as not completed
source: METRICS.md A3
caveats:
    - A median need not exist; where fewer than half ever finish it says "not reached".
    - An item that is left without being closed in the system counts as waiting.
    - No value stands at a day that the youngest data cannot show; it says "immature".
    - Bounds show the curve at a day if the episodes of unknown initiation that end without a completion, or those that are completed, were of the class too (S10); how many those are is read from their own curve.
    - if_nobody_withdrew is the complement of Kaplan and Meier's curve (S3). It takes all that ends a wait otherwise as if it were still waiting, so it overstates what is completed wherever people withdraw, and has no interval; the curve beside it is the one to read.
    - The day is the first on which the curve reaches 25 % or 50 %. Where the curve does not reach the upper limit of its interval, the interval has no end.
    - The variants "from activity" count the days from the first activity on; what was never opened, or whose first activity no file tells, is in none of them. The period is still that of the enrolment, so that both clocks tell of the same cohort.
    - The variants "leave paused" stop the clock while somebody is on leave for 30 days or longer (setting leave.days), as the job history tells it; a leave without a stated end or return lasts as long as the employment. The usual variants count calendar days, so that they agree with the completion rate.
    - Beside the usual clock, either is told where nobody or at least five people differ by it.
    - What failed, was withdrawn or expired and is taken again within 30 days is one episode with the new attempt, counted from the first enrolment. Taken again later, after a completion or a waiver, or in another employment, it is a new one.
    - What began in a learning system of which no file can tell completions is left out, because nobody knows what became of it. A note names the system and says how much that is.
dimensions: [org_unit, item, source, length_band]
variants:
    [
        voluntary_broad, self_initiated, prompted, assigned_required, assigned_other, unknown,
        voluntary_broad_from_activity, self_initiated_from_activity, prompted_from_activity,
        assigned_required_from_activity, assigned_other_from_activity, unknown_from_activity,
        voluntary_broad_leave_paused, self_initiated_leave_paused, prompted_leave_paused,
        assigned_required_leave_paused, assigned_other_leave_paused, unknown_leave_paused
    ]
default_variants: [voluntary_broad]
parameters: [from, to, grain, by, where, as_of, variant, horizon]
measures: { cif: share, if_nobody_withdrew: share, day_25: days, day_50: days }
is_of_parts: true
nested:
    {
        self_initiated: voluntary_broad, prompted: voluntary_broad,
        self_initiated_from_activity: voluntary_broad_from_activity, prompted_from_activity: voluntary_broad_from_activity,
        self_initiated_leave_paused: voluntary_broad_leave_paused, prompted_leave_paused: voluntary_broad_leave_paused
    }
row_needs:
    {
        prompted: [prompted],
        assigned_required: [required],
        voluntary_broad_from_activity: [starts],
        self_initiated_from_activity: [starts],
        prompted_from_activity: [starts, prompted],
        assigned_required_from_activity: [starts, required],
        assigned_other_from_activity: [starts],
        unknown_from_activity: [starts],
        voluntary_broad_leave_paused: [leaves],
        self_initiated_leave_paused: [leaves],
        prompted_leave_paused: [leaves, prompted],
        assigned_required_leave_paused: [leaves, required],
        assigned_other_leave_paused: [leaves],
        unknown_leave_paused: [leaves]
    }
population: awaited
is_of_completions: true
*/
-- One row per period, breakdown and measure: the curve at 30, 60, 90 and 180 days (or the one asked for) with intervals,
-- its steps where at most one axis is asked for, and the days on which it reaches 25 % and 50 %.
with asked as (
    select
        coalesce($horizon::integer, 30) as h_1,
        case when $horizon is null then 60 end as h_2,
        case when $horizon is null then 90 end as h_3,
        case when $horizon is null then 180 end as h_4,
        $horizon is null and $by_2 is null and coalesce($by_1, '') <> 'item'
        and ($by_1 is null or $grain is null) as has_steps,
),
awaited as (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        waited,
        ending,
        followed,
        is_paused,
    from awaited_episode($as_of::date, $variant)
    where is_within(anchored_on, $from::date, $to::date)
),
ended as (
    select
        period_no, key_1, key_2, key_3, waited,
        count(*) as gone,
        count(*) filter (ending = 1) as completed,
        count(*) filter (ending = 2) as otherwise,
        max(followed) as followed,
    from awaited
    group by period_no, key_1, key_2, key_3, waited
),
risk as (
    select
        *,
        sum(gone) over (
            partition by period_no, key_1, key_2, key_3 order by waited desc rows unbounded preceding
        )::double as n,
    from ended
),
survival as (
    select
        *,
        product(1 - (completed + otherwise) / n) over after as remaining,
        1 - product(1 - completed / n) over after as naive,
        sum(completed) over after as completions,
        sum(gone) over (partition by period_no, key_1, key_2, key_3)::double as episodes,
    from risk
    window after as (partition by period_no, key_1, key_2, key_3 order by waited rows unbounded preceding)
),
increment as (
    select
        *,
        coalesce(lag(remaining) over after, 1) as before,
        coalesce(1 / nullif(n - completed - otherwise, 0), 0) as weight,
    from survival
    window after as (partition by period_no, key_1, key_2, key_3 order by waited)
),
curve as (
    select
        *,
        sum(before * completed / n) over after as cif,
        sum(before * completed / (n * n)) over after as a,
        sum((completed + otherwise) / n * weight) over after as b_0,
    from increment
    window after as (partition by period_no, key_1, key_2, key_3 order by waited rows unbounded preceding)
),
step as (
    select
        *,
        sum(cif * (completed + otherwise) / n * weight) over after as b_1,
    from curve
    window after as (partition by period_no, key_1, key_2, key_3 order by waited rows unbounded preceding)
),
at_horizon as (
    select
        s.period_no, s.key_1, s.key_2, s.key_3,
        any_value(s.episodes) as episodes,
        max(s.followed) as followed,
        coalesce(max(s.cif) filter (s.waited <= q.h_1), 0) as cif_1,
        coalesce(max(s.cif) filter (s.waited <= q.h_2), 0) as cif_2,
        coalesce(max(s.cif) filter (s.waited <= q.h_3), 0) as cif_3,
        coalesce(max(s.cif) filter (s.waited <= q.h_4), 0) as cif_4,
        coalesce(max(s.naive) filter (s.waited <= q.h_1), 0) as naive_1,
        coalesce(max(s.naive) filter (s.waited <= q.h_2), 0) as naive_2,
        coalesce(max(s.naive) filter (s.waited <= q.h_3), 0) as naive_3,
        coalesce(max(s.naive) filter (s.waited <= q.h_4), 0) as naive_4,
        coalesce(max(s.completions) filter (s.waited <= q.h_1), 0) as x_1,
        coalesce(max(s.completions) filter (s.waited <= q.h_2), 0) as x_2,
        coalesce(max(s.completions) filter (s.waited <= q.h_3), 0) as x_3,
        coalesce(max(s.completions) filter (s.waited <= q.h_4), 0) as x_4,
        coalesce(max(s.waited) filter (s.waited <= q.h_1), -1) as last_1,
        coalesce(max(s.waited) filter (s.waited <= q.h_2), -1) as last_2,
        coalesce(max(s.waited) filter (s.waited <= q.h_3), -1) as last_3,
        coalesce(max(s.waited) filter (s.waited <= q.h_4), -1) as last_4,
        min(s.waited) filter (s.cif >= 0.25 - 1e-9) as day_25,
        min(s.waited) filter (s.cif >= 0.5 - 1e-9) as day_50,
        min(s.cif) filter (s.cif >= 0.25 - 1e-9) as cif_25,
        min(s.cif) filter (s.cif >= 0.5 - 1e-9) as cif_50,
    from step as s
    cross join asked as q
    group by s.period_no, s.key_1, s.key_2, s.key_3
),
influence as (
    select
        s.period_no, s.key_1, s.key_2, s.key_3,
        s.waited,
        e.ending,
        if(e.ending = 1, s.before / s.n, 0) - s.a
        - if(e.ending > 0, (h.cif_1 - s.cif) * s.weight, 0) + h.cif_1 * s.b_0 - s.b_1 as up_to_1,
        if(e.ending = 1, s.before / s.n, 0) - s.a
        - if(e.ending > 0, (h.cif_2 - s.cif) * s.weight, 0) + h.cif_2 * s.b_0 - s.b_1 as up_to_2,
        if(e.ending = 1, s.before / s.n, 0) - s.a
        - if(e.ending > 0, (h.cif_3 - s.cif) * s.weight, 0) + h.cif_3 * s.b_0 - s.b_1 as up_to_3,
        if(e.ending = 1, s.before / s.n, 0) - s.a
        - if(e.ending > 0, (h.cif_4 - s.cif) * s.weight, 0) + h.cif_4 * s.b_0 - s.b_1 as up_to_4,
        if(e.ending = 1, s.before / s.n, 0) - s.a
        - if(e.ending > 0, (h.cif_25 - s.cif) * s.weight, 0) + h.cif_25 * s.b_0 - s.b_1 as up_to_25,
        if(e.ending = 1, s.before / s.n, 0) - s.a
        - if(e.ending > 0, (h.cif_50 - s.cif) * s.weight, 0) + h.cif_50 * s.b_0 - s.b_1 as up_to_50,
    from step as s
    cross join (values (0), (1), (2)) as e (ending)
    join at_horizon as h
        on h.period_no = s.period_no and h.key_1 = s.key_1 and h.key_2 = s.key_2 and h.key_3 = s.key_3
),
limited as (
    select
        i.period_no, i.key_1, i.key_2, i.key_3, i.waited, i.ending,
        if(i.waited <= h.last_1, i.up_to_1, l_1.up_to_1) as pull_1,
        if(i.waited <= h.last_2, i.up_to_2, l_2.up_to_2) as pull_2,
        if(i.waited <= h.last_3, i.up_to_3, l_3.up_to_3) as pull_3,
        if(i.waited <= h.last_4, i.up_to_4, l_4.up_to_4) as pull_4,
        if(i.waited <= h.day_25, i.up_to_25, l_25.up_to_25) as pull_25,
        if(i.waited <= h.day_50, i.up_to_50, l_50.up_to_50) as pull_50,
    from influence as i
    join at_horizon as h
        on h.period_no = i.period_no and h.key_1 = i.key_1 and h.key_2 = i.key_2 and h.key_3 = i.key_3
    left join influence as l_1
        on l_1.period_no = i.period_no and l_1.key_1 = i.key_1 and l_1.key_2 = i.key_2 and l_1.key_3 = i.key_3
        and l_1.waited = h.last_1 and l_1.ending = 0
    left join influence as l_2
        on l_2.period_no = i.period_no and l_2.key_1 = i.key_1 and l_2.key_2 = i.key_2 and l_2.key_3 = i.key_3
        and l_2.waited = h.last_2 and l_2.ending = 0
    left join influence as l_3
        on l_3.period_no = i.period_no and l_3.key_1 = i.key_1 and l_3.key_2 = i.key_2 and l_3.key_3 = i.key_3
        and l_3.waited = h.last_3 and l_3.ending = 0
    left join influence as l_4
        on l_4.period_no = i.period_no and l_4.key_1 = i.key_1 and l_4.key_2 = i.key_2 and l_4.key_3 = i.key_3
        and l_4.waited = h.last_4 and l_4.ending = 0
    left join influence as l_25
        on l_25.period_no = i.period_no and l_25.key_1 = i.key_1 and l_25.key_2 = i.key_2 and l_25.key_3 = i.key_3
        and l_25.waited = h.day_25 and l_25.ending = 0
    left join influence as l_50
        on l_50.period_no = i.period_no and l_50.key_1 = i.key_1 and l_50.key_2 = i.key_2 and l_50.key_3 = i.key_3
        and l_50.waited = h.day_50 and l_50.ending = 0
),
person_pull as (
    select
        w.period_no, w.key_1, w.key_2, w.key_3, w.person_id,
        sum(l.pull_1) as pull_1,
        sum(l.pull_2) as pull_2,
        sum(l.pull_3) as pull_3,
        sum(l.pull_4) as pull_4,
        sum(l.pull_25) as pull_25,
        sum(l.pull_50) as pull_50,
    from awaited as w
    join limited as l
        on l.period_no = w.period_no and l.key_1 = w.key_1 and l.key_2 = w.key_2 and l.key_3 = w.key_3
        and l.waited = w.waited and l.ending = w.ending
    group by w.period_no, w.key_1, w.key_2, w.key_3, w.person_id
),
spread as (
    select
        period_no, key_1, key_2, key_3,
        count(*)::double as persons,
        count(*) / (count(*) - 1) * sum(pull_1 * pull_1) as v_1,
        count(*) / (count(*) - 1) * sum(pull_2 * pull_2) as v_2,
        count(*) / (count(*) - 1) * sum(pull_3 * pull_3) as v_3,
        count(*) / (count(*) - 1) * sum(pull_4 * pull_4) as v_4,
        count(*) / (count(*) - 1) * sum(pull_25 * pull_25) as v_25,
        count(*) / (count(*) - 1) * sum(pull_50 * pull_50) as v_50,
    from person_pull
    group by period_no, key_1, key_2, key_3
),
horizon_point as (
    select
        h.period_no, h.key_1, h.key_2, h.key_3, h.episodes, s.persons,
        unnest([q.h_1, q.h_2, q.h_3, q.h_4]) as horizon,
        unnest([
            if(q.h_1 <= h.followed, h.cif_1, null), if(q.h_2 <= h.followed, h.cif_2, null),
            if(q.h_3 <= h.followed, h.cif_3, null), if(q.h_4 <= h.followed, h.cif_4, null)
        ]) as value,
        unnest([
            if(q.h_1 <= h.followed, h.naive_1, null), if(q.h_2 <= h.followed, h.naive_2, null),
            if(q.h_3 <= h.followed, h.naive_3, null), if(q.h_4 <= h.followed, h.naive_4, null)
        ]) as naive,
        unnest([h.x_1, h.x_2, h.x_3, h.x_4]) as completions,
        unnest([s.v_1, s.v_2, s.v_3, s.v_4]) as variance,
    from at_horizon as h
    join spread as s
        on s.period_no = h.period_no and s.key_1 = h.key_1 and s.key_2 = h.key_2 and s.key_3 = h.key_3
    cross join asked as q
),
day_size as (
    select
        h.period_no, h.key_1, h.key_2, h.key_3,
        effective_size(h.cif_25, h.episodes, s.persons, s.v_25) as n_25,
        effective_size(h.cif_50, h.episodes, s.persons, s.v_50) as n_50,
    from at_horizon as h
    join spread as s
        on s.period_no = h.period_no and s.key_1 = h.key_1 and s.key_2 = h.key_2 and s.key_3 = h.key_3
),
day_limit as (
    select
        s.period_no, s.key_1, s.key_2, s.key_3,
        min(s.waited) filter (s.cif >= wilson_low(0.25, d.n_25) - 1e-9) as low_25,
        min(s.waited) filter (s.cif >= wilson_high(0.25, d.n_25) - 1e-9) as high_25,
        min(s.waited) filter (s.cif >= wilson_low(0.5, d.n_50) - 1e-9) as low_50,
        min(s.waited) filter (s.cif >= wilson_high(0.5, d.n_50) - 1e-9) as high_50,
    from step as s
    join day_size as d
        on d.period_no = s.period_no and d.key_1 = s.key_1 and d.key_2 = s.key_2 and d.key_3 = s.key_3
    group by s.period_no, s.key_1, s.key_2, s.key_3
),
told as (
    select
        period_no, key_1, key_2, key_3, 'cif' as measure, horizon, value, completions, episodes, persons,
        effective_size(value, episodes, persons, variance) as n_eff, null as low, null as high,
    from horizon_point
    where horizon is not null
    union all
    select
        period_no, key_1, key_2, key_3, 'if_nobody_withdrew' as measure, horizon, naive as value, completions, episodes,
        persons, null as n_eff, null as low, null as high,
    from horizon_point
    where horizon is not null
    union all
    select
        s.period_no, s.key_1, s.key_2, s.key_3, 'cif' as measure, s.waited as horizon, s.cif as value, s.completions,
        s.episodes, p.persons, null as n_eff, null as low, null as high,
    from step as s
    join spread as p
        on p.period_no = s.period_no and p.key_1 = s.key_1 and p.key_2 = s.key_2 and p.key_3 = s.key_3
    where (select has_steps from asked) and s.completed > 0 and s.waited <= 180 and s.waited not in (30, 60, 90, 180)
    union all
    select
        h.period_no, h.key_1, h.key_2, h.key_3,
        unnest(['day_25', 'day_50']) as measure,
        null as horizon,
        unnest([h.day_25, h.day_50]) as value,
        null as completions, h.episodes, s.persons, null as n_eff,
        unnest([l.low_25, l.low_50]) as low,
        unnest([l.high_25, l.high_50]) as high,
    from at_horizon as h
    join spread as s
        on s.period_no = h.period_no and s.key_1 = h.key_1 and s.key_2 = h.key_2 and s.key_3 = h.key_3
    join day_limit as l
        on l.period_no = h.period_no and l.key_1 = h.key_1 and l.key_2 = h.key_2 and l.key_3 = h.key_3
),
-- Who stands behind other variants of the same people, for what one of them beside another would tell: the same class by the
-- usual clock, and all of the voluntary ones where the asked one is such.
family as (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        class::varchar as class,
        class in ('self_initiated', 'prompted') as is_voluntary,
        case clock_of_variant($variant)
            when '_from_activity' then coalesce(started_on <= $as_of::date, false)
            else true
        end as is_clocked,
        case clock_of_variant($variant)
            when '_from_activity' then not coalesce(started_on <= $as_of::date, false)
            when '_leave_paused' then is_paused
            else false
        end as is_other,
    from awaited_episode(
        $as_of::date,
        if(class_of_variant($variant) in ('self_initiated', 'prompted'), 'voluntary_broad', class_of_variant($variant))
        || if(clock_of_variant($variant) = '_leave_paused', '_leave_paused', '')
    )
    where (class_of_variant($variant) in ('voluntary_broad', 'self_initiated', 'prompted') or clock_of_variant($variant) <> '')
        and is_within(anchored_on, $from::date, $to::date)
),
wider as (
    select
        period_no, key_1, key_2, key_3,
        c.name,
        count(distinct f.person_id) as persons,
        count(distinct f.person_id) filter (f.is_clocked) as clocked,
        count(distinct f.person_id) filter (f.is_other) as others,
    from family as f
    join (
        values
            ('self_initiated', 'self_initiated'), ('prompted', 'prompted'),
            ('self_initiated', 'voluntary_broad'), ('prompted', 'voluntary_broad'),
            ('assigned_required', 'assigned_required'), ('assigned_other', 'assigned_other'), ('unknown', 'unknown')
    ) as c (class, name) on c.class = f.class
    group by period_no, key_1, key_2, key_3, c.name
),
layer as (
    select period_no, key_1, key_2, key_3, name, name as layer, '' as clock, persons, null as apart_by_clock,
    from wider
    union all
    select
        period_no, key_1, key_2, key_3, name,
        name || clock_of_variant($variant) as layer,
        clock_of_variant($variant) as clock,
        clocked as persons,
        others as apart_by_clock,
    from wider
    where clock_of_variant($variant) <> '' and clocked > 0
),
beside as (
    select
        l.period_no, l.key_1, l.key_2, l.key_3, l.layer, l.persons,
        case l.name when 'self_initiated' then coalesce(o.persons, 0) when 'prompted' then coalesce(o.persons, 0) end as apart,
        list_filter(
            [
                {
                    'layer': 'voluntary_broad' || l.clock,
                    'period_no': l.period_no::integer,
                    'apart': if(l.name in ('self_initiated', 'prompted'), coalesce(o.persons, 0), null)::integer
                },
                {'layer': l.name, 'period_no': l.period_no::integer, 'apart': l.apart_by_clock::integer}
            ],
            lambda around: around.apart is not null
        ) as within,
    from layer as l
    left join layer as o
        on o.period_no = l.period_no and o.key_1 = l.key_1 and o.key_2 = l.key_2 and o.key_3 = l.key_3
        and o.clock = l.clock
        and o.name = case l.name when 'self_initiated' then 'prompted' when 'prompted' then 'self_initiated' end
),
whole as (
    select
        period_number($grain, anchored_month) as period_no,
        dimension_key($by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key($by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key($by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        count(*) filter (class = 'unknown') / count(*) as unknown_share,
        count(*) filter (class = 'unknown')::double as unknown,
        count(distinct person_id) filter (class = 'unknown') as unknown_persons,
    from awaited_episode($as_of::date, 'all' || clock_of_variant($variant))
    where is_within(anchored_on, $from::date, $to::date)
    group by all
),
perhaps as (
    select t.period_no, t.key_1, t.key_2, t.key_3, t.horizon, max(u.cif) as cif
    from told as t
    join unknown_curve($grain, $from::date, $to::date, $as_of::date, $by_1, $by_2, $by_3, clock_of_variant($variant)) as u
        on u.period_no = t.period_no and u.key_1 = t.key_1 and u.key_2 = t.key_2 and u.key_3 = t.key_3
        and u.waited <= t.horizon
    where t.n_eff is not null and class_of_variant($variant) <> 'unknown'
    group by all
),
bounded as (
    select
        t.*,
        w.unknown_share, w.unknown_persons,
        if(t.n_eff is null or class_of_variant($variant) = 'unknown', null, coalesce(p.cif, 0) * w.unknown) as perhaps_completed,
        if(t.n_eff is null or class_of_variant($variant) = 'unknown', null, w.unknown) as unknown,
    from told as t
    join whole as w
        on w.period_no = t.period_no and w.key_1 = t.key_1 and w.key_2 = t.key_2 and w.key_3 = t.key_3
    left join perhaps as p
        on p.period_no = t.period_no and p.key_1 = t.key_1 and p.key_2 = t.key_2 and p.key_3 = t.key_3
        and p.horizon = t.horizon
)
select
    t.period_no::integer as period_no, t.key_1, t.key_2, t.key_3,
    $variant as layer,
    $variant as variant,
    measure,
    horizon::integer as horizon,
    round(value, 12)::double as value,
    completions::double as numerator,
    episodes::double as denominator,
    t.persons::integer as persons,
    coalesce(round(wilson_low(value, n_eff), 12), low)::double as lo,
    coalesce(round(wilson_high(value, n_eff), 12), high)::double as hi,
    round(bound_low(value * episodes, episodes, perhaps_completed, unknown), 12) as bound_lo,
    round(bound_high(value * episodes, episodes, perhaps_completed, unknown), 12) as bound_hi,
    t.unknown_share::double as unknown_share,
    if(
        unknown is null,
        null,
        unknown_part(
            t.unknown_persons,
            round(bound_low(value * episodes, episodes, 0, unknown), 12),
            round(bound_high(value * episodes, episodes, unknown, unknown), 12)
        )
    ) as unknown_part,
    b.within as within,
from bounded as t
left join beside as b
    on b.period_no = t.period_no and b.key_1 = t.key_1 and b.key_2 = t.key_2 and b.key_3 = t.key_3 and b.layer = $variant
union all
select
    period_no::integer as period_no, key_1, key_2, key_3,
    layer, layer as variant, 'cif' as measure, null as horizon, null as value,
    null as numerator, null as denominator, persons::integer as persons, null as lo, null as hi,
    null as bound_lo, null as bound_hi, null as unknown_share, null as unknown_part, within,
from beside
where layer <> $variant and persons > 0
