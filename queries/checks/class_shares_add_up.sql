-- One row per month in which the shares of the classes do not add up to one.
with share as (
    select
        anchored_month,
        class,
        count(*) / sum(count(*)) over (partition by anchored_month) as share,
    from episode
    where standing <> 'waived'
    group by anchored_month, class
)
select anchored_month::integer as anchored_month, sum(share)::double as total,
from share
group by anchored_month
having abs(sum(share) - 1) > 1e-9
