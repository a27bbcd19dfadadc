-- One row per eligible person and landmark: in which arm, and whether somebody of the same stratum stands on the other side.
-- METRICS.md C4.
with placed as (
    select
        *,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
            as is_fit,
    from (
        select *, 0 as item_id, 0 as system_id, 0 as length_band_id
        from landmark
    )
),
chosen as (
    select
        *,
        landmark_on + 365 <= $as_of::date and is_within(landmark_on, $from::date, $to::date) and is_fit as is_counted,
    from placed
),
paired as (
    select
        *,
        count(*) filter (is_counted and arm = 'learner') over (partition by landmark_on, stratum) > 0
        and count(*) filter (is_counted and arm = 'other') over (partition by landmark_on, stratum) > 0 as is_paired,
    from chosen
)
select
    person_id, batch_id, line,
    job as what,
    arm::varchar as kind,
    landmark_on as day,
    case
        when landmark_on + 365 > $as_of::date then 'not_matured'
        when not is_fit then 'outside_filter'
        when not is_counted then 'outside_period'
        when arm = 'middle' then 'middle'
        when is_paired then arm::varchar
        else 'unmatched_' || arm
    end as reason,
from paired
