-- One row per episode: whether the completion gap counts it, in which of its two rates (arm), and why. METRICS.md A2.
with placed as (
    select
        *,
        case
            when anchored_on > $as_of::date then 'after_data'
            when not fits then 'outside_filter'
            when not is_within(anchored_on, $from::date, $to::date) then 'outside_period'
            when standing <> 'in' then standing::varchar
            when class = 'unknown' then 'unknown'
            when class <> 'assigned_required' and not is_variant(class, $variant) then 'other_class'
            when anchored_on + coalesce($horizon::integer, 90) > $as_of::date then 'not_matured'
        end as left_out,
    from asked
)
select
    *,
    case
        when left_out is not null then left_out
        when ended_on is null or ended_on > $as_of::date then 'open'
        when outcome <> 'completed' then outcome::varchar
        when days_to_end <= coalesce($horizon::integer, 90) then 'completed'
        else 'completed_late'
    end as reason,
    case
        when left_out is null then if(class = 'assigned_required', 'assigned_required', 'voluntary')
    end as arm,
from placed
