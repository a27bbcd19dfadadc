-- One row per first post of an employment or move that begins no role, per role that neither begins, and per role that is said
-- to end otherwise than by the next move, the exit, or not yet (METRICS.md C3).
-- Looks through: post_spell, move, role_spell
-- About: people
with begun as (
    select person_id, spell_no, min(from_on) as from_on, false as is_entered_by_move,
    from post_spell
    group by all
    union all
    select person_id, spell_no, moved_on as from_on, true as is_entered_by_move,
    from move
    where is_move
),
lasting as (
    select
        *,
        case
            when lead(from_on) over (partition by person_id, spell_no order by from_on) is not null then 'move'
            when to_on = date '9999-12-31' then 'open'
            else 'exit'
        end as ends_by,
    from role_spell
)
select
    coalesce(b.person_id, l.person_id) as person_id,
    coalesce(b.from_on, l.from_on) as from_on,
    l.is_entered_by_move,
    l.ending,
    l.ends_by,
from begun as b
full join lasting as l on l.person_id = b.person_id and l.spell_no = b.spell_no and l.from_on = b.from_on
where l.is_entered_by_move is distinct from b.is_entered_by_move or l.ending is distinct from l.ends_by
