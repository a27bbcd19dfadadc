-- One row per grade that any live row of a job history states; 0 = none known.
select
    (row_number() over (order by name))::smallint as grade_id,
    name,
from (select distinct trim(grade) as name from job_history where trim(grade) <> '')
union all
select 0::smallint as grade_id, 'not_stated' as name,
