-- One row per valid answer to a statement on autonomy: whether its person answered enough of them, and why it does not count.
-- METRICS.md D4. It leads to nobody: counts of ten people or more, and no row.
select
    s.person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when s.closed_on > $as_of::date then 'after_data'
        when not (
            ($id_1::integer is null or dimension_key($on_1, s.org_unit_id, 0, 0, 0, s.job_family_id, s.location_id, s.grade_id) = $id_1)
            and ($id_2::integer is null or dimension_key($on_2, s.org_unit_id, 0, 0, 0, s.job_family_id, s.location_id, s.grade_id) = $id_2)
            and ($id_3::integer is null or dimension_key($on_3, s.org_unit_id, 0, 0, 0, s.job_family_id, s.location_id, s.grade_id) = $id_3)
        ) then 'outside_filter'
        when not is_within(s.closed_on, $from::date, $to::date) then 'outside_period'
        when s.scale_statements < 3 then 'few_statements'
        when not s.is_counted then 'few_answers'
        else 'enough_answers'
    end as reason,
from survey_score as s
join survey_wave as w on w.wave_id = s.wave_id
where s.is_autonomy and ($variant::varchar is null or w.name = $variant)
