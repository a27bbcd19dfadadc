-- One row per episode that begins while the one before it, of the same person and item, is open, or within 30 days of
-- its end without completion (ruling 0b.8); what was completed on an unknown day is open until the last day of which anything
-- is known. A waiver ends what it excuses, and so does an employment what was begun in it. A day is allowed for clocks that are
-- put forward or back.
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
        e.person_id,
        e.anchored_on,
        lag(e.anchored_on) over pair as anchored_before,
        lag(e.standing) over pair as standing_before,
        lag(e.outcome) over pair as outcome_before,
        lag(case
            when e.standing = 'undated' then greatest(e.anchored_on, e.last_active_on)
            else e.anchored_on + e.days_to_end
        end) over pair as ended_before,
        row_number() over pair as nth,
    from episode as e
    semi join repeated as r on r.person_id = e.person_id and r.item_id = e.item_id
    window pair as (partition by e.person_id, e.item_id order by e.anchored_on, e.days_to_end nulls last, e.batch_id, e.line)
)
select f.batch_id, f.line, f.anchored_on, f.outcome_before, f.ended_before,
from followed as f
anti join employment_spell as s
    on s.person_id = f.person_id and s.to_on > f.anchored_before and s.to_on <= f.anchored_on
where f.nth > 1
    and f.standing_before not in ('waived', 'after_leaving')
    and (
        f.ended_before is null
        or f.anchored_on < f.ended_before
        or (
            (f.outcome_before in ('closed', 'open') or f.standing_before = 'undated')
            and f.anchored_on < f.ended_before + 29
        )
    )
