-- One row per person and wave with an answer on autonomy: whether enough statements are answered, and why the person does not
-- count. METRICS.md D4. It leads to nobody: counts of ten people or more, and no row.
with asked as (
    select distinct wave_id
    from survey_answered($as_of::date)
    where is_autonomy and is_within(closed_on, $from::date, $to::date)
),
answered as (
    select
        s.wave_id, s.person_id, s.closed_on,
        count(*) as answers,
        any_value(s.statements) as statements,
        bool_and(
            ($id_1::integer is null or dimension_key($on_1, s.org_unit_id, 0, 0, 0, s.job_family_id, s.location_id, s.grade_id) = $id_1)
            and ($id_2::integer is null or dimension_key($on_2, s.org_unit_id, 0, 0, 0, s.job_family_id, s.location_id, s.grade_id) = $id_2)
            and ($id_3::integer is null or dimension_key($on_3, s.org_unit_id, 0, 0, 0, s.job_family_id, s.location_id, s.grade_id) = $id_3)
        ) as is_fit,
    from survey_score as s
    join survey_wave as w on w.wave_id = s.wave_id
    where s.is_autonomy and ($variant::varchar is null or w.name = $variant)
    group by all
)
select
    r.person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when r.closed_on > $as_of::date then 'after_data'
        when not r.is_fit then 'outside_filter'
        when a.wave_id is null then 'outside_period'
        when r.statements < 3 then 'few_statements'
        when r.answers * 3 < r.statements * 2 then 'few_answers'
        else 'enough_answers'
    end as reason,
from answered as r
left join asked as a on a.wave_id = r.wave_id
