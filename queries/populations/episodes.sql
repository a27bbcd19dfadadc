-- Whom a metric is about, before any breakdown. The metric, the differencing rule and the way back to the rows
-- (explain) read the same ones.
-- The class or group of classes that a variant names, without the way in which its episodes are counted.
create or replace macro class_of_variant(variant) as
    replace(replace(replace(variant, '_exit_censored', ''), '_from_activity', ''), '_leave_paused', '');

-- Where the clock of a variant starts or stops other than at the enrolment: '_from_activity', '_leave_paused', or nothing.
create or replace macro clock_of_variant(variant) as
    case
        when ends_with(variant, '_from_activity') then '_from_activity'
        when ends_with(variant, '_leave_paused') then '_leave_paused'
        else ''
    end;

-- Is an episode of the class or group of classes that a variant names?
create or replace macro is_variant(class, variant) as
    case class_of_variant(variant)
        when 'voluntary_broad' then class in ('self_initiated', 'prompted')
        when 'broad' then class in ('self_initiated', 'prompted')
        when 'strict' then class = 'self_initiated'
        when 'self_initiated' then class = 'self_initiated'
        when 'prompted' then class = 'prompted'
        when 'assigned_required' then class = 'assigned_required'
        when 'assigned_other' then class = 'assigned_other'
        when 'unknown' then class = 'unknown'
        else true
    end;

-- Episodes begun by as_of, without those that were waived (A0).
create or replace macro begun_episode(as_of) as table
    select *
    from episode
    where anchored_on <= as_of and is_standing(standing);

-- Episodes whose horizon had passed by as_of; waived, credited ones, those completed at an unknown date and those of which no
-- file can tell whether they were are out (A1, A2).
create or replace macro matured_episode(as_of, horizon) as table
    select *, outcome = 'completed' and days_to_end <= coalesce(horizon, horizon_days) as is_completed
    from episode
    where standing = 'in' and anchored_on + coalesce(horizon, horizon_days) <= as_of;

-- Days of long leave of a person from the beginning of an episode, up to its end and up to as_of; only episodes that have such
-- days (A3).
create or replace macro paused_episode(as_of) as table
    select
        e.batch_id,
        e.line,
        sum(greatest(least(l.to_on, as_of, e.anchored_on + coalesce(e.days_to_end, 1000000)) - greatest(l.from_on, e.anchored_on), 0))
            as to_end,
        sum(greatest(least(l.to_on, as_of) - greatest(l.from_on, e.anchored_on), 0)) as to_now,
    from episode as e
    join leave_spell as l on l.person_id = e.person_id
    where l.from_on < as_of and l.to_on > e.anchored_on
    group by e.batch_id, e.line;

-- Episodes from their enrolment to completion (1), another end (2) or as_of (0), in days (A3). A variant may count from the
-- first activity, which leaves out what was never started, or stop its clock during long leave; followed is how long an
-- episode could have been waited for by that clock, is_paused whether a leave stopped it.
create or replace macro awaited_episode(as_of, variant) as table
    select
        e.*,
        case
            when clock_of_variant(variant) = '_from_activity' then greatest(
                least(e.anchored_on + coalesce(e.days_to_end, 1000000), as_of) - e.started_on, 0
            )
            else least(coalesce(e.days_to_end, 1000000), as_of - e.anchored_on) - coalesce(p.to_end, 0)
        end::integer as waited,
        (case
            when e.days_to_end is null or e.days_to_end > as_of - e.anchored_on then 0
            when e.outcome = 'completed' then 1
            else 2
        end)::tinyint as ending,
        case
            when clock_of_variant(variant) = '_from_activity' then as_of - e.started_on
            else as_of - e.anchored_on - coalesce(p.to_now, 0)
        end::integer as followed,
        coalesce(p.to_end > 0, false) as is_paused,
    from episode as e
    left join (select * from paused_episode(as_of) where clock_of_variant(variant) = '_leave_paused') as p
        on p.batch_id = e.batch_id and p.line = e.line
    where e.standing = 'in' and e.anchored_on <= as_of and is_variant(e.class, variant)
        and (clock_of_variant(variant) is distinct from '_from_activity' or e.started_on <= as_of);

