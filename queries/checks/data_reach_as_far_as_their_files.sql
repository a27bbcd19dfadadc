-- One row per learning system, or the personnel files, said to begin or end on another day than their files do: numbers are told "as of"
-- that day.
-- Looks through: learning_batch, learning_system, personnel_window
-- About: imports
with dated as (
    select b.system, min(b.data_from) as data_from, max(b.data_to) as data_to
    from batch as b
    join learning_batch as l on l.batch_id = b.batch_id
    group by all
)
select s.system, s.data_from, s.data_to, d.data_from as files_from, d.data_to as files_to,
from learning_system as s
left join dated as d on d.system = s.system
where d.system is null
    or s.data_from is distinct from d.data_from
    or (d.data_to is not null and s.data_to is distinct from d.data_to)
union all
select d.system, s.data_from, s.data_to, d.data_from as files_from, d.data_to as files_to,
from dated as d
left join learning_system as s on s.system = d.system
where s.system is null
union all
select 'personnel' as system, w.from_on as data_from, w.to_on as data_to, null as files_from, max(b.data_to) as files_to,
from personnel_window as w
left join batch as b
    on b.undone_at is null and b.batch_id in (select batch_id from job_history union select batch_id from employment)
group by w.from_on, w.to_on
having w.to_on is distinct from coalesce(max(b.data_to), date '9999-12-31')
