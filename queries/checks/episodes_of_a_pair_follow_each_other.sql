-- One row per episode that begins while the one before it, of the same person and item, is open, or within 30 days of
-- its end without completion (ruling 0b.8); what was completed on an unknown day is open until the last day of which anything
-- is known. A day is allowed for clocks that are put forward or back.
-- Looks through: episode
-- About: learning
with repeated as (
    select person_id, item_id,
    from episode
    group by all
    having count(*) > 1
),
followed as (
    select
        e.batch_id,
        e.line,
        e.anchored_on,
        lag(e.outcome) over pair as outcome_before,
        lag(coalesce(
            e.anchored_on + e.days_to_end,
            case when e.standing = 'undated' then greatest(e.anchored_on, e.last_active_on) end
        )) over pair as ended_before,
        row_number() over pair as nth,
    from episode as e
    semi join repeated as r on r.person_id = e.person_id and r.item_id = e.item_id
    window pair as (partition by e.person_id, e.item_id order by e.anchored_on, e.days_to_end nulls last, e.batch_id, e.line)
)
select batch_id, line, anchored_on, outcome_before, ended_before,
from followed
where nth > 1
    and (
        ended_before is null
        or anchored_on < ended_before
        or (outcome_before in ('closed', 'open') and anchored_on < ended_before + 29)
    )
