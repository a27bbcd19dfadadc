-- One row per episode: whether the depth guardrail counts it, and why. METRICS.md A11.
select
    a.*,
    case
        when a.anchored_on > $as_of::date then 'after_data'
        when not a.fits then 'outside_filter'
        when a.standing <> 'in' then a.standing::varchar
        when a.outcome <> 'completed' or a.ended_on > $as_of::date then 'not_completed'
        when not is_within(a.ended_on, $from::date, $to::date) then 'outside_period'
        when a.class = 'unknown' then 'unknown'
        when not is_variant(a.class, $variant) then 'other_class'
        when a.is_tested_out then 'tested_out'
        when a.effort = 0 or i.nominal_minutes is null or i.nominal_minutes <= 0 then 'not_measured'
        when a.seconds < 0.2 * 60 * i.nominal_minutes then 'shallow'
        else 'deep'
    end as reason,
from asked as a
join item as i on i.item_id = a.item_id
