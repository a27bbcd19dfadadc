-- One row per person, stretch of employment and stay in one role, [from_on, to_on): from the first post or a move to the
-- next move or the exit (METRICS.md C3, ruling 15). A change of manager, title or cost centre does not begin a new role.
-- Key: person_id, from_on
-- References: identity_person; service_spell; post_spell as person_id, from_on
-- None without: post_spell
with started as (
    select person_id, spell_no, min(from_on) as from_on, max(to_on) as left_on,
    from post_spell
    group by all
),
entered as (
    select person_id, spell_no, from_on, false as is_entered_by_move,
    from started
    union all
    select person_id, spell_no, moved_on as from_on, true as is_entered_by_move,
    from move
    where is_move
)
select
    e.person_id,
    e.spell_no,
    e.from_on,
    lead(e.from_on, 1, s.left_on) over later as to_on,
    e.is_entered_by_move,
    (case
        when lead(e.from_on) over later is not null then 'move'
        when s.left_on < date '9999-12-31' then 'exit'
        else 'open'
    end)::enum ('move', 'exit', 'open') as ending,
from entered as e
join started as s on s.person_id = e.person_id and s.spell_no = e.spell_no
window later as (partition by e.person_id, e.spell_no order by e.from_on)
