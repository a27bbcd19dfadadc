-- One row per enrolment of a repeated pair, with the number of its episode. METRICS.md §0, ruling 0b.8:
-- an enrolment joins while an earlier one is open, or within 30 calendar days of its end; after a completion a new episode starts,
-- on its very day too. A row that is begun and completed at that moment tells of the same completion and joins.
-- place orders the enrolments of the pair. An epoch ends with a completion: whatever is open is completed by it, also where it
-- belongs to another episode (a completion of either closes both).
-- Passing: only other models read it.
with record as (
    select
        (r.person_id::bigint << 32) | r.item_id as pair,
        r.batch_id,
        r.line,
        r.anchored_at,
        r.completed_at,
        coalesce(r.completed_at, r.closed_at, timestamp '9999-12-31') as until,
        if(r.completed_at <= r.anchored_at, 0, 2) as turn,
    from enrolment_record as r
    semi join repeated_pair as p on p.person_id = r.person_id and p.item_id = r.item_id
),
candidate as (
    select
        r.*,
        local_date(r.anchored_at, a.first_on, a.turns_at, a.next_on) as anchored_on,
        local_date(r.until, u.first_on, u.turns_at, u.next_on) as until_on,
    from record as r
    left join local_day as a on a.utc_on = r.anchored_at::date
    left join local_day as u on u.utc_on = r.until::date
),
step as (
    select *, anchored_at as moment, 0::tinyint as completions, from candidate
    union all
    select
        * replace (if(completed_at > anchored_at, 1, 3) as turn),
        greatest(completed_at, anchored_at) as moment,
        1::tinyint as completions,
    from candidate
    where completed_at is not null
),
epoch as (
    select
        *,
        sum(completions) over (
            partition by pair order by moment, turn, batch_id, line rows unbounded preceding
        ) as epoch,
        min(case when turn = 1 then moment end) over (
            partition by pair order by moment, turn, batch_id, line rows between 1 following and unbounded following
        ) as next_completed_at,
    from step
),
enrolment_step as (
    select
        *,
        max(until_on) over (
            partition by pair, epoch order by anchored_at, turn, batch_id, line
            rows between unbounded preceding and 1 preceding
        ) as earlier_until_on,
    from epoch
    where completions = 0
),
started as (
    select
        pair, batch_id, line, anchored_at, anchored_on, turn,
        case when next_completed_at < until then next_completed_at else completed_at end as completed_at,
        earlier_until_on is null or earlier_until_on + 30 < anchored_on as is_start,
    from enrolment_step
)
select
    pair,
    batch_id,
    line,
    completed_at,
    is_start,
    (sum(is_start::integer) over earlier)::integer as attempt,
    (row_number() over earlier)::integer as place,
    anchored_on <= max(case when is_start then anchored_on end) over earlier + 1 as is_first_day,
from started
window earlier as (partition by pair order by anchored_at, turn, batch_id, line rows unbounded preceding)
