-- One row per person and item that the person chose and the sequence does not hold, or holds without its having been chosen,
-- and per place of a sequence that does not follow the one before. Long sequences are cut, and miss what they leave out.
-- Looks through: episode, chosen_sequence
-- About: paths
with chosen as (
    select distinct person_id, item_id,
    from episode
    where class = 'self_initiated' and is_meaningful and is_taken(standing)
),
cut as (
    select distinct person_id,
    from chosen_sequence
    where is_truncated
)
select
    coalesce(c.person_id, s.person_id) as person_id,
    coalesce(c.item_id, s.item_id) as item_id,
    s.position,
from chosen as c
full join chosen_sequence as s on s.person_id = c.person_id and s.item_id = c.item_id
left join cut as x on x.person_id = c.person_id
where c.person_id is null or (s.person_id is null and x.person_id is null)
union all
select person_id, item_id, position,
from chosen_sequence
window earlier as (partition by person_id order by position)
qualify position <> row_number() over earlier or begun_on < lag(begun_on) over earlier
