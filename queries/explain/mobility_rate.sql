-- One row per change between two posts, at the one that was left: whether it counts as a move, and why not. METRICS.md C1, C2. The denominator is days
-- of employment and has no rows of its own.
with counted as (
    select distinct person_id, moved_on
    from made_move($grain, $from::date, $to::date, $as_of::date)
),
changed as (
    select
        m.*,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
            as is_fit,
        c.person_id is not null as is_counted,
    from left_post() as m
    left join counted as c on c.person_id = m.person_id and c.moved_on = m.moved_on
)
select
    person_id, batch_id, line,
    job as what,
    kind,
    moved_on as day,
    case
        when moved_on > $as_of::date then 'after_data'
        when not is_fit then 'outside_filter'
        when not is_counted and (is_move or kind = 'progression') then 'outside_period'
        when ($variant = 'all' and is_move) or kind = $variant
            or ($variant = 'cross_functional' and is_move and is_cross_functional) then 'moved'
        else kind
    end as reason,
from changed
