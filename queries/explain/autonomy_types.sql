-- One row per person employed on a quarter's last day: the type by what the person did, or why there is none. METRICS.md E.
-- It leads to nobody: counts of ten people or more, and no row.
select
    person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when not (
            ($id_1::integer is null or dimension_key($on_1, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) = $id_1)
            and ($id_2::integer is null or dimension_key($on_2, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) = $id_2)
            and ($id_3::integer is null or dimension_key($on_3, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) = $id_3)
        ) then 'outside_filter'
        when not is_within(day, $from::date, $to::date) then 'outside_period'
        else type
    end as reason,
from autonomy_person($as_of::date)
