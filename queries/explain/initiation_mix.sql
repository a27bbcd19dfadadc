-- One row per episode: whether the initiation mix counts it, and why. METRICS.md A0.
select
    *,
    case
        when anchored_on > $as_of::date then 'after_data'
        when not fits then 'outside_filter'
        when not is_within(anchored_on, $from::date, $to::date) then 'outside_period'
        when not is_standing(standing) then standing::varchar
        else class::varchar
    end as reason,
from asked
