-- Which patterns of three and four items emerge, quarter by quarter. METRICS.md B5.

-- One row per pattern and quarter (by the day of the last step) with at least five supporters: what each condition needs.
-- novelty: share of neighbouring pairs that no version of an official path valid on the quarter's last day puts in order.
-- self_found: of the steps of everybody who took the pattern in this order, assigned or not, the share begun by themselves.
-- A supporter's manager is that on the day of the last step; where none is known, the unit stands for it. managers is null
-- where the data know of no manager and no unit at all.
-- persons_otherwise: who took the last of the items in the quarter, otherwise than in an order of at least five people.
create or replace macro pattern_quarter(as_of) as table
    with walked as materialized (
        select *, period_number('quarter', month_number(last_on))::integer as quarter,
        from walked_pattern(as_of, 5)
        where length > 2
    ),
    active as (
        select
            period_number('quarter', month_number(begun_on))::integer as quarter,
            count(distinct person_id) as people,
        from chosen_step(as_of)
        group by all
    ),
    started as (
        select min(quarter) as first_quarter from active
    ),
    supported as materialized (
        select
            item_1, item_2, item_3, item_4, quarter,
            any_value(length) as length,
            count(*) as persons,
            max(first_on) - min(first_on) as span_days,
        from walked
        group by all
    ),
    pattern as (
        select item_1, item_2, item_3, item_4, min(quarter) as first_quarter,
        from supported
        group by all
        having sum(persons) >= needed_support(as_of, 5)
    ),
    shown as materialized (
        select
            row_number() over () as shown_no,
            s.*,
            p.first_quarter,
            list_sort(list_filter([s.item_1, s.item_2, s.item_3, s.item_4], lambda item_: item_ is not null)) as items,
        from supported as s
        join pattern as p
            on p.item_1 = s.item_1 and p.item_2 = s.item_2 and p.item_3 = s.item_3
            and p.item_4 is not distinct from s.item_4
        where s.persons >= 5
    ),
    -- A manager by number, else by that of the key (no person's number is as large), a unit by its number below 0.
    led as materialized (
        select
            w.item_1, w.item_2, w.item_3, w.item_4, w.quarter,
            coalesce(
                u.manager_id, u.unlisted_manager, -nullif(coalesce(u.org_unit_id, o.org_unit_id), 0)
            ) as manager,
        from walked as w
        left join unit_spell as u on u.person_id = w.person_id and w.last_on >= u.from_on and w.last_on < u.to_on
        left join person as o on o.person_id = w.person_id
        where manager is not null
    ),
    managed as (
        select item_1, item_2, item_3, item_4, quarter, count(distinct manager) as managers,
        from led
        group by all
    ),
    possible as (
        select quarter, sum(if(length = 3, 6, 24)) as orders,
        from (
            select quarter, length,
            from walked
            group by quarter, length, set_of_items(item_1, item_2, item_3, item_4)
            having count(*) >= 5
        )
        group by quarter
    ),
    item_set as materialized (
        select items, row_number() over ()::integer as set_no
        from (select distinct items from shown)
    ),
    holder as (
        select
            set_no,
            period_number('quarter', month_number(complete_on))::integer as quarter,
            count(*) as holders,
        from set_holder('item_set', as_of)
        group by all
    ),
    expecting as materialized (
        select s.*, h.holders, h.holders / if(s.length = 3, 6, 24) as expected,
        from shown as s
        join item_set as i on i.items = s.items
        join holder as h on h.set_no = i.set_no and h.quarter = s.quarter
    ),
    chance as materialized (
        -- What is worked out of an aggregate cannot be drawn down to each row.
        select persons, expected, poisson_tail(any_value(persons), expected) as p,
        from expecting
        group by persons, expected
    ),
    tested as (
        select e.*, c.p, e.quarter as family, o.orders as tested,
        from expecting as e
        join chance as c on c.persons = e.persons and c.expected = e.expected
        join possible as o on o.quarter = e.quarter
    ),
    judged as (
        select *
        from benjamini_hochberg('tested')
    ),
    neighbours as (
        select distinct item_1 as item_a, item_2 as item_b, quarter from shown
        union
        select distinct item_2 as item_a, item_3 as item_b, quarter from shown
        union
        select distinct item_3 as item_a, item_4 as item_b, quarter from shown where item_4 is not null
    ),
    official as (
        select distinct n.item_a, n.item_b, n.quarter,
        from neighbours as n
        join official_step as a on a.item_id = n.item_a
        join official_step as b
            on b.item_id = n.item_b and b.path_code = a.path_code and b.version = a.version and b.step > a.step
        where a.valid_from <= least(as_of, period_start('quarter', n.quarter + 1) - 1)
            and a.valid_to > least(as_of, period_start('quarter', n.quarter + 1) - 1)
    ),
    closest as (
        select
            s.items,
            s.quarter,
            arg_max(o.path_title, (o.shared, -o.steps, o.path_title)) as path_title,
            max(o.shared) / any_value(s.length) as overlap,
        from (select distinct items, quarter, length from shown) as s
        join (
            select
                t.items,
                t.quarter,
                a.path_title,
                a.version,
                count(distinct a.item_id) as shared,
                any_value(a.steps) as steps,
            from (select distinct items, quarter from shown) as t
            join (
                select *, count(*) over (partition by path_code, version) as steps from official_step
            ) as a on list_contains(t.items, a.item_id)
            where a.valid_from <= least(as_of, period_start('quarter', t.quarter + 1) - 1)
                and a.valid_to > least(as_of, period_start('quarter', t.quarter + 1) - 1)
            group by t.items, t.quarter, a.path_code, a.path_title, a.version
        ) as o on o.items = s.items and o.quarter = s.quarter
        group by all
    ),
    taken as materialized (
        select
            person_id,
            item_id,
            min(coalesce(started_on, anchored_on)) as begun_on,
            arg_min(class, (coalesce(started_on, anchored_on), class)) = 'self_initiated' as is_self,
        from episode
        where is_taken(standing) and is_meaningful
            and item_id in (select unnest(items) from shown)
            and coalesce(started_on, anchored_on) <= as_of
        group by all
    ),
    -- Who took the first three items of several patterns is looked for once, and kept apart as in set_holder.
    begun as materialized (
        select
            l.item_1, l.item_2, l.item_3, t_3.person_id, t_3.begun_on,
            t_1.is_self::integer + t_2.is_self::integer + t_3.is_self::integer as self_steps,
        from (select distinct item_1, item_2, item_3 from shown) as l
        join taken as t_1 on t_1.item_id = l.item_1
        join taken as t_2
            on t_2.item_id = l.item_2 and t_2.person_id = t_1.person_id
            and t_2.begun_on > t_1.begun_on and t_2.begun_on <= t_1.begun_on + 60
        join taken as t_3
            on t_3.item_id = l.item_3 and t_3.person_id = t_1.person_id
            and t_3.begun_on > t_2.begun_on and t_3.begun_on <= t_2.begun_on + 60
    ),
    continued as materialized (
        select s.shown_no, s.item_4, s.quarter, b.person_id, b.begun_on, b.self_steps,
        from shown as s
        join begun as b on b.item_1 = s.item_1 and b.item_2 = s.item_2 and b.item_3 = s.item_3
    ),
    found as (
        select shown_no, sum(self_steps) as self_steps, sum(steps) as steps,
        from (
            select shown_no, self_steps, 3 as steps,
            from continued
            where item_4 is null and period_number('quarter', month_number(begun_on)) = quarter
            union all
            select c.shown_no, c.self_steps + t.is_self::integer, 4,
            from continued as c
            join taken as t
                on t.item_id = c.item_4 and t.person_id = c.person_id
                and t.begun_on > c.begun_on and t.begun_on <= c.begun_on + 60
                and period_number('quarter', month_number(t.begun_on)) = c.quarter
        )
        group by shown_no
    )
    select
        j.item_1, j.item_2, j.item_3, j.item_4, j.length, j.quarter, j.persons,
        if((select count(*) from led) > 0, coalesce(m.managers, 0), null) as managers,
        j.span_days,
        j.expected,
        j.holders - sum(j.persons) over (partition by j.quarter, j.items) as persons_otherwise,
        j.persons / j.expected as lift,
        j.q,
        j.first_quarter,
        j.first_quarter - s.first_quarter >= 2 as is_first_known,
        j.quarter - s.first_quarter >= 2 as is_growth_known,
        a.people as active_people,
        coalesce(b.people, 0) as active_before,
        coalesce(v.persons, 0) as persons_before,
        1 - (
            (o_1.item_a is not null)::integer + (o_2.item_a is not null)::integer + (o_3.item_a is not null)::integer
        ) / (j.length - 1) as novelty,
        f.self_steps,
        f.steps,
        c.path_title as closest_path,
        c.overlap as closest_overlap,
    from judged as j
    cross join started as s
    join active as a on a.quarter = j.quarter
    left join active as b on b.quarter = j.quarter - 1
    left join managed as m
        on m.item_1 = j.item_1 and m.item_2 = j.item_2 and m.item_3 = j.item_3
        and m.item_4 is not distinct from j.item_4 and m.quarter = j.quarter
    left join supported as v
        on v.item_1 = j.item_1 and v.item_2 = j.item_2 and v.item_3 = j.item_3
        and v.item_4 is not distinct from j.item_4 and v.quarter = j.quarter - 1
    left join official as o_1 on o_1.item_a = j.item_1 and o_1.item_b = j.item_2 and o_1.quarter = j.quarter
    left join official as o_2 on o_2.item_a = j.item_2 and o_2.item_b = j.item_3 and o_2.quarter = j.quarter
    left join official as o_3 on o_3.item_a = j.item_3 and o_3.item_b = j.item_4 and o_3.quarter = j.quarter
    left join found as f on f.shown_no = j.shown_no
    left join closest as c on c.items = j.items and c.quarter = j.quarter;

-- The 90 % interval of the growth against the quarter before: supporters per active learner (S7). Without supporters then,
-- the lower limit is the exact conditional one and there is no upper one.
create or replace macro growth_low(now, exposure_now, before, exposure_before) as
    case
        when exposure_before = 0 then null
        when before = 0
            then pow(0.05, 1.0 / now) / (1 - pow(0.05, 1.0 / now)) * exposure_before / exposure_now
        else rate_ratio_low(now, exposure_now, before, exposure_before, z := 1.6448536269514722)
    end;
create or replace macro growth_high(now, exposure_now, before, exposure_before) as
    case
        when exposure_before = 0 or before = 0 then null
        else rate_ratio_high(now, exposure_now, before, exposure_before, z := 1.6448536269514722)
    end;

-- One row per pattern and quarter with at least five supporters, and what it is: emergent (all conditions hold, growth in this
-- quarter or one of the two before), established (the others hold for three quarters on end), formalised (an official path
-- holds it by then) or fading; else the first condition that it misses. Whatever is part of a longer one that most of its
-- supporters take has no state of its own.
create or replace macro judged_pattern(as_of) as table
    with grown as (
        select
            *,
            growth_low(persons, active_people, persons_before, active_before) as growth_lo,
            growth_high(persons, active_people, persons_before, active_before) as growth_hi,
        from pattern_quarter(as_of)
    ),
    judged as (
        select
            *,
            novelty >= 0.5 and self_steps >= 0.7 * steps and coalesce(managers >= 2, true) and span_days > 7
            and q < 0.05 and lift > 1 as holds,
            (is_first_known and quarter - first_quarter <= 1)
            or (is_growth_known and coalesce(growth_lo, 0) > 1) as is_growing,
        from grown
    ),
    recalled as (
        select
            *,
            holds
            and coalesce(lag(holds) over past and lag(quarter) over past = quarter - 1, false)
            and coalesce(lag(holds, 2) over past and lag(quarter, 2) over past = quarter - 2, false) as is_lasting,
            bool_or(holds and is_growing) over (past rows unbounded preceding) as has_emerged,
            bool_or(holds and is_growing) over (past range between 2 preceding and current row) as emerged_lately,
        from judged
        window past as (partition by item_1, item_2, item_3, item_4 order by quarter)
    ),
    named as (
        select
            *,
            case
                when has_emerged and novelty = 0 then 'formalised'
                when has_emerged and growth_hi < 1 then 'fading'
                when has_emerged and is_lasting then 'established'
                when holds and emerged_lately then 'emergent'
            end as state,
            list_filter([item_1, item_2, item_3, item_4], lambda item_: item_ is not null) as items,
        from recalled
    ),
    contained as (
        select distinct s.quarter, s.items
        from named as s
        join named as l on l.quarter = s.quarter and l.length = 4 and s.length = 3
        where s.state is not null and l.state is not null
            and s.persons <= 1.25 * l.persons
            and s.items in (
                l.items[1:3], l.items[2:4],
                [l.items[1], l.items[2], l.items[4]], [l.items[1], l.items[3], l.items[4]]
            )
    )
    select
        s.*,
        case
            when c.items is not null then 'part_of_longer'
            when s.state is not null then s.state
            when s.novelty < 0.5 then 'official_path'
            when coalesce(s.self_steps < 0.7 * s.steps, true) then 'mostly_given'
            when s.managers < 2 then 'one_manager'
            when s.span_days <= 7 then 'one_event'
            when s.q >= 0.05 or s.lift <= 1 then 'by_chance'
            else 'not_growing'
        end as judgement,
    from named as s
    left join contained as c on c.quarter = s.quarter and c.items = s.items;

-- Those of them that have a state.
create or replace macro emergent_pattern(as_of) as table
    select * exclude (judgement)
    from judged_pattern(as_of)
    where judgement in ('emergent', 'established', 'formalised', 'fading');
