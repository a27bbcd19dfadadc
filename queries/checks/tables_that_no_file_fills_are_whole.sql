-- One row per table that comes with the product and has lost rows: days without their turn at midnight, statements of the pulse.
-- Looks through: local_day, pulse_statement
-- About: imports
select 'local_day' as missing_in, count(*) as rows_held, date '2060-12-31' - date '1990-01-01' + 1 as rows_written,
from local_day
having count(*) not in (0, date '2060-12-31' - date '1990-01-01' + 1)
union all
select 'pulse_statement' as missing_in, count(*) as rows_held, 12 as rows_written,
from pulse_statement
having count(*) not in (0, 12)
