-- One row per stretch of time of which the files of a learning system tell; system_id 0 is any of them. A file tells of the time
-- from its first enrolment on. Two weeks without anything between two files are a quiet time and no gap; how far the last file
-- reaches is for as_of to say.
-- Key: system_id, from_on
-- References: learning_system where system_id > 0
-- None without: learning_batch
with first_day as (
    select batch_id, min(anchored_on) as day
    from episode
    group by batch_id
),
file as (
    select
        unnest([0, b.system_id])::smallint as system_id,
        coalesce(least(b.data_from, f.day), date '0001-01-01') as from_on,
        b.data_to as to_on,
    from learning_batch as b
    left join first_day as f on f.batch_id = b.batch_id
    where b.is_dated
),
reached as (
    select
        *,
        max(to_on) over (
            partition by system_id order by from_on, to_on rows between unbounded preceding and 1 preceding
        ) as told_to,
    from file
),
parted as (
    select
        system_id,
        from_on,
        to_on,
        count(*) filter (told_to is null or from_on > told_to + 14) over (
            partition by system_id order by from_on, to_on rows unbounded preceding
        ) as stretch_no,
    from reached
),
stretch as (
    select system_id, stretch_no, min(from_on) as from_on, max(to_on) as to_on
    from parted
    group by system_id, stretch_no
)
select
    system_id,
    from_on,
    if(stretch_no = max(stretch_no) over (partition by system_id), date '9999-12-31', to_on) as to_on,
from stretch
