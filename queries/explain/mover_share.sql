-- One row per person and period of employment in it: moved or stayed. METRICS.md C2p. The denominator of the share is the
-- average of the days, so it is smaller than the number of people.
with held as (
    select
        period_no, person_id,
        min(day) as day,
        bool_or(
            ($variant = 'all' or ($variant = 'part_time' and fte < 1) or ($variant = 'full_time' and fte >= 1))
            and ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
            and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
            and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
        ) as is_fit,
    from held_post($grain, $from::date, $to::date, $as_of::date)
    group by all
),
moved as (
    select
        period_no, person_id,
        min(moved_on) as moved_on,
        arg_min(batch_id, moved_on) as batch_id,
        arg_min(line, moved_on) as line,
        arg_min(job, moved_on) as job,
        arg_min(kind, moved_on) as kind,
    from made_move($grain, $from::date, $to::date, $as_of::date)
    where is_move
        and ($variant = 'all' or ($variant = 'part_time' and fte < 1) or ($variant = 'full_time' and fte >= 1))
        and ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
    group by all
),
last_row as (
    select person_id, arg_max(batch_id, from_on) as batch_id, arg_max(line, from_on) as line, arg_max(job, from_on) as job,
    from post_spell
    group by all
)
select
    h.person_id,
    coalesce(m.batch_id, l.batch_id) as batch_id,
    coalesce(m.line, l.line) as line,
    coalesce(m.job, l.job) as what,
    coalesce(m.kind, 'none') as kind,
    coalesce(m.moved_on, h.day) as day,
    case
        when m.person_id is not null then 'moved'
        when not h.is_fit then 'outside_filter'
        else 'stayed'
    end as reason,
from held as h
left join moved as m on m.period_no = h.period_no and m.person_id = h.person_id
left join last_row as l on l.person_id = h.person_id
