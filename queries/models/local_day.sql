-- One row per UTC day from 1990 to 2060: the organisation's day at its start, and when and to which day it turns. None where
-- the organisation's days are those of UTC, so that there is nothing to look up.
-- Key: utc_on
-- Of settings alone.
with day as (
    select
        unnest(generate_series(date '1990-01-01', date '2060-12-31', interval 1 day))::date as utc_on,
        coalesce((select any_value(value) from setting where name = 'time_zone'), 'UTC') as zone,
),
start as (
    select *, ((utc_on::timestamp at time zone 'UTC') at time zone zone)::date as first_on,
    from day
    where zone <> 'UTC'
)
select
    utc_on,
    first_on,
    ((first_on + 1)::timestamp at time zone zone) at time zone 'UTC' as turns_at,
    (first_on + 1)::date as next_on,
    month_number(first_on) as first_month,
    month_number((first_on + 1)::date) as next_month,
from start
