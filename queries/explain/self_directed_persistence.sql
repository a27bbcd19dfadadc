-- One row per person and period: whether the persistence counts the person, and why, with the first episode of the period
-- that speaks for it. METRICS.md A8b. Who did nothing in the period has no episode and so no line in a file.
-- first_row packs batch and line into one number, so that the smallest is the one to show.
with person_period as (
    select p.person_id, t.period_no
    from person as p
    cross join passed_period($grain, $from::date, $to::date, $as_of::date) as t
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
    select *, coalesce(started_on, anchored_on) as moment_on
    from asked
    where is_standing(standing) and is_meaningful and class = 'self_initiated'
    union all
    select *, ended_on as moment_on
    from asked
    where is_standing(standing) and outcome = 'completed' and class = 'self_initiated'
),
active as (
    select
        person_id,
        period_number($grain, month_number(moment_on))::integer as period_no,
        min((batch_id::uhugeint << 64) | line::uhugeint) as first_row,
    from moment
    where moment_on <= $as_of::date
    group by all
),
history as (
    select n.person_id, n.period_no, any_value(n.first_row) as first_row, count(*) as periods
    from active as n
    join active as b
        on b.person_id = n.person_id and b.period_no <= n.period_no and b.period_no > n.period_no - 4
    group by all
)
select
    p.person_id,
    (h.first_row >> 64)::integer as batch_id,
    (h.first_row & 18446744073709551615)::bigint as line,
    case
        when u.person_id is not null then 'unmatched_account'
        when e.person_id is null then 'not_employed'
        when not e.fits then 'outside_filter'
        when h.person_id is null then 'no_activity'
        when p.period_no - 3 < (select first_no from first_period($grain)) then 'no_history'
        when h.periods >= 2 then 'returned'
        else 'once'
    end as reason,
from person_period as p
left join employed as e on e.person_id = p.person_id and e.period_no = p.period_no
left join unmatched_account as u on u.person_id = p.person_id
left join history as h on h.person_id = p.person_id and h.period_no = p.period_no
