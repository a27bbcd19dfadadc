-- One row per episode: whether the voluntary share of hours counts its time, and why. METRICS.md A4.
select
    a.*,
    case
        when a.anchored_on > $as_of::date then 'after_data'
        when not a.fits then 'outside_filter'
        when not is_standing(a.standing) then a.standing::varchar
        when s.batch_id is null then if(a.effort > 0 or a.nominal_seconds is not null, 'outside_period', 'no_time')
        when a.class = 'unknown' then 'unknown'
        when a.class in ('self_initiated', 'prompted') then 'voluntary'
        else 'assigned'
    end as reason,
from asked as a
left join (
    select distinct batch_id, line
    from spent_time($as_of::date)
    where is_within(spent_on, $from::date, $to::date) and basis = coalesce($variant, 'wall')
) as s on s.batch_id = a.batch_id and s.line = a.line
