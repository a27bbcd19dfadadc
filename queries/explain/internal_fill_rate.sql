-- One row per filled vacancy: from inside or not, and why it does not count. METRICS.md C2f.
with filled as (
    select
        *,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
            as is_fit,
    from filled_vacancy(date '9999-12-31')
),
named as (
    select
        v.batch_id, v.line,
        coalesce(i.person_id, 0) as person_id,
        v.filled_on, v.requisition,
    from vacancy_fill as v
    left join identity_person as i on i.identity_id = v.identity_id
)
select
    n.person_id, n.batch_id, n.line,
    n.requisition as what,
    coalesce(if(f.is_internal, 'internal', 'external'), 'unknown') as kind,
    n.filled_on as day,
    case
        when n.filled_on > $as_of::date then 'after_data'
        when f.batch_id is null then 'unknown'
        when not f.is_fit then 'outside_filter'
        when not is_within(f.day, $from::date, $to::date) then 'outside_period'
        when f.is_internal then 'internal'
        else 'external'
    end as reason,
from named as n
left join filled as f on f.batch_id = n.batch_id and f.line = n.line
