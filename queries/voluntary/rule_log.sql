-- One row per change of what counts as voluntary, the newest first.
select
    change_id,
    kind,
    name,
    before,
    after,
    changed_by,
    strftime(changed_at, '%Y-%m-%dT%H:%M:%SZ') as changed_at,
    undone_by,
    strftime(undone_at, '%Y-%m-%dT%H:%M:%SZ') as undone_at,
from rule_change
order by change_id desc
limit 200
