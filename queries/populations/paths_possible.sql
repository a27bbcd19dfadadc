-- For B1's bounds: the steps of people with episodes of unknown initiation, as if all of those were self-initiated: the place
-- in the run (gaps of at most 60 days) and the day of the run's first step that is not known to be chosen.
create or replace macro possible_step(as_of) as table
    with taken as (
        select
            person_id,
            item_id,
            min(coalesce(started_on, anchored_on)) as begun_on,
            bool_or(class = 'unknown') as is_unknown,
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
    )
    select
        person_id,
        begun_on,
        row_number() over (partition by person_id, run_no order by begun_on, item_id) as place,
        min(if(is_unknown, begun_on, null)) over (partition by person_id, run_no) as first_unknown_on,
    from run;
