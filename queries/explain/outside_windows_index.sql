-- One row per person and day of activity: whether the index of learning outside windows counts it, and why, with the first
-- episode that was active on it. METRICS.md A7.
with moment as (
    select a.person_id, a.class, a.batch_id, a.line, d.active_on as day
    from asked as a
    join activity_day as d on d.batch_id = a.batch_id and d.line = a.line
    where a.standing in ('in', 'untold')
    union all
    select
        person_id,
        class,
        batch_id,
        line,
        unnest([
            case when started_on is not null or is_meaningful then coalesce(started_on, anchored_on) end,
            case when outcome = 'completed' then ended_on end,
            last_active_on
        ]) as day,
    from asked
    where standing in ('in', 'untold')
),
active as (
    select
        person_id,
        day,
        min(
            (case when class in ('self_initiated', 'prompted') then 0 when class = 'unknown' then 1 else 2 end::uhugeint << 96)
            | (batch_id::uhugeint << 64) | line::uhugeint
        ) as first_row,
    from moment
    where day <= $as_of::date
    group by all
),
placed as (
    select
        person_id,
        org_unit_id,
        day,
        is_inside,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
            as is_fit,
    from windowed_day($as_of::date)
),
stretch as materialized (
    select person_id, period_no, org_unit_id, sum(days_inside) as days_inside,
    from windowed_stretch($grain, $from::date, $to::date, $as_of::date)
    group by all
),
expected as (
    select person_id, period_no, list(org_unit_id) as units,
    from stretch
    group by person_id, period_no
    having sum(days_inside) > 0
)
select
    a.person_id,
    ((a.first_row >> 64) & 4294967295)::integer as batch_id,
    (a.first_row & 18446744073709551615)::bigint as line,
    case
        when not is_within(a.day, $from::date, $to::date) then 'outside_period'
        when a.first_row >> 96 = 1 then 'unknown'
        when a.first_row >> 96 = 2 then 'other_class'
        when isodow(a.day) > 5 then 'weekend'
        when p.is_fit = false then 'outside_filter'
        when coalesce(not list_contains(e.units, p.org_unit_id), true) then 'no_window'
        when p.is_inside then 'inside'
        else 'outside'
    end as reason,
from active as a
left join placed as p on p.person_id = a.person_id and p.day = a.day
left join expected as e
    on e.person_id = a.person_id and e.period_no = period_number($grain, month_number(a.day))::integer
