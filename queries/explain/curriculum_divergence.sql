-- One row per person and period that the metric tells: whether it compares what the person chose with what was assigned, and
-- why, with the first item that the person chose in the twelve months. METRICS.md B6. Who chose nothing has no line in a file.
with period as (
    select period_no, ends_on, (ends_on - interval 1 year)::date as since_on,
    from passed_period($grain, $from::date, $to::date, $as_of::date)
    where period_no >= (select first_no from first_period($grain)) + 12 // period_months($grain) - 1
),
chosen as (
    select
        t.period_no,
        s.person_id,
        min(s.begun_on) as begun_on,
        arg_min(s.item_id, (s.begun_on, s.item_id)) as item_id,
    from period as t
    join chosen_sequence as s on s.begun_on >= t.since_on and s.begun_on < t.ends_on
    group by all
),
bound as (
    select distinct t.period_no, a.person_id,
    from period as t
    join assigned_item($as_of::date) as a on a.day >= t.since_on and a.day < t.ends_on
),
diverged as (
    select
        person_id,
        period_no,
        ($id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_1)
        and ($id_2::integer is null or dimension_key($on_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_2)
        and ($id_3::integer is null or dimension_key($on_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id) = $id_3)
            as fits,
    from diverged_person($grain, $from::date, $to::date, $as_of::date)
)
select
    p.person_id,
    f.place.batch_id as batch_id,
    f.place.line as line,
    case
        when d.fits then 'chosen_and_assigned'
        when d.person_id is not null then 'outside_filter'
        when c.person_id is not null then 'nothing_assigned'
        when b.person_id is not null then 'nothing_chosen'
        else 'neither'
    end as reason,
from person as p
cross join period as t
left join diverged as d on d.person_id = p.person_id and d.period_no = t.period_no
left join chosen as c on c.person_id = p.person_id and c.period_no = t.period_no
left join bound as b on b.person_id = p.person_id and b.period_no = t.period_no
left join chosen_place() as f on f.person_id = c.person_id and f.item_id = c.item_id and f.begun_on = c.begun_on
