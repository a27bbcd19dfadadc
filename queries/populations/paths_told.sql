-- Which of the pairs and patterns that were found are told. METRICS.md B2–B4; the metrics and their explanations read the same.

-- The pairs of at least five people, at most 300 of them, those beyond chance first. Who went elsewhere than several pairs
-- tell must be nobody or five people; else the smallest pair goes with them (METRICS.md §I rule 3). One pair alone is a share
-- like any other.
create or replace macro told_edge(since, until, as_of) as table
    with edge as materialized (
        select *, q < 0.05 and lift > 1 as is_flagged,
        from next_item_edge(since, until, as_of, 5)
        where persons >= 5
    ),
    drawn as (
        select *, (select count(*) from edge) as edges_found,
        from edge
        order by is_flagged desc, persons desc, from_id, to_id
        limit 300
    ),
    veiled as (
        select
            *,
            persons_onward - sum(persons) over (partition by from_id) as persons_elsewhere,
            row_number() over (partition by from_id order by persons, to_id) as place,
            count(*) over (partition by from_id) as pairs,
        from drawn
    )
    select e.* exclude (place, pairs, persons_elsewhere), concat(a.title, ' → ', b.title) as variant,
    from veiled as e
    join item as a on a.item_id = e.from_id
    join item as b on b.item_id = e.to_id
    where e.place > 1 or e.pairs = 1 or e.persons_elsewhere not between 1 and 4;

-- At most 100 of the patterns with enough people, those beyond chance first, numbered in this order. What chance expects
-- tells how many people took the items in whatever order: less those in the orders that are told, as patterns or as the
-- beginnings of longer ones, it must leave nobody or five people (is_veiled; METRICS.md §I rule 3). A false discovery rate
-- may be that of another pattern of the same rate, so it is veiled with it.
create or replace macro told_pattern(since, until, as_of) as table
    with found as materialized (
        select *, q < 0.05 and lift > 1 as is_flagged,
        from frequent_pattern(since, until, as_of, 5)
    ),
    shown as materialized (
        select
            *,
            (select count(*) from found) as patterns_found,
            row_number() over (
                order by is_flagged desc, persons desc, item_1, item_2, item_3, item_4
            )::integer as pattern,
        from found
        qualify pattern <= 100
    ),
    -- Beginnings are counted from the start of the data, and so are no part of what is told of a later time.
    told_order as (
        select length, item_1, item_2, item_3, item_4, persons,
        from shown
        union
        select length - 1, item_1, item_2, if(length = 4, item_3, null), null, prefix_persons,
        from shown
        where length > 2 and since is null
    ),
    in_order as (
        select length, set_of_items(item_1, item_2, item_3, item_4) as items, sum(persons) as persons,
        from told_order
        group by all
    ),
    veiled as (
        select s.*, s.holders - o.persons between 1 and 4 as is_veiled,
        from shown as s
        join in_order as o
            on o.length = s.length and o.items = set_of_items(s.item_1, s.item_2, s.item_3, s.item_4)
    )
    select
        s.*,
        s.is_veiled or (s.q < 1 and bool_or(s.is_veiled) over (partition by s.q)) as is_q_veiled,
        concat_ws(' → ', i_1.title, i_2.title, i_3.title, i_4.title) as variant,
    from veiled as s
    join item as i_1 on i_1.item_id = s.item_1
    join item as i_2 on i_2.item_id = s.item_2
    left join item as i_3 on i_3.item_id = s.item_3
    left join item as i_4 on i_4.item_id = s.item_4;
