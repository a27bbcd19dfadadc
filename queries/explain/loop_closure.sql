-- One row per theme of a wave that anybody wrote about: was it flagged, and did something follow. METRICS.md D7. A theme that
-- fewer than ten people wrote about is not told.
with voiced as (
    select
        wave_id,
        item_id as theme_id,
        closed_on,
    from survey_commented($as_of::date, true)
    group by all
    having count(distinct person_id) >= 10
)
select
    null::integer as person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when not is_within(v.closed_on, $from::date, $to::date) then 'outside_period'
        when (select is_closed from comment_gate()) then 'tone_not_trusted'
        when f.theme_id is null then 'not_flagged'
        when f.is_logged is false then 'after_log'
        when f.acted_on is null then 'no_action'
        else 'acted_on'
    end as reason,
from voiced as v
join survey_wave as w on w.wave_id = v.wave_id
left join flagged_theme($as_of::date, $from::date, $to::date) as f
    on f.wave_id = v.wave_id and f.theme_id = v.theme_id
where $variant::varchar is null or w.name = $variant
