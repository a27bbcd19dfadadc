-- What chance makes of the sequences. METRICS.md B4.

-- The popularity null of the patterns of a table (pattern, item_1 … item_4): each quarter's items are dealt anew over the
-- days on which people began something, 200 times, and the people who take a pattern are counted again. p is the share of
-- dealings, the observed one among them, that give at least as many, in each period of the grain in which a pattern is
-- taken (period_no 0 over all time without a grain). The places of a quarter stand in a drawn order; a
-- dealing moves the items on by a drawn number of places, so that the observed one is the move by none. What is drawn
-- follows from each person's days and items, not from ids of people. Beyond 50,000 chosen items a fixed part of the people
-- is looked at.
create or replace macro redealt_pattern(source, since, until, as_of, grain) as table
    with person as (
        select
            person_id,
            mixed(sum(mixed(item_id * 40503::ubigint + (begun_on - date '1990-01-01')))) as seed,
            count(*) as items,
        from chosen_step(as_of)
        group by person_id
    ),
    looked_at as (
        select person_id, seed,
        from person
        qualify sum(items) over (order by seed, person_id rows unbounded preceding) <= 50000
    ),
    place as materialized (
        select
            s.person_id,
            s.item_id,
            s.begun_on,
            period_number('quarter', month_number(s.begun_on)) as quarter,
            row_number() over (
                partition by period_number('quarter', month_number(s.begun_on))
                order by mixed(p.seed + s.position * 2654435761), s.person_id
            ) - 1 as place,
            count(*) over (partition by period_number('quarter', month_number(s.begun_on))) as places,
        from chosen_step(as_of) as s
        join looked_at as p on p.person_id = s.person_id
    ),
    dealing as (
        select
            d.dealing,
            q.quarter,
            if(d.dealing = 0, 0, mixed(d.dealing * 1000003::ubigint + q.quarter * 7919::ubigint) % q.places) as moved,
        from range(201) as d (dealing)
        cross join (select distinct quarter, places from place) as q
    ),
    needed as (
        select distinct item_id
        from (
            select unnest([item_1, item_2, item_3, item_4]) as item_id
            from query_table(source)
        )
        where item_id is not null
    ),
    moved as materialized (
        select d.dealing, o.item_id, o.quarter, (o.place + d.moved) % o.places as place,
        from place as o
        semi join needed as n on n.item_id = o.item_id
        join dealing as d on d.quarter = o.quarter
    ),
    dealt as materialized (
        select
            m.dealing,
            t.person_id,
            m.item_id,
            min(t.begun_on) as begun_on,
        from moved as m
        join place as t on t.quarter = m.quarter and t.place = m.place
        group by all
    ),
    neighbours as (
        select item_1 as item_a, item_2 as item_b from query_table(source)
        union
        select item_2 as item_a, item_3 as item_b from query_table(source) where item_3 is not null
        union
        select item_3 as item_a, item_4 as item_b from query_table(source) where item_4 is not null
    ),
    pair as materialized (
        select a.dealing, a.person_id, n.item_a, n.item_b, b.begun_on as last_on,
        from neighbours as n
        join dealt as a on a.item_id = n.item_a
        join dealt as b
            on b.dealing = a.dealing and b.person_id = a.person_id and b.item_id = n.item_b
            and b.begun_on > a.begun_on and b.begun_on <= a.begun_on + 60
    ),
    counted as materialized (
        select
            s.pattern,
            p.dealing,
            period_number(grain, month_number(coalesce(r.last_on, q.last_on, p.last_on))) as period_no,
            count(*) as persons,
        from query_table(source) as s
        join pair as p on p.item_a = s.item_1 and p.item_b = s.item_2
        left join pair as q
            on q.dealing = p.dealing and q.person_id = p.person_id and q.item_a = s.item_2 and q.item_b = s.item_3
        left join pair as r
            on r.dealing = p.dealing and r.person_id = p.person_id and r.item_a = s.item_3 and r.item_b = s.item_4
        where (s.item_3 is null or q.dealing is not null) and (s.item_4 is null or r.dealing is not null)
            and is_within(coalesce(r.last_on, q.last_on, p.last_on), since, until)
        group by all
    ),
    observed as (
        select pattern, period_no, max(persons) filter (dealing = 0) as persons,
        from counted
        group by all
    )
    select
        c.pattern,
        c.period_no,
        any_value(coalesce(o.persons, 0)) as persons,
        count(*) filter (c.persons >= coalesce(o.persons, 0)) as at_least,
        if(
            coalesce(any_value(o.persons), 0) = 0, 1.0, count(*) filter (c.persons >= o.persons) / 201
        ) as p,
    from counted as c
    join observed as o on o.pattern = c.pattern and o.period_no = c.period_no
    group by c.pattern, c.period_no;
