-- One row per person and period with two ratings by the same manager: the group the person is compared in, or
-- the level of the last rating with a year of job history behind it. What is in no pair stands beside them, by what keeps it
-- out and in the period of its own day. METRICS.md D6. Periods are those asked for. It leads to nobody: counts of ten people or
-- more, and no row.
with rated as (
    select
        person_id, after_on, exposure, level, has_role, followed_to,
        null as why,
        org_unit_id, job_family_id, location_id, grade_id,
    from rating_pair
    union all
    select
        person_id, rated_on, null, null, false, null,
        why,
        org_unit_id, job_family_id, location_id, grade_id,
    from readiness_rating
    where why is not null
),
placed as (
    select
        person_id,
        period_number($grain, month_number(after_on)) as period_no,
        exposure,
        'rated_' || level as rated,
        after_on,
        coalesce(has_role and after_on + 365 <= least(followed_to, $as_of::date), false) as is_followed,
        after_on > $as_of::date as is_later,
        is_within(after_on, $from::date, $to::date) as is_within_period,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, 0, 0, 0, job_family_id, location_id, grade_id) = $id_3)
            as is_fit,
        why,
    from rated
),
levelled as (
    select
        *,
        is_followed and row_number() over (
            partition by person_id, period_no, is_fit, is_within_period, is_followed order by after_on desc, rated desc
        ) = 1 as is_last_followed,
    from placed
)
select
    person_id,
    null::integer as batch_id,
    null::bigint as line,
    case
        when is_later then 'after_data'
        when not is_fit then 'outside_filter'
        when not is_within_period then 'outside_period'
        when why is not null then why
        when coalesce($variant, 'all') in ('all', exposure) then 'rated_twice'
        when is_last_followed and $variant = rated then 'rated_twice'
        else 'other_variant'
    end as reason,
from levelled
group by person_id, period_no, reason