-- The curve of the episodes of unknown initiation, which may be of any class, at the days on which one ended (A3, S10).
create or replace macro unknown_curve(grain, since, until, as_of, by_1, by_2, by_3, clock) as table
    with unknown_wait as (
        select
            {
                'period_no': period_number(grain, anchored_month),
                'key_1': dimension_key(by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
                'key_2': dimension_key(by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
                'key_3': dimension_key(by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id)
            } as cell,
            null::integer as entered,
            waited as ended,
            ending,
        from awaited_episode(as_of, 'unknown' || clock)
        where is_within(anchored_on, since, until)
    )
    select
        cell.period_no as period_no,
        cell.key_1 as key_1,
        cell.key_2 as key_2,
        cell.key_3 as key_3,
        day as waited,
        cif,
    from event_curve('unknown_wait');

-- Episodes with the days on which they were open, as far as known at as_of (A2p). A credit entered
-- afterwards counts from the day of its completion; on the first day on which a person is gone nothing of theirs is open.
create or replace macro open_episode(as_of) as table
    with ended as (
        select
            * replace (days_to_known_end(standing, days_to_end, anchored_on, last_active_on) as days_to_end),
            is_known_completion(standing, outcome, days_to_end, anchored_on, last_active_on) as has_completed,
        from episode
        where is_followed(standing) and anchored_on <= as_of
    )
    select
        * exclude (has_completed),
        least(anchored_on, anchored_on + coalesce(days_to_end, 0)) as open_from,
        least(
            greatest(
                anchored_on,
                anchored_on + coalesce(days_to_end, 1000000) - (outcome = 'left' and not has_completed)::integer
            ), as_of
        ) as open_to,
        has_completed and anchored_on + days_to_end <= as_of as is_completed,
        anchored_on + days_to_end as completed_on,
    from ended;

-- Learning systems that have told of an external item: of the others nobody knows what is external (A10).
create or replace macro captured_system() as table
    select e.system_id
    from episode as e
    join item as i on i.item_id = e.item_id
    where i.is_external
    union
    select s.system_id
    from item_alias as a
    join learning_system as s on s.system = a.system
    where a.is_external;

-- Self-initiated episodes and those that may be, with whether the item is external (A10).
create or replace macro chosen_episode(as_of) as table
    select e.*, coalesce(i.is_external, false) as is_external
    from episode as e
    join item as i on i.item_id = e.item_id
    where e.anchored_on <= as_of and is_standing(e.standing) and e.class in ('self_initiated', 'unknown')
        and e.system_id in (select system_id from captured_system());

-- Completions by their day; shallow ones took less than a fifth of the nominal length (A11).
create or replace macro completed_episode(as_of) as table
    select
        e.*,
        e.anchored_on + e.days_to_end as completed_on,
        e.effort > 0 and i.nominal_minutes > 0 and not e.is_tested_out as is_measured,
        e.seconds < 0.2 * 60 * i.nominal_minutes as is_shallow,
    from episode as e
    join item as i on i.item_id = e.item_id
    where e.standing = 'in' and e.outcome = 'completed' and e.anchored_on + e.days_to_end <= as_of;

-- Those of voluntary episodes and of those that may be (A11).
create or replace macro completed_voluntary(as_of) as table
    select *
    from completed_episode(as_of)
    where class in ('self_initiated', 'prompted', 'unknown');

-- Matured episodes with whether they were abandoned: not completed, and no activity for 60 days (A12).
create or replace macro progressed_episode(as_of, horizon) as table
    select
        *,
        outcome in ('open', 'closed') and greatest(last_active_on, anchored_on) + 60 <= as_of as is_abandoned,
    from matured_episode(as_of, horizon);

-- Prompts whose 14 days had passed by as_of, without repeats, those to people who had left or had not joined yet, and those of
-- which no file could tell what followed (A9).
create or replace macro delivered_prompt(as_of) as table
    select *, 0 as system_id
    from prompt_shown
    where is_first and is_covered and not is_held_out and shown_on + 14 <= as_of;

-- The same with the prompts that people were left out of, to compare with.
create or replace macro offered_prompt(as_of) as table
    select *, 0 as system_id
    from prompt_shown
    where is_first and is_covered and shown_on + 14 <= as_of;

-- Episodes with the day on which their time counts where only a total is known: the last day of activity (A4). The line
-- whose days are measured is a column of its own: a condition on one side of a join would compare all with all.
create or replace macro active_episode(as_of) as table
    select *, coalesce(last_active_on, anchored_on) as last_on, case when effort = 1 then line end as measured_line,
    from episode
    where is_standing(standing) and anchored_on <= as_of and coalesce(last_active_on, anchored_on) <= as_of;

-- Time spent, one row per episode and day on which it counts, once for each basis on which it is known (A4, A5).
create or replace macro spent_time(as_of) as table
    select
        e.* exclude (seconds, measured_line),
        'wall' as basis,
        coalesce(d.active_on, e.last_on) as spent_on,
        coalesce(d.seconds, e.seconds)::double as seconds,
    from active_episode(as_of) as e
    left join activity_day as d on d.batch_id = e.batch_id and d.line = e.measured_line
    where e.effort in (1, 2)
    union all
    select e.* exclude (seconds, measured_line), 'content' as basis, e.last_on as spent_on, e.seconds::double as seconds,
    from active_episode(as_of) as e
    where e.effort = 3
    union all
    select e.* exclude (seconds, measured_line), 'nominal' as basis, e.last_on as spent_on, e.nominal_seconds::double as seconds,
    from active_episode(as_of) as e
    where e.nominal_seconds is not null;

-- The same with every basis side by side, for sums of all in one pass; tier is that of the evidence, for episodes of known class.
-- What has measured days gives its measured time on each of these and all else, as every other episode, on its last day of
-- activity.
create or replace macro timed_episode(since, until, as_of) as table
    select
        * exclude (seconds),
        last_on as spent_on,
        case when effort = 2 then seconds end::double as wall,
        case when effort = 3 then seconds end::double as content,
        nominal_seconds::double as nominal,
        case when class <> 'unknown' then effort_tier(effort, nominal_seconds) end as tier,
    from active_episode(as_of)
    where is_within(last_on, since, until)
    union all by name
    select
        e.* exclude (seconds),
        coalesce(d.active_on, e.last_on) as spent_on,
        coalesce(d.seconds, e.seconds)::double as wall,
    from active_episode(as_of) as e
    left join activity_day as d on d.batch_id = e.batch_id and d.line = e.measured_line
    where e.effort = 1 and is_within(coalesce(d.active_on, e.last_on), since, until);

-- Seconds of each person by period and breakdown, every class and basis side by side, with how many episodes of known class
-- rest on which tier of evidence (A4, A5).
create or replace macro person_time(grain, since, until, as_of, by_1, by_2, by_3) as table
    select
        period_number(grain, month_number(spent_on)) as period_no,
        dimension_key(by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_1,
        dimension_key(by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_2,
        dimension_key(by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) as key_3,
        person_id,
        sum(wall) filter (class = 'self_initiated') as wall_found,
        sum(wall) filter (class = 'prompted') as wall_prompted,
        sum(wall) filter (class in ('assigned_required', 'assigned_other')) as wall_assigned,
        sum(wall) filter (class = 'unknown') as wall_unknown,
        sum(content) filter (class = 'self_initiated') as content_found,
        sum(content) filter (class = 'prompted') as content_prompted,
        sum(content) filter (class in ('assigned_required', 'assigned_other')) as content_assigned,
        sum(content) filter (class = 'unknown') as content_unknown,
        sum(nominal) filter (class = 'self_initiated') as nominal_found,
        sum(nominal) filter (class = 'prompted') as nominal_prompted,
        sum(nominal) filter (class in ('assigned_required', 'assigned_other')) as nominal_assigned,
        sum(nominal) filter (class = 'unknown') as nominal_unknown,
        count(*) filter (tier = 1) as tier_1,
        count(*) filter (tier = 2) as tier_2,
        count(*) filter (tier = 3) as tier_3,
        count(*) filter (tier = 4) as tier_4,
    from timed_episode(since, until, as_of)
    group by all;
