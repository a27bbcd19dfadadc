-- One row per episode: whether the period-based completion rate counts it, and why. METRICS.md A2p.
-- What counts is whether it was open in the period, not when it began.
select
    *,
    case
        when anchored_on > $as_of::date then 'after_data'
        when not fits then 'outside_filter'
        when greatest(anchored_on, least(coalesce(ended_on, $as_of::date), $as_of::date)) < $from::date
            or least(anchored_on, coalesce(ended_on, anchored_on)) >= $to::date then 'outside_period'
        when not is_standing(standing) then standing::varchar
        when class = 'unknown' then 'unknown'
        when not is_variant(class, $variant) then 'other_class'
        when ended_on is null or ended_on > $as_of::date then 'open'
        when outcome <> 'completed' then outcome::varchar
        when is_within(ended_on, $from::date, $to::date) then 'completed'
        else 'completed_later'
    end as reason,
from asked
