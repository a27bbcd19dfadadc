-- One row per episode whose time, activity or duty contradicts itself: time beyond three times the item's length or of no
-- kind, ten minutes that are no progress, progress or a completion that mean nothing, activity that ends before it begins
-- or before the completion, or a duty that came later of what was required all along.
-- Looks through: episode
-- About: learning
select e.batch_id, e.line, e.standing, e.outcome, e.effort, e.seconds, e.nominal_seconds, e.started_on, e.last_active_on,
from episode as e
join item as t on t.item_id = e.item_id
where e.seconds < 0
    or e.seconds > 180 * t.nominal_minutes
    or (e.seconds is not null and e.effort = 0)
    or e.effort is null
    or e.effort not between 0 and 3
    or (e.effort > 0 and e.nominal_seconds > 60 * t.nominal_minutes + 1)
    or (e.seconds >= 600 and not e.has_progressed)
    or (e.is_meaningful and not e.has_progressed and e.outcome not in ('completed', 'left'))
    or ((e.has_progressed or e.outcome = 'completed') and not e.is_meaningful)
    or e.last_active_on < e.started_on
    or (e.started_on is not null and e.last_active_on is null)
    or (e.outcome = 'completed' and e.days_to_end > 0 and e.last_active_on is distinct from greatest(e.last_active_on, e.anchored_on + e.days_to_end))
    or (e.became_required and e.class = 'assigned_required')
    or (e.is_tested_out and e.outcome not in ('completed', 'left'))
