-- One row per episode: person, item and attempt, from the first enrolment to its end, with its initiation class (A0).
-- It is named by the file and line of its first enrolment. Days are the organisation's calendar days;
-- days_to_end counts from the enrolment to completion, closure or leaving, and is null while open.
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
        when e.is_undated then 'undated'
        when e.completed_on < e.anchored_on - 1 then 'backdated'
        else 'in'
    end)::enum ('in', 'waived', 'backdated', 'undated') as standing,
    (case
        when e.completed_on is not null and (e.left_on is null or e.completed_on < e.left_on) then 'completed'
        when e.closed_on is not null and (e.left_on is null or e.closed_on < e.left_on) then 'closed'
        when e.left_on is not null then 'left'
        else 'open'
    end)::enum ('completed', 'closed', 'left', 'open') as outcome,
    e.anchored_on,
    e.anchored_month,
    e.started_on,
    (case
        when e.completed_on is not null and (e.left_on is null or e.completed_on < e.left_on)
            then case
                when e.completed_on = e.anchored_on - 1 then 0
                else e.completed_on - e.anchored_on
            end
        when e.closed_on is null then e.left_on - e.anchored_on
        when e.left_on is null or e.closed_on < e.left_on then greatest(e.closed_on - e.anchored_on, 0)
        else e.left_on - e.anchored_on
    end)::integer as days_to_end,
    t.horizon_days,
    coalesce(e.seconds >= 600, false)
    or coalesce(e.progress >= 0.5, false)
    or e.completed_on is not null as is_meaningful,
    e.batch_id,
    e.line,
from episode_evidence as e
left join item as t on t.item_id = e.item_id
left join initiation as i on i.evidence = e.evidence
