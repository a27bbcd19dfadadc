-- One row per stay in a post or a role that does not last until the next one of the same employment, or until the person
-- leaves, and per stay in a unit that does not last until the next one.
-- Looks through: post_spell, role_spell, unit_spell
-- About: people
with stay as (
    select 'post' as kind, person_id, spell_no, from_on, to_on from post_spell
    union all
    select 'role' as kind, person_id, spell_no, from_on, to_on from role_spell
    union all
    select 'unit' as kind, person_id, null as spell_no, from_on, to_on from unit_spell
),
followed as (
    select *, lead(from_on) over (partition by kind, person_id, spell_no order by from_on) as next_on,
    from stay
)
select f.kind, f.person_id, f.spell_no, f.from_on, f.to_on, coalesce(f.next_on, s.to_on) as next_on,
from followed as f
left join service_spell as s on s.person_id = f.person_id and s.spell_no = f.spell_no
where f.from_on > f.to_on
    or f.to_on is distinct from coalesce(f.next_on, s.to_on, if(f.kind = 'unit', date '9999-12-31', null))
