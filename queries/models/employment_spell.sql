-- One row per person and stretch of employment that a source states, half-open [from_on, to_on).
-- Personnel files win over the hire and leave dates of a learning system. Starts and ends may stand on rows of their own,
-- as in a list of events; an end belongs to the last start before it, and a start after an end is a new stretch.
-- Key: person_id, from_on
-- References: identity_person
with stated as (
    select p.person_id, e.hired_on, e.left_on, e.leave_kind, e.employment_type, e.batch_id, e.line,
    from employment as e
    join identity_person as p on p.identity_id = e.identity_id
),
start_day as (
    select person_id, hired_on as from_on, arg_max(employment_type, (batch_id, line)) as employment_type,
    from stated
    where hired_on is not null
    group by all
),
started as (
    select *, lead(from_on) over (partition by person_id order by from_on) as next_on,
    from start_day
),
first_job as (
    select p.person_id, min(j.effective_on) as from_on,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    where j.reason_kind is distinct from 'termination'
    group by all
),
ended as (
    select
        s.person_id,
        s.from_on,
        arg_max(e.left_on, (e.batch_id, e.line)) as to_on,
        arg_max(e.leave_kind, (e.batch_id, e.line)) as leave_kind,
    from started as s
    join stated as e
        on e.person_id = s.person_id
        and (e.left_on > s.from_on or (e.left_on = s.from_on and e.hired_on = s.from_on))
        and (s.next_on is null or e.left_on <= s.next_on)
    group by all
),
known as (
    select s.person_id, s.from_on, e.to_on, e.leave_kind, s.employment_type, false as is_start_unknown,
    from started as s
    left join ended as e on e.person_id = s.person_id and e.from_on = s.from_on
),
-- An end before every start: the list begins later than the employment.
begun_before as (
    select
        e.person_id,
        any_value(j.from_on) as first_on,
        max(e.left_on) as to_on,
        arg_max(e.leave_kind, (e.left_on, e.batch_id, e.line)) as leave_kind,
    from stated as e
    left join first_job as j on j.person_id = e.person_id and j.from_on < e.left_on
    left join start_day as s on s.person_id = e.person_id and s.from_on < e.left_on
    where e.left_on is not null and e.hired_on is null and s.person_id is null
    group by all
),
noted as (
    select
        p.person_id,
        min(i.hired_on) as from_on,
        arg_max(i.left_on, b.data_to) as to_on,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
    left join batch as b on b.batch_id = i.batch_id
    where (i.hired_on is not null or i.left_on is not null)
        and p.person_id not in (select person_id from stated)
    group by all
),
spell as (
    select person_id, from_on, to_on, leave_kind, employment_type, is_start_unknown,
    from known
    union all
    select person_id, first_on as from_on, to_on, leave_kind, null as employment_type, true as is_start_unknown,
    from begun_before
    union all
    select
        n.person_id,
        coalesce(n.from_on, j.from_on) as from_on,
        n.to_on,
        null as leave_kind,
        null as employment_type,
        n.from_on is null as is_start_unknown,
    from noted as n
    left join first_job as j on j.person_id = n.person_id and j.from_on < coalesce(n.to_on, date '9999-12-31')
    union all
    -- A job history without hires: employed since its first row at the latest.
    select person_id, from_on, null as to_on, null as leave_kind, null as employment_type, true as is_start_unknown,
    from first_job
    where person_id not in (select person_id from stated union all select person_id from noted)
)
select
    person_id,
    coalesce(from_on, date '0001-01-01') as from_on,
    least(
        coalesce(to_on, date '9999-12-31'),
        lead(from_on, 1, date '9999-12-31') over (partition by person_id order by from_on nulls first)
    ) as to_on,
    leave_kind,
    employment_type,
    is_start_unknown,
from spell
