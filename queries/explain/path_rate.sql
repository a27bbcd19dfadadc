-- One row per person and period: whether the rate of paths counts the person, and why, with the third item of the path.
-- METRICS.md B1. Who follows no path in the period has no row in a file.
with person_period as (
    select p.person_id, t.period_no,
    from person as p
    cross join passed_period($grain, $from::date, $to::date, $as_of::date) as t
),
employed as (
    select
        person_id,
        period_no,
        $id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1 as fits,
    from employed_person($grain, $from::date, $to::date, $as_of::date)
),
third as (
    select
        p.person_id,
        period_number($grain, month_number(p.third_on))::integer as period_no,
        s.item_id,
        s.begun_on,
    from path_instance as p
    join chosen_sequence as s on s.person_id = p.person_id and s.position = p.first_position + 2
    where p.third_on <= $as_of::date and is_within(p.third_on, $from::date, $to::date)
),
walker as (
    select
        t.person_id,
        t.period_no,
        min({'batch_id': e.batch_id, 'line': e.line}) as first_row,
    from third as t
    join asked as e
        on e.person_id = t.person_id and e.item_id = t.item_id
        and coalesce(e.started_on, e.anchored_on) = t.begun_on
    where e.class = 'self_initiated' and e.is_meaningful and is_taken(e.standing)
    group by all
)
select
    p.person_id,
    w.first_row.batch_id as batch_id,
    w.first_row.line as line,
    case
        when u.person_id is not null then 'unmatched_account'
        when e.person_id is null then 'not_employed'
        when not e.fits then 'outside_filter'
        when w.person_id is null then 'no_path'
        else 'path'
    end as reason,
from person_period as p
left join employed as e on e.person_id = p.person_id and e.period_no = p.period_no
left join unmatched_account as u on u.person_id = p.person_id
left join walker as w on w.person_id = p.person_id and w.period_no = p.period_no
