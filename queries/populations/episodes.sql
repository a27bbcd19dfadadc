-- Whom a metric is about, before any breakdown. The metric, the differencing rule and the way back to the rows
-- (explain) read the same ones.
-- Is an episode of the class or group of classes that a variant names?
create or replace macro is_variant(class, variant) as
    case variant
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
    where anchored_on <= as_of and standing <> 'waived';

-- Episodes whose horizon had passed by as_of; waived, credited ones and those completed at an unknown date are out (A1, A2).
create or replace macro matured_episode(as_of, horizon) as table
    select *, outcome = 'completed' and days_to_end <= coalesce(horizon, horizon_days) as is_completed
    from episode
    where standing = 'in' and anchored_on + coalesce(horizon, horizon_days) <= as_of;

-- Episodes from their enrolment to completion (1), another end (2) or as_of (0), in days (A3).
create or replace macro awaited_episode(as_of, variant) as table
    select
        *,
        least(coalesce(days_to_end, 1000000), as_of - anchored_on)::integer as waited,
        (case
            when days_to_end is null or days_to_end > as_of - anchored_on then 0
            when outcome = 'completed' then 1
            else 2
        end)::tinyint as ending,
    from episode
    where standing = 'in' and anchored_on <= as_of and is_variant(class, variant);

-- Episodes with the days on which they were open, as far as known at as_of (A2p). A credit entered
-- afterwards counts from the day of its completion.
create or replace macro open_episode(as_of) as table
    select
        *,
        least(anchored_on, anchored_on + coalesce(days_to_end, 0)) as open_from,
        least(greatest(anchored_on, anchored_on + coalesce(days_to_end, 1000000)), as_of) as open_to,
        outcome = 'completed' and anchored_on + days_to_end <= as_of as is_completed,
        anchored_on + days_to_end as completed_on,
    from episode
    where standing <> 'waived' and anchored_on <= as_of;
