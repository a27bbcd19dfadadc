-- One row per episode: person, item and attempt, from the first enrolment to its end, with its initiation class (A0).
-- It is named by the file and line of its first enrolment. Days are the organisation's calendar days;
-- days_to_end counts from the enrolment to completion, closure or leaving, and is null while open.
-- seconds is the time spent, capped at three times the nominal length, of the kind that effort names (macros/effort.sql);
-- standing after_leaving: begun on a day on which the person no longer was, or not yet again, employed; it counts nowhere, as
-- what was waived; untold: only in systems of which no file can tell completions, so that it counts where what was begun or done
-- is asked, and not where completion is.
-- nominal_seconds is the nominal length times progress. last_active_on is the last day with any activity. A completion after
-- leaving makes nothing meaningful, and no length whole.
-- Who enrols before the first day of employment is gone, too, on the day on which that employment ends.
-- Key: batch_id, line
-- References: batch; identity_person; item; learning_system; org_unit; job_family; location; grade; length_band; initiation
-- None without: episode_evidence
with dated as (
    select
        e.*,
        local_date(e.anchored_at, a.first_on, a.turns_at, a.next_on) as anchored_on,
        case
            when e.anchored_at >= a.turns_at then a.next_month
            else coalesce(a.first_month, month_number(e.anchored_at::date))
        end as anchored_month,
        local_date(e.started_at, s.first_on, s.turns_at, s.next_on) as started_on,
        local_date(e.completed_at, c.first_on, c.turns_at, c.next_on) as completed_on,
        local_date(e.closed_at, x.first_on, x.turns_at, x.next_on) as closed_on,
        local_date(e.last_activity_at, l.first_on, l.turns_at, l.next_on) as last_activity_on,
    from episode_evidence as e
    left join local_day as a on a.utc_on = e.anchored_at::date
    left join local_day as s on s.utc_on = e.started_at::date
    left join local_day as c on c.utc_on = e.completed_at::date
    left join local_day as x on x.utc_on = e.closed_at::date
    left join local_day as l on l.utc_on = e.last_activity_at::date
),
first_leaving as (
    select person_id, min(to_on) as left_on
    from employment_spell
    where to_on < date '9999-12-31'
    group by person_id
),
placed as (
    select
        d.* exclude (org_unit_id),
        coalesce(u.org_unit_id, case when o.is_before_history then o.org_unit_id end, d.org_unit_id) as org_unit_id,
        coalesce(u.job_family_id, 0)::smallint as job_family_id,
        coalesce(u.location_id, 0)::smallint as location_id,
        coalesce(u.grade_id, 0)::smallint as grade_id,
        u.job_code,
        case
            when w.person_id is null and d.anchored_on < l.left_on then l.left_on
            when w.to_on < date '9999-12-31' then w.to_on
        end as left_on,
        w.person_id is null and coalesce(d.anchored_on >= l.left_on, false) as is_after_leaving,
    from dated as d
    left join unit_spell as u
        on u.person_id = d.person_id and d.anchored_on >= u.from_on and d.anchored_on < u.to_on
    left join employment_spell as w
        on w.person_id = d.person_id and d.anchored_on >= w.from_on and d.anchored_on < w.to_on
    left join person as o on o.person_id = d.person_id
    left join first_leaving as l on l.person_id = d.person_id
),
counted as (
    select
        *,
        coalesce(completed_on < left_on, completed_on is not null) as is_completed,
    from placed
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
    (e.is_required_later or l.item_id is not null or r.item_id is not null or a.item_id is not null)
    and i.class <> 'assigned_required' as became_required,
    (case
        when e.is_waived then 'waived'
        when e.is_after_leaving then 'after_leaving'
        when e.is_untold and e.completed_on is null then 'untold'
        when e.is_undated then 'undated'
        when e.completed_on < e.anchored_on - 1 then 'backdated'
        else 'in'
    end)::enum ('in', 'waived', 'backdated', 'undated', 'after_leaving', 'untold') as standing,
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
    greatest(
        e.started_on,
        e.last_activity_on,
        case when e.is_completed and e.completed_on = e.anchored_on - 1 then e.anchored_on when e.is_completed then e.completed_on end
    ) as last_active_on,
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
left join later_mandate as l
    on l.item_id = e.item_id and l.org_unit_id = e.org_unit_id and l.from_on > e.anchored_on
left join later_mandate as r
    on r.item_id = e.item_id and r.job_code = e.job_code and r.from_on > e.anchored_on
left join later_assignment as a
    on a.person_id = e.person_id and a.item_id = e.item_id
    and a.assigned_on > e.anchored_on + (select days from initiation_rule where rule = 'R3')
