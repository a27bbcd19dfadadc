-- One row per episode: whether the external share counts it, and why. METRICS.md A10.
select
    *,
    case
        when anchored_on > $as_of::date then 'after_data'
        when not fits then 'outside_filter'
        when not is_within(anchored_on, $from::date, $to::date) then 'outside_period'
        when not is_standing(standing) then standing::varchar
        when system_id not in (select system_id from captured_system()) then 'uncaptured'
        when class = 'unknown' then 'unknown'
        when class <> 'self_initiated' then 'other_class'
        when item_id in (select item_id from item where is_external) then 'external'
        else 'internal'
    end as reason,
from asked
