-- One row per job family that any live row of a job history states; 0 = none known.
-- Key: job_family_id; name
select
    (row_number() over (order by name))::smallint as job_family_id,
    name,
from (select distinct trim(job_family) as name from job_statement where trim(job_family) not in ('', 'not_stated'))
union all
select 0::smallint as job_family_id, 'not_stated' as name,
