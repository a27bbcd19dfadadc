-- One row per episode: whether the voluntary completion rate counts it, and why. METRICS.md A1.
select
    *,
    case
        when anchored_on > $as_of::date then 'after_data'
        when not fits then 'outside_filter'
        when not is_within(anchored_on, $from::date, $to::date) then 'outside_period'
        when standing <> 'in' then standing::varchar
        when class = 'unknown' then 'unknown'
        when not is_variant(class, $variant) then 'other_class'
        when anchored_on + coalesce($horizon::integer, horizon_days) > $as_of::date then 'not_matured'
        when ended_on is null or ended_on > $as_of::date then 'open'
        when outcome = 'left' and contains($variant, 'exit_censored') and days_to_end < coalesce($horizon::integer, horizon_days)
            then 'left_followed'
        when outcome <> 'completed' then outcome::varchar
        when days_to_end <= coalesce($horizon::integer, horizon_days) then 'completed'
        else 'completed_late'
    end as reason,
from asked
