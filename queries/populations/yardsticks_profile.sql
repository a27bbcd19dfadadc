-- The five parts of the autonomy profile. METRICS.md H.

-- Quarters of which a voluntary episode has not had its time yet, so that their completion rate is not known.
create or replace macro unripe_quarter(as_of) as table
    select distinct period_number('quarter', anchored_month)::integer as period_no
    from begun_episode(as_of)
    where class in ('self_initiated', 'prompted') and standing = 'in' and anchored_on + horizon_days > as_of;

-- One row per quarter, part and person: what the person adds to the part's numerator (x) and denominator (y). Parts: 1 active
-- self-directed learners, 2 voluntary share of hours, 3 voluntary completions, 4 paths of one's own, 5 favourable answers on
-- autonomy of those who answered two thirds of its statements. Hours are measured time where there is any, else content or
-- nominal time, the same for all quarters.
create or replace macro autonomy_part(since, until, as_of) as table
    with basis as (
        select
            case
                when exists (select 1 from active_episode(as_of) where effort in (1, 2)) then 'wall'
                when exists (select 1 from active_episode(as_of) where effort = 3) then 'content'
                else 'nominal'
            end as basis,
    ),
    unripe as (
        select period_no from unripe_quarter(as_of)
    ),
    wave as (
        select
            period_number('quarter', month_number(closed_on))::integer as period_no,
            arg_max(wave_id, (closed_on, wave_id)) as wave_id,
        from survey_answered(as_of)
        where is_autonomy
        group by all
    )
    select e.period_no, 1 as part, e.person_id, coalesce(a.is_self_directed, false)::integer::double as x, 1.0::double as y
    from employed_person('quarter', since, until, as_of) as e
    left join active_period('quarter', since, until, as_of) as a on a.person_id = e.person_id and a.period_no = e.period_no
    union all
    select
        period_number('quarter', month_number(s.spent_on))::integer, 2, s.person_id,
        round(coalesce(sum(s.seconds) filter (s.class in ('self_initiated', 'prompted')), 0)),
        round(sum(s.seconds)),
    from (
        select
            t.spent_on, t.person_id, t.class,
            case b.basis when 'wall' then t.wall when 'content' then t.content else t.nominal end as seconds,
        from timed_episode(since, until, as_of) as t
        cross join basis as b
    ) as s
    where s.class <> 'unknown'
    group by all
    having sum(s.seconds) > 0
    union all
    select
        period_number('quarter', m.anchored_month)::integer, 3, m.person_id,
        count(*) filter (m.is_completed), count(*),
    from matured_episode(as_of, null::integer) as m
    anti join unripe as u on u.period_no = period_number('quarter', m.anchored_month)::integer
    where m.class in ('self_initiated', 'prompted') and is_within(m.anchored_on, since, until)
    group by all
    union all
    select e.period_no, 4, e.person_id, (count(w.person_id) > 0)::integer, 1,
    from employed_person('quarter', since, until, as_of) as e
    left join path_instance as w
        on w.person_id = e.person_id and w.third_on <= as_of
        and period_number('quarter', month_number(w.third_on))::integer = e.period_no
    group by e.period_no, e.person_id
    union all
    select w.period_no, 5, s.person_id, count(*) filter (s.favour = 1), count(*),
    from survey_answered(as_of) as s
    join wave as w on w.wave_id = s.wave_id
    where s.is_autonomy and s.scale_statements >= 3
    group by w.period_no, s.person_id;
