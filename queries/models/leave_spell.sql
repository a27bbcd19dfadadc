-- One row per person and long leave, [from_on, to_on): parental leave, long illness, a sabbatical. It begins with a row of the
-- job history that says so and ends with the first later one that says that the person is back (or is hired anew), else on
-- the day after the last one that the row itself states, else with the employment. A leave that is followed by another one
-- before the person is said to be back ended as it states, or goes on as that one. Rows of one leave are one; of less than
-- 30 days (setting 'leave.days') it is none.
-- Key: person_id, from_on
-- References: identity_person
-- None without: job_history
with told as (
    select
        p.person_id,
        j.effective_on,
        j.effective_to,
        coalesce(j.reason_kind, '') as reason,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    where j.effective_on is not null and j.reason_kind in ('leave', 'leave_end', 'return', 'hire', 'termination')
),
begun as (
    select
        *,
        min(if(reason <> 'leave', effective_on, null)) over later as back_on,
        min(if(reason = 'leave', effective_on, null)) over later as next_on,
    from told
    window later as (
        partition by person_id order by effective_on range between interval 1 day following and unbounded following
    )
),
ended as (
    select
        b.person_id,
        b.effective_on as from_on,
        least(
            case
                when b.next_on < coalesce(b.back_on, date '9999-12-31') then least(b.effective_to + 1, b.next_on)
                else coalesce(b.back_on, b.effective_to + 1)
            end,
            w.to_on,
            date '9999-12-31'
        )::date as to_on,
    from begun as b
    left join employment_spell as w
        on w.person_id = b.person_id and b.effective_on >= w.from_on and b.effective_on < w.to_on
    where b.reason = 'leave'
),
numbered as (
    select
        *,
        coalesce(from_on > max(to_on) over (
            partition by person_id order by from_on, to_on rows between unbounded preceding and 1 preceding
        ), true)::integer as is_new,
    from ended
    where to_on > from_on
),
chained as (
    select *, sum(is_new) over (partition by person_id order by from_on, to_on rows unbounded preceding) as no,
    from numbered
)
select person_id, min(from_on) as from_on, max(to_on) as to_on,
from chained
group by person_id, no
having max(to_on) - min(from_on) >= coalesce(
    (select try_cast(any_value(value) as integer) from setting where name = 'leave.days'), 30
)
