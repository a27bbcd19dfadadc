-- One row per episode: whether the curve of time to complete counts it, and what it shows by the day asked for. METRICS.md A3.
with clocked as (
    select
        a.*,
        case
            when clock_of_variant($variant) = '_from_activity' then greatest(a.anchored_on + a.days_to_end - a.started_on, 0)
            else a.days_to_end - coalesce(p.to_end, 0)
        end as waited,
    from asked as a
    left join (
        select * from paused_episode($as_of::date) where clock_of_variant($variant) = '_leave_paused'
    ) as p
        on p.batch_id = a.batch_id and p.line = a.line
)
select
    *,
    case
        when anchored_on > $as_of::date then 'after_data'
        when not fits then 'outside_filter'
        when not is_within(anchored_on, $from::date, $to::date) then 'outside_period'
        when standing <> 'in' then standing::varchar
        when class = 'unknown' and class_of_variant($variant) <> 'unknown' then 'unknown'
        when not is_variant(class, $variant) then 'other_class'
        when clock_of_variant($variant) = '_from_activity' and coalesce(started_on > $as_of::date, true) then 'not_started'
        when ended_on is null or ended_on > $as_of::date then 'open'
        when outcome <> 'completed' then outcome::varchar
        when waited <= $horizon::integer then 'completed'
        else 'completed_late'
    end as reason,
from clocked
