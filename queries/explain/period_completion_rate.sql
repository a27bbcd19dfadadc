-- One row per episode: whether the period-based completion rate counts it, and why. METRICS.md A2p.
-- What counts is whether it was open in the period, not when it began.
with known as (
    select
        * replace (
            anchored_on + days_to_known_end(standing, days_to_end, anchored_on, last_active_on) as ended_on,
            if(
                is_known_completion(standing, outcome, days_to_end, anchored_on, last_active_on), 'completed', outcome
            )::varchar as outcome
        ),
    from asked
)
select
    *,
    case
        when anchored_on > $as_of::date then 'after_data'
        when not fits then 'outside_filter'
        when greatest(anchored_on, least(coalesce(ended_on - (outcome = 'left')::integer, $as_of::date), $as_of::date)) < $from::date
            or least(anchored_on, coalesce(ended_on, anchored_on)) >= $to::date then 'outside_period'
        when not is_followed(standing) then standing::varchar
        when class = 'unknown' then 'unknown'
        when not is_variant(class, $variant) then 'other_class'
        when ended_on is null or ended_on > $as_of::date then 'open'
        when outcome <> 'completed' then outcome
        when is_within(ended_on, $from::date, $to::date) then 'completed'
        else 'completed_later'
    end as reason,
from known
