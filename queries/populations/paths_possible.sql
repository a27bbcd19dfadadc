-- For B1's bounds: the steps of people with episodes of unknown initiation, as if all of those were self-initiated: the place
-- in the run (gaps of at most 60 days) and the day of the run's third step. moved_on is the first day on which the person
-- chose an item that an unknown episode may have begun before.
create or replace macro possible_step(as_of) as table
    with taken as (
        select
            person_id,
            item_id,
            min(coalesce(started_on, anchored_on)) as begun_on,
            min(coalesce(started_on, anchored_on)) filter (class = 'self_initiated') as chosen_on,
        from episode
        where class in ('self_initiated', 'unknown') and is_meaningful and standing in ('in', 'undated')
            and coalesce(started_on, anchored_on) <= as_of
            and person_id in (select person_id from episode where class = 'unknown' and is_meaningful)
        group by all
    ),
    stepped as (
        select *, coalesce(begun_on - lag(begun_on) over by_person > 60, true) as is_start,
        from taken
        window by_person as (partition by person_id order by begun_on, item_id)
    ),
    run as (
        select *, sum(is_start::integer) over (partition by person_id order by begun_on, item_id) as run_no,
        from stepped
    ),
    placed as (
        select *, row_number() over (partition by person_id, run_no order by begun_on, item_id) as place,
        from run
    )
    select
        person_id,
        begun_on,
        place,
        min(if(place = 3, begun_on, null)) over (partition by person_id, run_no) as third_on,
        min(if(chosen_on > begun_on, chosen_on, null)) over (partition by person_id) as moved_on,
    from placed;

-- For B1's upper bound: the days on which a run's third step can have been, whichever of the unknown episodes were
-- self-initiated. A run may begin with a step that no certain one comes before within 60 days, and between it and the third step
-- there may be no certain one but the second. What was chosen after an unknown episode of the same item is not certain, because
-- only the first of both is a step.
create or replace macro possible_third(as_of) as table
    with begun as (
        select person_id, item_id, class, coalesce(started_on, anchored_on) as day
        from episode
        where class in ('self_initiated', 'unknown') and is_meaningful and standing in ('in', 'undated')
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
    ),
    listed as (
        select distinct person_id, item_id, day, coalesce(first_on = chosen_on, false) as is_certain
        from taken
        where day = chosen_on or day < coalesce(chosen_on, date '9999-12-31')
    ),
    step as (
        select
            *,
            row_number() over by_day as place,
            count(*) filter (is_certain) over before as certain_before,
            max(case when is_certain then day end) over before as last_certain_on,
        from listed
        window
            by_day as (partition by person_id order by day, item_id, is_certain),
            before as (by_day rows between unbounded preceding and 1 preceding)
    )
    select distinct c.person_id, c.day as third_on,
    from step as a
    join step as b on b.person_id = a.person_id and b.place > a.place and b.day <= a.day + 60
    join step as c on c.person_id = b.person_id and c.place > b.place and c.day <= b.day + 60
    where coalesce(a.day - a.last_certain_on > 60, true)
        and b.certain_before - a.certain_before <= 1
        and c.certain_before - a.certain_before = a.is_certain::integer + b.is_certain::integer;
