-- One row per prompt: whether the response rate counts it, and why, with the episode that followed. METRICS.md A9.
-- A prompt that nobody followed has no episode, and so no line to list.
select
    person_id,
    batch_id::integer as batch_id,
    line,
    case
        when shown_on > $as_of::date then 'after_data'
        when not (
            ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, 0, length_band_id, job_family_id, location_id, grade_id) = $id_1)
            and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, 0, length_band_id, job_family_id, location_id, grade_id) = $id_2)
            and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, 0, length_band_id, job_family_id, location_id, grade_id) = $id_3)
        ) then 'outside_filter'
        when not is_within(shown_on, $from::date, $to::date) then 'outside_period'
        when not is_employed then 'not_there'
        when not is_covered then 'outside_data'
        when is_held_out then 'held_out'
        when not is_first then 'repeat'
        when shown_on + 14 > $as_of::date then 'not_matured'
        when response = 'self' then 'followed'
        when response = 'others' then 'others_enrolled'
        when response = 'unknown' then 'unknown_enrolled'
        else 'not_followed'
    end as reason,
from prompt_shown
