-- One row per episode: whether the curve of time to complete counts it, and what it shows by the day asked for. METRICS.md A3.
select
    *,
    case
        when anchored_on > $as_of::date then 'after_data'
        when not fits then 'outside_filter'
        when not is_within(anchored_on, $from::date, $to::date) then 'outside_period'
        when standing <> 'in' then standing::varchar
        when class = 'unknown' and $variant <> 'unknown' then 'unknown'
        when not is_variant(class, $variant) then 'other_class'
        when ended_on is null or ended_on > $as_of::date then 'open'
        when outcome <> 'completed' then outcome::varchar
        when days_to_end <= $horizon::integer then 'completed'
        else 'completed_late'
    end as reason,
from asked
