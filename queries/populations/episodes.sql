-- Whom a metric is about, before any breakdown. The metric and the differencing rule read the same rows.
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
