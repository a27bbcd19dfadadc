-- For B1's bounds: the days on which people with episodes of unknown initiation can have chosen an item for the first time.
-- Chosen before anything of it is unknown, it is certain. What was chosen after unknown episodes of the same item was first chosen
-- on one of their days or on its own; without a chosen one, on any of theirs, or never. first_on is the first of these days,
-- chosen_on the last one where it must be one of them.
create or replace macro possible_step(as_of) as table
    with begun as (
        select person_id, item_id, class, coalesce(started_on, anchored_on) as day
        from episode
        where class in ('self_initiated', 'unknown') and is_meaningful and is_taken(standing)
            and coalesce(started_on, anchored_on) <= as_of
            and person_id in (select person_id from episode where class = 'unknown' and is_meaningful)
    ),
    taken as (
        select
            *,
            min(case when class = 'self_initiated' then day end) over item as chosen_on,
            min(day) over item as first_on,
        from begun
        window item as (partition by person_id, item_id)
    )
    select distinct person_id, item_id, day, first_on, chosen_on, coalesce(first_on = chosen_on, false) as is_certain
    from taken
    where day = chosen_on or day < coalesce(chosen_on, date '9999-12-31');

-- For B1's lower bound: the third step of each run of certain steps, and the earliest day that the third step of the run around
-- it can have, whichever unknown episodes were self-initiated. More steps only lengthen runs and bring their third step forward:
-- the earliest is that of the run of all possible days, where each item counts from its first day in it. Where that lies in the
-- period, a third step does whatever is unknown. Where it does not for the last such run of a period, choosing what leads up to
-- it moves the third step of all of them out of the period, so that the bound is sharp but for items with several possible days.
create or replace macro certain_third(as_of) as table
    with stepped as (
        select
            person_id, item_id, day, is_certain,
            coalesce(day - lag(day) over by_person > 60, true) as is_start,
        from possible_step(as_of)
        window by_person as (partition by person_id order by day, item_id)
    ),
    run as (
        select *, sum(is_start::integer) over (partition by person_id order by day, item_id) as run_no,
        from stepped
    ),
    earliest as (
        select person_id, run_no, min(first_on, 3)[3] as earliest_on,
        from (
            select person_id, run_no, item_id, min(day) as first_on,
            from run
            group by all
        )
        group by person_id, run_no
    ),
    certain as (
        select
            person_id, day, run_no,
            sum(is_start::integer) over (partition by person_id order by day, item_id) as certain_no,
        from (
            select person_id, item_id, day, run_no, coalesce(day - lag(day) over by_person > 60, true) as is_start,
            from run
            where is_certain
            window by_person as (partition by person_id order by day, item_id)
        )
    ),
    third as (
        select person_id, any_value(run_no) as run_no, min(day, 3)[3] as third_on,
        from certain
        group by person_id, certain_no
        having count(*) >= 3
    )
    select t.person_id, t.third_on, e.earliest_on
    from third as t
    join earliest as e on e.person_id = t.person_id and e.run_no = t.run_no;

-- For B1's upper bound: the days on which a run's third step can have been, whichever of the unknown episodes were
-- self-initiated. A run may begin with a step that no certain one comes before within 60 days, and between it and the third step
-- there may be no other certain one than the second. Nor may there be an item that was first chosen in all that time for sure,
-- though not known when.
create or replace macro possible_third(as_of) as table
    with step as materialized (
        select
            *,
            row_number() over by_day as place,
            count(*) filter (is_certain) over before as certain_before,
            max(case when is_certain then day end) over before as last_certain_on,
        from possible_step(as_of)
        window
            by_day as (partition by person_id order by day, item_id),
            before as (by_day rows between unbounded preceding and 1 preceding)
    ),
    found as (
        select
            c.person_id,
            a.day as first_on,
            c.day as third_on,
            max(
                coalesce(not a.is_certain and a.first_on >= a.day - 60 and a.chosen_on < c.day, false)::integer
                + coalesce(not b.is_certain and b.first_on >= a.day - 60 and b.chosen_on < c.day, false)::integer
            ) as bound_steps,
        from step as a
        join step as b
            on b.person_id = a.person_id and b.place > a.place and b.day <= a.day + 60 and b.item_id <> a.item_id
        join step as c
            on c.person_id = b.person_id and c.place > b.place and c.day <= b.day + 60
            and c.item_id <> a.item_id and c.item_id <> b.item_id
        where coalesce(a.day - a.last_certain_on > 60, true)
            and b.certain_before - a.certain_before <= 1
            and c.certain_before - a.certain_before = a.is_certain::integer + b.is_certain::integer
        group by all
    ),
    movable as (
        select distinct person_id, item_id, first_on, chosen_on
        from step
        where chosen_on > first_on
    )
    select f.person_id, f.third_on
    from found as f
    left join movable as m
        on m.person_id = f.person_id and m.first_on >= f.first_on - 60 and m.chosen_on < f.third_on
    group by f.person_id, f.first_on, f.third_on
    having count(m.item_id) = any_value(f.bound_steps);
