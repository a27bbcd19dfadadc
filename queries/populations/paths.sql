-- What is found in the sequences of chosen items. METRICS.md B2–B4. The metrics and tests read the same ones.
-- A pattern is written as item_1 … item_4, null where it is shorter. Items begun on one day have no known order, so they
-- speak for no order.

-- What tells a set of items from every other set of as many, in whatever order they come: two to four numbers are known by
-- the lowest, the highest, their sum and that of their squares. Grouped by faster than a sorted list.
create or replace macro set_of_items(item_1, item_2, item_3, item_4) as {
    'low': least(item_1, item_2, item_3, item_4),
    'high': greatest(item_1, item_2, item_3, item_4),
    'total': item_1 + item_2 + coalesce(item_3, 0) + coalesce(item_4, 0),
    'squares': item_1::bigint * item_1 + item_2::bigint * item_2
        + coalesce(item_3::bigint * item_3, 0) + coalesce(item_4::bigint * item_4, 0)
};

-- B3's minimum support: `fewest` people, or half a per cent of those with a sequence if that is more.
create or replace macro needed_support(as_of, fewest) as
    greatest(fewest, ceil(0.005 * (select count(*) from walking_person(as_of))))::integer;

-- One row per person and pattern of two to four items that the person took in this order, each begun one to 60 days after
-- the one before; of sets of items only that enough people took so (needed_support), in whatever order. Grown level by
-- level: a longer pattern is looked for only where each two neighbours are such a set.
create or replace macro walked_pattern(as_of, fewest) as table
    with needed as (
        select needed_support(as_of, fewest) as persons
    ),
    pair as (
        select
            a.person_id,
            a.item_id as item_1,
            b.item_id as item_2,
            a.begun_on as first_on,
            b.begun_on as last_on,
        from chosen_step(as_of) as a
        join chosen_step(as_of) as b
            on b.person_id = a.person_id and b.begun_on > a.begun_on and b.begun_on <= a.begun_on + 60
    ),
    pair_set as (
        select least(item_1, item_2) as low, greatest(item_1, item_2) as high,
        from pair
        group by all
        having count(*) >= (select persons from needed)
    ),
    walked_pair as materialized (
        select p.*
        from pair as p
        semi join pair_set as s on s.low = least(p.item_1, p.item_2) and s.high = greatest(p.item_1, p.item_2)
    ),
    triple as materialized (
        select a.person_id, a.item_1, a.item_2, b.item_2 as item_3, a.first_on, b.last_on,
        from walked_pair as a
        join walked_pair as b on b.person_id = a.person_id and b.item_1 = a.item_2
    ),
    triple_set as (
        select set_of_items(item_1, item_2, item_3, null) as items,
        from triple
        group by all
        having count(*) >= (select persons from needed)
    ),
    walked_triple as materialized (
        select t.*
        from triple as t
        semi join triple_set as s on s.items = set_of_items(t.item_1, t.item_2, t.item_3, null)
    ),
    quadruple as (
        select a.person_id, a.item_1, a.item_2, a.item_3, b.item_2 as item_4, a.first_on, b.last_on,
        from walked_triple as a
        join walked_pair as b on b.person_id = a.person_id and b.item_1 = a.item_3
    ),
    quadruple_set as (
        select set_of_items(item_1, item_2, item_3, item_4) as items,
        from quadruple
        group by all
        having count(*) >= (select persons from needed)
    )
    select person_id, 2 as length, item_1, item_2, null::integer as item_3, null::integer as item_4, first_on, last_on
    from walked_pair
    union all
    select person_id, 3 as length, item_1, item_2, item_3, null as item_4, first_on, last_on
    from walked_triple
    union all
    select q.person_id, 4 as length, q.item_1, q.item_2, q.item_3, q.item_4, q.first_on, q.last_on
    from quadruple as q
    semi join quadruple_set as s on s.items = set_of_items(q.item_1, q.item_2, q.item_3, q.item_4);

