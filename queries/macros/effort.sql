-- Time spent: what it rests on. METRICS.md A4.
-- effort: 0 nothing measured, 1 durations and sessions of events, 2 time that a system states, 3 the same as time of
-- content played (an hour at double speed is an hour; LinkedIn Learning). The bases are never added up.
create or replace macro effort_of(seconds, time_basis, is_event) as
    (case
        when seconds is null or time_basis = 'nominal' then 0
        when is_event then 1
        when time_basis = 'content' then 3
        else 2
    end)::tinyint;

-- The tier of evidence on the time of an episode: 1 events, 2 stated, 3 nominal length times progress, 4 none.
create or replace macro effort_tier(effort, nominal_seconds) as
    case when effort = 1 then 1 when effort > 1 then 2 when nominal_seconds is not null then 3 else 4 end;

-- Whether somebody with so much of free choice counts as self-directed (METRICS.md C4, D6): three completions, or five
-- measured hours.
create or replace macro is_self_directed(completions, seconds) as
    completions >= 3 or seconds >= 5 * 3600;
