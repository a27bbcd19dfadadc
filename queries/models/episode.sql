-- One row per episode: person, item and attempt, from the first enrolment to its end, with its initiation class (A0).
-- It is named by the file and line of its first enrolment. Days are the organisation's calendar days;
-- days_to_end counts from the enrolment to completion, closure or leaving, and is null while open.
-- seconds is the time spent, capped at three times the nominal length, of the kind that effort names (macros/effort.sql);
-- standing after_leaving: begun on a day on which the person no longer was, or not yet again, employed; it counts nowhere, as
-- what was waived.
-- nominal_seconds is the nominal length times progress. last_active_on is the last day with any activity. A completion after
-- leaving makes nothing meaningful, and no length whole.
-- Key: batch_id, line
-- References: batch; identity_person; item; learning_system; org_unit; job_family; location; grade; length_band; initiation
-- None without: episode_evidence
with counted as (
    select
        *,
        coalesce(completed_on < left_on, completed_on is not null) as is_completed,
    from episode_evidence
)
select
    e.person_id,
    e.item_id,
    e.system_id,
    e.org_unit_id,
    t.length_band_id,
    e.job_family_id,
    e.location_id,
    e.grade_id,
    i.class,
    e.evidence,
    e.is_required_later and i.class <> 'assigned_required' as became_required,
    (case
        when e.is_waived then 'waived'
        when e.is_after_leaving then 'after_leaving'
        when e.is_undated then 'undated'
        when e.completed_on < e.anchored_on - 1 then 'backdated'
        else 'in'
    end)::enum ('in', 'waived', 'backdated', 'undated', 'after_leaving') as standing,
    (case
        when e.is_completed then 'completed'
        when e.closed_on is not null and (e.left_on is null or e.closed_on < e.left_on) then 'closed'
        when e.left_on is not null then 'left'
        else 'open'
    end)::enum ('completed', 'closed', 'left', 'open') as outcome,
    e.anchored_on,
    e.anchored_month,
    e.started_on,
    (case
        when e.is_completed
            then case
                when e.completed_on = e.anchored_on - 1 then 0
                else e.completed_on - e.anchored_on
            end
        when e.closed_on is null then e.left_on - e.anchored_on
        when e.left_on is null or e.closed_on < e.left_on then greatest(e.closed_on - e.anchored_on, 0)
        else e.left_on - e.anchored_on
    end)::integer as days_to_end,
    t.horizon_days,
    case when e.effort > 0 then least(e.seconds, (3 * 60 * t.nominal_minutes)::integer) end as seconds,
    e.effort,
    case
        when e.effort = 0 and e.seconds is not null then e.seconds
        when e.is_completed then (60 * t.nominal_minutes)::integer
        when e.progress is not null then (60 * t.nominal_minutes * least(e.progress, 1))::integer
    end as nominal_seconds,
    greatest(e.started_on, e.last_activity_on, case when e.is_completed then e.completed_on end) as last_active_on,
    coalesce(e.seconds >= 600, false) or coalesce(e.progress >= 0.5, false) as has_progressed,
    coalesce(e.seconds >= 600, false)
    or coalesce(e.progress >= 0.5, false)
    or e.is_completed as is_meaningful,
    e.is_tested_out,
    e.batch_id,
    e.line,
from counted as e
left join item as t on t.item_id = e.item_id
left join initiation as i on i.evidence = e.evidence