-- One row per set of two to four items and person who took all of them, in whatever order: the day on which the last was
-- begun. Reads set_no and items (in order of number). Those who took the first items of several sets are looked for once.
-- Its steps are kept apart (materialized): from the sizes that DuckDB guesses it would lay every set beside everybody first.
create or replace macro set_holder(source, as_of) as table
    with listed as materialized (
        select set_no, items[1] as item_1, items[2] as item_2, items[3] as item_3, items[4] as item_4,
        from query_table(source)
    ),
    step as materialized (
        select s.person_id, s.item_id, s.begun_on,
        from chosen_step(as_of) as s
        semi join (select unnest([item_1, item_2, item_3, item_4]) as item_id from listed) as l on l.item_id = s.item_id
    ),
    pair as materialized (
        select l.item_1, l.item_2, a.person_id, greatest(a.begun_on, b.begun_on) as complete_on,
        from (select distinct item_1, item_2 from listed) as l
        join step as a on a.item_id = l.item_1
        join step as b on b.item_id = l.item_2 and b.person_id = a.person_id
    ),
    triple as materialized (
        select l.item_1, l.item_2, l.item_3, p.person_id, greatest(p.complete_on, c.begun_on) as complete_on,
        from (select distinct item_1, item_2, item_3 from listed where item_3 is not null) as l
        join pair as p on p.item_1 = l.item_1 and p.item_2 = l.item_2
        join step as c on c.item_id = l.item_3 and c.person_id = p.person_id
    ),
    quadruple as materialized (
        select l.set_no, l.item_4, t.person_id, t.complete_on,
        from listed as l
        join triple as t on t.item_1 = l.item_1 and t.item_2 = l.item_2 and t.item_3 = l.item_3
        where l.item_4 is not null
    )
    select l.set_no, p.person_id, p.complete_on
    from listed as l
    join pair as p on p.item_1 = l.item_1 and p.item_2 = l.item_2
    where l.item_3 is null
    union all
    select l.set_no, t.person_id, t.complete_on
    from listed as l
    join triple as t on t.item_1 = l.item_1 and t.item_2 = l.item_2 and t.item_3 = l.item_3
    where l.item_4 is null
    union all
    select q.set_no, q.person_id, greatest(q.complete_on, d.begun_on) as complete_on
    from quadruple as q
    join step as d on d.item_id = q.item_4 and d.person_id = q.person_id;

-- One row per ordered pair of items that `fewest` people took both: how many took the second next after the first (o), of
-- how many who took anything next, and what the order null expects: each person's own items in any order (B2, B4).
-- Where a period is given, the second item was begun in it; a person's places for it are those of the period. q is the
-- false discovery rate over all of them; what is within one deviation of chance counts there as p = 1, which saves time.
create or replace macro next_item_edge(since, until, as_of, fewest) as table
    with walker as (
        select
            person_id,
            count(*) as items,
            count(*) filter (position > 1 and is_within(begun_on, since, until)) as places,
        from chosen_step(as_of)
        group by person_id
        having count(*) > 1
    ),
    step as (
        select
            item_id,
            lead(item_id) over by_person as next_id,
            lead(begun_on) over by_person as next_on,
            lead(is_tied) over by_person as is_next_tied,
        from chosen_step(as_of)
        window by_person as (partition by person_id order by position)
    ),
    observed as (
        select
            item_id as from_id,
            next_id as to_id,
            count(*) as persons,
            count(*) filter (not is_next_tied) as in_order,
        from step
        where next_id is not null and is_within(next_on, since, until)
        group by all
    ),
    onward as (
        select from_id, sum(persons) as persons_onward,
        from observed
        group by all
    ),
    placed as (
        select
            s.person_id,
            s.item_id,
            w.places / (w.items * (w.items - 1)) as chance,
        from chosen_step(as_of) as s
        join walker as w on w.person_id = s.person_id
    ),
    together as (
        select
            a.item_id as low_id,
            b.item_id as high_id,
            count(*) as holders,
            sum(a.chance) as expected,
            sum(a.chance * (1 - a.chance)) as variance,
        from placed as a
        join placed as b on b.person_id = a.person_id and b.item_id > a.item_id
        group by all
        having count(*) >= fewest and sum(a.chance) > 0
    ),
    chance as (
        select low_id as from_id, high_id as to_id, holders, expected, variance from together
        union all
        select high_id as from_id, low_id as to_id, holders, expected, variance from together
    ),
    tested as (
        select
            c.*,
            coalesce(o.persons, 0) as persons,
            coalesce(o.in_order, 0) as in_order,
            w.persons_onward,
            0 as family,
            null::bigint as tested,
            case
                when coalesce(o.in_order, 0) <= c.expected + sqrt(c.expected) then 1.0
                else poisson_tail(coalesce(o.in_order, 0), c.expected)
            end as p,
        from chance as c
        left join observed as o on o.from_id = c.from_id and o.to_id = c.to_id
        left join onward as w on w.from_id = c.from_id
    )
    select
        from_id,
        to_id,
        persons,
        in_order,
        persons_onward,
        holders,
        expected,
        persons / expected as lift,
        (persons - expected) / sqrt(variance) as z,
        q,
    from benjamini_hochberg('tested');

