-- One row per mover or person compared with one: whether they learned for the role before. METRICS.md C6. The answer's
-- denominator is that of the movers; the people they are compared with stand apart.
with compared as (
    select
        *,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
            as is_fit,
    from aligned_person(null::date, null::date, $as_of::date)
)
select
    person_id, batch_id, line,
    job as what,
    if(is_mover, 'mover', 'other') as kind,
    day,
    case
        when not is_fit then 'outside_filter'
        when not is_within(day, $from::date, $to::date) then 'outside_period'
        when is_mover and is_aligned then 'aligned'
        when is_mover then 'not_aligned'
        when is_aligned then 'other_aligned'
        else 'other_not_aligned'
    end as reason,
from compared
