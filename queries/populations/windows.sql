-- When people learn, beside the windows of mandatory learning. METRICS.md A7.

-- One row per unit and stretch of days in which it does its mandatory learning, [from_on, to_on); stretches that touch are one.
-- A window of a unit holds for the units below it.
create or replace macro unit_window() as table
    with recursive below as (
        select name, name as above
        from org_unit
        union
        select b.name, trim(t.parent_unit) as above
        from below as b
        join unit_tree as t on lower(trim(t.org_unit)) = lower(b.above)
        where trim(t.parent_unit) <> ''
    ),
    stated as (
        select distinct u.org_unit_id, w.starts_on as from_on, w.ends_on + 1 as to_on
        from mandatory_window as w
        join below as b on coalesce(trim(w.org_unit), '') = '' or lower(b.above) = lower(trim(w.org_unit))
        join org_unit as u on u.name = b.name
        where w.ends_on >= w.starts_on
    ),
    marked as (
        select
            *,
            from_on > max(to_on) over (
                partition by org_unit_id order by from_on, to_on rows between unbounded preceding and 1 preceding
            ) as is_new,
        from stated
    ),
    numbered as (
        select
            *,
            count(*) filter (is_new) over (
                partition by org_unit_id order by from_on, to_on rows unbounded preceding
            ) as island,
        from marked
    )
    select org_unit_id, min(from_on) as from_on, max(to_on) as to_on,
    from numbered
    group by org_unit_id, island;

-- One row per person and stretch in a post, [from_on, to_on); before the job history begins, or without one, in the unit
-- that is known of the person.
create or replace macro placed_stretch() as table
    select person_id, org_unit_id, job_family_id, location_id, grade_id, from_on, to_on
    from unit_spell
    union all
    select
        p.person_id,
        any_value(p.org_unit_id) as org_unit_id,
        0::smallint as job_family_id,
        0::smallint as location_id,
        0::smallint as grade_id,
        date '0001-01-01' as from_on,
        coalesce(min(u.from_on), date '9999-12-31') as to_on,
    from person as p
    left join unit_spell as u on u.person_id = p.person_id
    group by p.person_id;

-- One row per person and day of activity on an item of the person's own choice, or on one that may be, in a unit that has
-- windows; with the post on that day (A7). Mondays to Fridays only, like the days that it is held against. Reports tell of
-- the first day, the last one and that of completion only.
create or replace macro windowed_day(as_of) as table
    with moment as (
        select e.person_id, e.class, d.active_on as day
        from episode as e
        join activity_day as d on d.batch_id = e.batch_id and d.line = e.line
        where e.standing in ('in', 'untold')
        union all
        select
            person_id,
            class,
            unnest([
                case when started_on is not null or is_meaningful then coalesce(started_on, anchored_on) end,
                case when outcome = 'completed' then anchored_on + days_to_end end,
                last_active_on
            ]) as day,
        from episode
        where standing in ('in', 'untold')
    ),
    active as (
        select person_id, day, bool_or(class <> 'unknown') as is_voluntary
        from moment
        where day <= as_of and isodow(day) < 6 and class in ('self_initiated', 'prompted', 'unknown')
        group by person_id, day
    )
    select
        a.person_id,
        a.day,
        a.is_voluntary,
        p.org_unit_id,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        p.job_family_id,
        p.location_id,
        p.grade_id,
        w.org_unit_id is not null as is_inside,
    from active as a
    join placed_stretch() as p on p.person_id = a.person_id and a.day >= p.from_on and a.day < p.to_on
    semi join unit_window() as h on h.org_unit_id = p.org_unit_id
    left join unit_window() as w on w.org_unit_id = p.org_unit_id and a.day >= w.from_on and a.day < w.to_on;

-- One row per person, period and post in a unit that has a window in that period: its working days while employed there, and
-- how many of them lie in windows (A7). Periods are cut to the days that the learning data cover.
create or replace macro windowed_stretch(grain, since, until, as_of) as table
    with reach as (
        select
            greatest(since, min(first_on)) as from_on,
            least(coalesce(until, as_of + 1), as_of + 1) as to_on,
        from (
            select min(data_from) as first_on from learning_system
            union all
            select min(anchored_on) as first_on from episode
        )
    ),
    listed as (
        select
            *,
            unnest(generate_series(
                period_number(grain, month_number(from_on))::integer,
                period_number(grain, month_number(to_on - 1))::integer
            ))::integer as period_no,
        from reach
        where from_on < to_on
    ),
    dated as (
        select
            period_no,
            greatest(period_start(grain, period_no), from_on) as from_on,
            least(period_start(grain, period_no + 1), to_on) as to_on,
        from listed
    ),
    served as (
        select
            d.period_no,
            p.person_id, p.org_unit_id, p.job_family_id, p.location_id, p.grade_id,
            greatest(d.from_on, p.from_on, s.from_on) as from_on,
            least(d.to_on, p.to_on, s.to_on) as to_on,
        from placed_stretch() as p
        join person_spell as s on s.person_id = p.person_id and s.from_on < p.to_on and s.to_on > p.from_on
        join dated as d
            on d.from_on < least(p.to_on, s.to_on) and d.to_on > greatest(p.from_on, s.from_on)
        semi join unit_window() as h
            on h.org_unit_id = p.org_unit_id and h.from_on < d.to_on and h.to_on > d.from_on
    ),
    inside as (
        select
            s.person_id, s.period_no, s.from_on,
            sum(working_days(greatest(s.from_on, w.from_on), least(s.to_on, w.to_on))) as days,
        from served as s
        join unit_window() as w
            on w.org_unit_id = s.org_unit_id and w.from_on < s.to_on and w.to_on > s.from_on
        group by all
    )
    select
        s.* exclude (from_on, to_on),
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        working_days(s.from_on, s.to_on) as days,
        coalesce(i.days, 0) as days_inside,
    from served as s
    left join inside as i
        on i.person_id = s.person_id and i.period_no = s.period_no and i.from_on = s.from_on;
