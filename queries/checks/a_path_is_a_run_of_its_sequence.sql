-- One row per run of three chosen items or more, each begun at most 60 days after the one before, that is no path of just
-- these items, and per path that is no such run.
-- Looks through: chosen_sequence, path_instance
-- About: paths
with stepped as (
    select
        person_id,
        position,
        begun_on,
        coalesce(begun_on - lag(begun_on) over (partition by person_id order by position) > 60, true) as is_start,
    from chosen_sequence
),
numbered as (
    select *, count(*) filter (is_start) over (partition by person_id order by position) as run_no,
    from stepped
),
run as (
    select
        person_id,
        min(position) as first_position,
        count(*) as length,
        min(begun_on) as first_on,
        max(begun_on) as last_on,
    from numbered
    group by person_id, run_no
    having count(*) >= 3
)
select
    coalesce(p.person_id, r.person_id) as person_id,
    coalesce(p.first_position, r.first_position) as first_position,
    p.length as length_of_path,
    r.length as length_of_run,
from path_instance as p
full join run as r on r.person_id = p.person_id and r.first_position = p.first_position
where p.length is distinct from r.length
    or p.first_on is distinct from r.first_on
    or p.last_on is distinct from r.last_on
