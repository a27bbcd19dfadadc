-- One row per enrolment that two or more live files of a system hold: the newest version, the oldest evidence.
-- Files are ordered by how far their data reach and rows by what they tell; of two that are as old, the one that was
-- imported later is newer, because a status can change without any date. A file without any date (a gradebook) counts as
-- older than any that has dates: it would take the day of a completion away.
-- Passing: only other models read it.
with version as (
    select
        e.* replace (
            case when w.is_ruled then w.origin else e.origin end as origin,
            case when w.is_ruled then coalesce(e.origin_rule, 'R7') else e.origin_rule end as origin_rule,
            coalesce(w.obligation, e.obligation) as obligation
        ),
        b.system_id,
        b.data_to,
        b.is_dated,
        greatest(e.enrolled_at, e.started_at, e.completed_at, e.closed_at, e.last_activity_at) as told_at,
    from enrolment as e
    join learning_batch as b on b.batch_id = e.batch_id and not b.is_event and not b.is_only
    left join method_word as w on w.system_id = b.system_id and w.method = e.method
    where e.natural_key is not null
),
repeated as (
    select system_id, natural_key,
    from version
    group by all
    having count(*) > 1
)
select
    v.system_id,
    v.natural_key,
    arg_max({'batch_id': v.batch_id, 'line': v.line}, (v.is_dated, v.data_to, v.told_at, v.batch_id, v.row_hash)) as newest,
    arg_min(v.origin, (v.data_to, v.told_at, v.batch_id, v.row_hash)) as origin,
    arg_min(v.origin_rule, (v.data_to, v.told_at, v.batch_id, v.row_hash)) filter (v.origin is not null) as origin_rule,
    arg_min(v.obligation, (v.data_to, v.told_at, v.batch_id, v.row_hash)) as obligation,
    arg_max(v.obligation, (v.is_dated, v.data_to, v.told_at, v.batch_id, v.row_hash)) as latest_obligation,
    arg_min(v.enrolled_by, (v.data_to, v.told_at, v.batch_id, v.row_hash)) as enrolled_by,
    min(v.enrolled_at) as enrolled_at,
from version as v
join repeated as r on r.system_id = v.system_id and r.natural_key = v.natural_key
group by all
