-- One row per item that is one with others, with the first of them, which stands for the group.
-- Passing: only other models read it.
with recursive pair as (
    select item, other from item_link
    union
    select other, item from item_link
),
reached (item, leader) using key (item) as (
    select item, min(least(item, other)) as leader,
    from pair
    group by item
    union
    select p.item, min(r.leader) as leader,
    from reached as r
    join pair as p on p.other = r.item
    join recurring.reached as k on k.item = p.item
    where r.leader < k.leader
    group by p.item
)
select item, leader,
from reached
