-- One row per enrolment of a repeated pair, with the number of its episode. METRICS.md §0, ruling 0b.8:
-- place counts within the episode. An enrolment joins while an earlier one is open, or within 30 days of its end; after a completion a new episode starts.
-- Passing: only other models read it.
with candidate as (
    select r.*,
    from enrolment_record as r
    semi join repeated_pair as p on p.person_id = r.person_id and p.item_id = r.item_id
),
step as (
    select *, anchored_at as moment, 0 as completions, from candidate
    union all
    select *, greatest(completed_at, anchored_at) as moment, 1 as completions, from candidate
    where completed_at is not null
),
epoch as (
    select
        *,
        sum(completions) over (
            partition by person_id, item_id order by moment, completions, batch_id, line
            rows unbounded preceding
        ) as epoch,
    from step
),
enrolment_step as (
    select
        * exclude (moment, completions),
        max(coalesce(completed_at, closed_at, timestamp '9999-12-31')) over (
            partition by person_id, item_id, epoch order by anchored_at, batch_id, line
            rows between unbounded preceding and 1 preceding
        ) as earlier_until,
    from epoch
    where completions = 0
),
numbered as (
    select
        * exclude (epoch, earlier_until),
        sum((earlier_until is null or earlier_until + interval 30 day < anchored_at)::integer) over (
            partition by person_id, item_id order by anchored_at, batch_id, line
            rows unbounded preceding
        )::integer as attempt,
    from enrolment_step
)
select
    *,
    (row_number() over attempt_rows)::integer as place,
    anchored_at <= min(anchored_at) over attempt_rows + interval 1 day as is_first_day,
from numbered
window attempt_rows as (partition by person_id, item_id, attempt order by anchored_at, batch_id, line)
