-- One row per person and item that an assignment of the analyst's lists and reports makes required: when one last does.
-- Passing: only other models read it.
-- None without: assignment_item
select person_id, item_id, max(assigned_on) as assigned_on,
from assignment_item
where obligation in ('mandatory', 'required')
group by all
having max(assigned_on) is not null