-- One row per pattern with enough support (B3), by the day of its last step: support, that of the pattern without its last
-- item (up to the end of the period), the share of people with the last item, and what the order null expects (B4): of
-- those who took all of its items in any order and with any gaps, one in k!. q is the false discovery rate over every
-- order of every set of items that enough people took within the gaps.
create or replace macro frequent_pattern(since, until, as_of, fewest) as table
    with needed as (
        select
            needed_support(as_of, fewest) as persons,
            (select count(*) from walking_person(as_of)) as base,
    ),
    walked as materialized (
        select *
        from walked_pattern(as_of, fewest)
        where until is null or last_on < until
    ),
    supported as (
        select
            length, item_1, item_2, item_3, item_4,
            count(*) as persons_by_end,
            count(*) filter (since is null or last_on >= since) as persons,
        from walked
        group by all
    ),
    possible as (
        select sum(case length when 2 then 2 when 3 then 6 else 24 end)::bigint as orders,
        from (
            select length, set_of_items(item_1, item_2, item_3, item_4) as items,
            from walked
            where since is null or last_on >= since
            group by all
            having count(*) >= (select persons from needed)
        )
    ),
    candidate as (
        select
            *,
            list_sort(list_filter([item_1, item_2, item_3, item_4], lambda item_: item_ is not null)) as items,
        from supported
        where persons >= (select persons from needed)
    ),
    item_set as materialized (
        select items, row_number() over ()::integer as set_no
        from (select distinct items from candidate)
    ),
    holder as (
        select set_no, count(*) as holders,
        from set_holder('item_set', as_of)
        where is_within(complete_on, since, until)
        group by set_no
    ),
    taken as (
        select s.item_id, count(*) as persons,
        from chosen_step(as_of) as s
        semi join walking_person(as_of) as w on w.person_id = s.person_id
        where until is null or s.begun_on < until
        group by all
    ),
    tested as materialized (
        select
            c.* exclude (items, persons_by_end),
            h.holders,
            h.holders / case c.length when 2 then 2 when 3 then 6 else 24 end as expected,
            coalesce(p.persons_by_end, f.persons) as prefix_persons,
            l.persons as last_persons,
        from candidate as c
        join item_set as i on i.items = c.items
        join holder as h on h.set_no = i.set_no
        left join supported as p
            on p.length = c.length - 1 and p.item_1 = c.item_1 and p.item_2 = c.item_2
            and p.item_3 is not distinct from case when c.length = 4 then c.item_3 end
        left join taken as f on f.item_id = case when c.length = 2 then c.item_1 end
        left join taken as l on l.item_id = coalesce(c.item_4, c.item_3, c.item_2)
    ),
    chance as materialized (
        -- What is worked out of an aggregate cannot be drawn down to each row.
        select persons, expected, poisson_tail(any_value(persons), expected) as p,
        from tested
        group by persons, expected
    ),
    judged as (
        select
            t.*,
            c.p,
            0 as family,
            (select orders from possible) as tested,
        from tested as t
        join chance as c on c.persons = t.persons and c.expected = t.expected
    )
    select
        r.* exclude (family, tested, q),
        n.base,
        r.tested as orders_tested,
        r.persons / r.expected as lift,
        (r.persons - r.expected)
        / sqrt(r.expected * (1 - 1 / case r.length when 2 then 2 when 3 then 6 else 24 end)) as z,
        r.q,
    from benjamini_hochberg('judged') as r
    cross join needed as n;
