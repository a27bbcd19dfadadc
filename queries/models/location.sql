-- One row per place of work that any live row of a job history states; 0 = none known.
-- Key: location_id; name
select
    (row_number() over (order by name))::smallint as location_id,
    name,
from (select distinct trim(location) as name from job_statement where trim(location) not in ('', 'not_stated'))
union all
select 0::smallint as location_id, 'not_stated' as name,
