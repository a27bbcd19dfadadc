-- One row per person who was asked in a wave: did the person answer, and why the invitation does not count. METRICS.md D1.
-- It leads to nobody: counts of ten people or more, and no row.
select
    i.person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when i.closed_on > $as_of::date then 'after_data'
        when not (
            ($id_1::integer is null or dimension_key($on_1, i.org_unit_id, 0, 0, 0, i.job_family_id, i.location_id, i.grade_id) = $id_1)
            and ($id_2::integer is null or dimension_key($on_2, i.org_unit_id, 0, 0, 0, i.job_family_id, i.location_id, i.grade_id) = $id_2)
            and ($id_3::integer is null or dimension_key($on_3, i.org_unit_id, 0, 0, 0, i.job_family_id, i.location_id, i.grade_id) = $id_3)
        ) then 'outside_filter'
        when not is_within(i.closed_on, $from::date, $to::date) then 'outside_period'
        when not i.is_delivered then 'not_delivered'
        when i.is_valid then 'answered'
        when i.is_answered then 'half_answered'
        else 'silent'
    end as reason,
from survey_invited as i
join survey_wave as w on w.wave_id = i.wave_id
where $variant::varchar is null or w.name = $variant
