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
