-- The day on which the learning data begin.
create or replace macro learning_start() as table
    select min(day) as day
    from (
        select min(data_from) as day from learning_system
        union all
        select min(anchored_on) as day from episode
    );

-- From when to when the files of learning tell of what people did, one row per file; one that says no beginning tells of all
-- the time before. How far the last one reaches is for as_of to say.
create or replace macro learning_stretch() as table
    select distinct
        coalesce(data_from, date '0001-01-01') as from_on,
        case when data_to = (select max(data_to) from learning_batch where is_dated) then date '9999-12-31' else data_to end as to_on,
    from learning_batch
    where is_dated;

-- Calendar periods that lie wholly within the asked time and had passed by as_of, from that in which the learning data begin,
-- without those in a gap between two files, of which nothing is known; one open stretch without a grain (A8).
create or replace macro passed_period(grain, since, until, as_of) as table
    with reach as (
        select
            greatest(since, day) as first_on,
            least(coalesce(until, as_of + 1), as_of + 1) as last_on,
        from learning_start()
    ),
    listed as (
        select
            unnest(generate_series(
                period_number(grain, month_number(first_on))::integer,
                period_number(grain, month_number(last_on - 1))::integer
            ))::integer as period_no,
            *,
        from reach
        where first_on < last_on
    ),
    dated as (
        select
            period_no,
            coalesce(period_start(grain, period_no), first_on)::date as starts_on,
            coalesce(period_start(grain, period_no + 1), last_on)::date as ends_on,
            last_on,
        from listed
    )
    select d.period_no, d.starts_on, d.ends_on
    from dated as d
    semi join (
        select from_on, to_on
        from learning_stretch()
        union all
        select date '0001-01-01', date '9999-12-31'
        where not exists (select 1 from learning_stretch())
    ) as s on s.from_on < d.ends_on and s.to_on >= d.starts_on
    where d.ends_on <= d.last_on and (since is null or d.starts_on >= since);

-- The rows of a source with the post that each person had on last_on, the last day that counts: with the ids of all dimensions,
-- of which the post tells some. Who had no post then stands in the unit that a learning system states.
create or replace macro placed_person(source) as table
    select
        s.* exclude (last_on),
        coalesce(u.org_unit_id, o.org_unit_id, 0)::smallint as org_unit_id,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        coalesce(u.job_family_id, 0)::smallint as job_family_id,
        coalesce(u.location_id, 0)::smallint as location_id,
        coalesce(u.grade_id, 0)::smallint as grade_id,
    from query_table(source) as s
    left join unit_spell as u
        on u.person_id = s.person_id and s.last_on >= u.from_on and s.last_on < u.to_on
    left join person as o on o.person_id = s.person_id;

-- One row per person and period with enough days of employment in it (45, or 15 of a month), with the unit at its end.
create or replace macro employed_person(grain, since, until, as_of) as table
    with exposed as (
        select
            s.person_id,
            p.period_no,
            any_value(p.starts_on) as day,
            sum(least(s.to_on, p.ends_on) - greatest(s.from_on, p.starts_on)) as days,
            max(least(s.to_on, p.ends_on)) - 1 as last_on,
        from passed_period(grain, since, until, as_of) as p
        join person_spell as s on s.from_on < p.ends_on and s.to_on > p.starts_on
        group by all
        having days >= case grain when 'month' then 15 else 45 end
    )
    select * exclude (days)
    from placed_person('exposed');

-- One row per person and period with a meaningful episode that is or may be self-initiated, within the asked time (A8).
create or replace macro active_period(grain, since, until, as_of) as table
    with moment as (
        select person_id, class, coalesce(started_on, anchored_on) as active_on
        from episode
        where is_standing(standing) and is_meaningful and class in ('self_initiated', 'unknown')
        union all
        select person_id, class, anchored_on + days_to_end as active_on
        from episode
        where is_standing(standing) and outcome = 'completed' and class in ('self_initiated', 'unknown')
    )
    select
        person_id,
        period_number(grain, month_number(active_on))::integer as period_no,
        bool_or(class = 'self_initiated') as is_self_directed,
    from moment
    where active_on <= as_of and is_within(active_on, since, until)
    group by all;

-- Whose learning may count for more than is known: people who have begun something of unknown initiation, and accounts that
-- match nobody, with the first period in which they began something that is or may be self-initiated. Whatever became of it,
-- so that it tells nothing of that.
create or replace macro unsure_person(grain, as_of) as table
    with begun as (
        select person_id, period_number(grain, anchored_month)::integer as period_no
        from episode
        where class = 'unknown' and is_standing(standing) and anchored_on <= as_of
        union all
        select e.person_id, period_number(grain, e.anchored_month)::integer as period_no
        from episode as e
        semi join unmatched_account as u on u.person_id = e.person_id
        where e.class = 'self_initiated' and is_standing(e.standing) and e.anchored_on <= as_of
    )
    select person_id, min(period_no) as first_no
    from begun
    group by person_id;

-- The number of the period in which the learning data begin.
create or replace macro first_period(grain) as table
    select period_number(grain, month_number(day))::integer as first_no
    from learning_start();

-- The first day from which on a period may begin that is told by the twelve months before its end: they lie within the data.
create or replace macro whole_year_start(grain, since) as table
    select greatest(since, period_start(grain, first_no + 12 // period_months(grain) - 1)) as day
    from first_period(grain);
