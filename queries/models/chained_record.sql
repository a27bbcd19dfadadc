-- One row per enrolment of a repeated pair, with the number of its episode. METRICS.md §0, ruling 0b.8:
-- an enrolment joins while an earlier one is open, or within 30 days of its end; after a completion a new episode starts.
-- place orders the enrolments of the pair. An epoch ends with a completion: whoever is open is closed by it.
-- Passing: only other models read it.
with candidate as (
    select
        (r.person_id::bigint << 32) | r.item_id as pair,
        r.batch_id,
        r.line,
        r.anchored_at,
        r.completed_at,
        coalesce(r.completed_at, r.closed_at, timestamp '9999-12-31') as until,
    from enrolment_record as r
    semi join repeated_pair as p on p.person_id = r.person_id and p.item_id = r.item_id
),
step as (
    select *, anchored_at as moment, 0::tinyint as completions, from candidate
    union all
    select *, greatest(completed_at, anchored_at) as moment, 1::tinyint as completions, from candidate
    where completed_at is not null
),
epoch as (
    select
        *,
        sum(completions) over (
            partition by pair order by moment, completions, batch_id, line rows unbounded preceding
        ) as epoch,
    from step
),
enrolment_step as (
    select
        *,
        max(until) over (
            partition by pair, epoch order by anchored_at, batch_id, line
            rows between unbounded preceding and 1 preceding
        ) as earlier_until,
    from epoch
    where completions = 0
),
started as (
    select
        pair, batch_id, line, anchored_at,
        earlier_until is null or earlier_until + interval 30 day < anchored_at as is_start,
    from enrolment_step
)
select
    pair,
    batch_id,
    line,
    is_start,
    (sum(is_start::integer) over earlier)::integer as attempt,
    (row_number() over earlier)::integer as place,
    anchored_at <= max(case when is_start then anchored_at end) over earlier + interval 1 day as is_first_day,
from started
window earlier as (partition by pair order by anchored_at, batch_id, line rows unbounded preceding)
