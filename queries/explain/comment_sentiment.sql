-- One row per comment: its tone, or why it has none. METRICS.md D5. It leads to nobody: counts of ten people or more, and no
-- row. A comment of several themes counts once for each where one is asked for.
select
    c.person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when not (
            ($id_1::integer is null or dimension_key($on_1, c.org_unit_id, c.item_id, 0, 0, c.job_family_id, c.location_id, c.grade_id) = $id_1)
            and ($id_2::integer is null or dimension_key($on_2, c.org_unit_id, c.item_id, 0, 0, c.job_family_id, c.location_id, c.grade_id) = $id_2)
            and ($id_3::integer is null or dimension_key($on_3, c.org_unit_id, c.item_id, 0, 0, c.job_family_id, c.location_id, c.grade_id) = $id_3)
        ) then 'outside_filter'
        when not is_within(c.closed_on, $from::date, $to::date) then 'outside_period'
        when c.tone is null then 'other_language'
        when (select is_closed from comment_gate()) then 'tone_not_trusted'
        when c.tone = 1 then 'positive'
        when c.tone = -1 then 'negative'
        else 'neutral'
    end as reason,
from survey_commented(
    $as_of::date,
    coalesce('theme' in ($by_1, $by_2, $by_3) or 'theme' in ($on_1, $on_2, $on_3), false)
) as c
join survey_wave as w on w.wave_id = c.wave_id
where $variant::varchar is null or w.name = $variant
