-- One row per person and period: whether the reach counts the person, and why, with the first episode that speaks for it.
-- METRICS.md A8. Who did nothing in the period has no episode and so no line in a file. first_row packs whether the episode
-- is not self-initiated, its batch and its line into one number, so that the smallest is the one to show.
with person_period as (
    select p.person_id, t.period_no,
    from person as p
    cross join passed_period($grain, $from::date, $to::date, $as_of::date) as t
),
working as (
    select h.person_id, t.period_no, arg_max(if(h.fte < 1, 'part_time', 'full_time'), h.from_on) as working_time,
    from passed_period($grain, $from::date, $to::date, $as_of::date) as t
    join post_spell as h on h.from_on < t.ends_on and h.to_on > t.starts_on
    where $variant in ('full_time', 'part_time') and h.fte is not null
    group by h.person_id, t.period_no
),
employed as (
    select
        person_id,
        period_no,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3) as fits,
    from employed_person($grain, $from::date, $to::date, $as_of::date)
),
moment as (
    select *, coalesce(started_on, anchored_on) as active_on
    from asked
    where is_standing(standing) and is_meaningful
    union all
    select *, ended_on as active_on
    from asked
    where is_standing(standing) and outcome = 'completed'
),
active as (
    select
        person_id,
        period_number($grain, month_number(active_on))::integer as period_no,
        min(
            ((class <> 'self_initiated')::uhugeint << 96) | (batch_id::uhugeint << 64) | line::uhugeint
        ) as first_row,
    from moment
    where active_on <= $as_of::date and is_within(active_on, $from::date, $to::date)
    group by all
)
select
    p.person_id,
    ((a.first_row >> 64) & 4294967295)::integer as batch_id,
    (a.first_row & 18446744073709551615)::bigint as line,
    case
        when u.person_id is not null then 'unmatched_account'
        when e.person_id is null then 'not_employed'
        when not e.fits then 'outside_filter'
        when $variant in ('full_time', 'part_time') and w.working_time is distinct from $variant then 'other_variant'
        when a.person_id is null then 'no_activity'
        when a.first_row >> 96 = 0 then 'active'
        else 'inactive'
    end as reason,
from person_period as p
left join employed as e on e.person_id = p.person_id and e.period_no = p.period_no
left join unmatched_account as u on u.person_id = p.person_id
left join active as a on a.person_id = p.person_id and a.period_no = p.period_no
left join working as w on w.person_id = p.person_id and w.period_no = p.period_no
