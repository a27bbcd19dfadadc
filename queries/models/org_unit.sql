-- One row per unit that any live row states; 0 = no unit known.
-- Key: org_unit_id; name
with stated as (
    select trim(org_unit) as name, from identity
    union
    select trim(org_unit) as name, from job_statement
    union
    select trim(org_unit) as name, from survey_response
)
select
    (row_number() over (order by name))::smallint as org_unit_id,
    name,
from stated
where name not in ('', 'not_stated')
union all
select 0::smallint as org_unit_id, 'not_stated' as name,
