-- One row per stay in a role, or per person and landmark for a group of learners: how it had ended by the horizon. METRICS.md C3.
with followed as (
    select
        *,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
            as is_fit,
    from followed_role($as_of::date)
    where variant = $variant
),
placed as (
    select f.*, p.batch_id, p.line, p.job,
    from followed as f
    asof left join post_spell as p on p.person_id = f.person_id and p.from_on <= f.day
)
select
    person_id, batch_id, line,
    job as what,
    variant as kind,
    day,
    case
        when not is_fit then 'outside_filter'
        when not is_within(day, $from::date, $to::date) then 'outside_period'
        when ended <= entered then 'not_at_risk'
        when ending = 1 and ended <= $horizon::integer then 'move'
        when ending = 2 and ended <= $horizon::integer then 'exit'
        else 'open'
    end as reason,
from placed
