-- One row per item of episodes that is listed twice or not at all, or whose episodes carry another band or horizon.
-- Looks through: episode
-- About: learning
with listed as (
    select item_id, count(*) as items, any_value(length_band_id) as length_band_id, any_value(horizon_days) as horizon_days,
    from item
    group by all
),
used as (
    select item_id, length_band_id, horizon_days, count(*) as episodes,
    from episode
    group by all
)
select u.item_id, u.length_band_id, u.horizon_days, u.episodes,
from used as u
left join listed as l on l.item_id = u.item_id
where l.items is distinct from 1
    or u.length_band_id is distinct from l.length_band_id
    or u.horizon_days is distinct from l.horizon_days
    or u.horizon_days not in (30, 90, 180)
