-- How varied is what people choose. METRICS.md A6.

-- One row per item and topic, or format, in which a choice can differ; the topics of an item share its weight. choice numbers
-- them, as a number is grouped faster than a word.
create or replace macro item_facet() as table
    with named as (
        select item_id, 'topic' as facet, topic as name, 1.0::double / count(*) over (partition by item_id) as weight
        from item_topic
        union all
        select item_id, 'format' as facet, lower(trim(format)) as name, 1.0::double as weight
        from item
        where trim(format) <> ''
    )
    select item_id, facet, dense_rank() over (order by facet, name)::integer as choice, weight
    from named;

-- How many topics, and formats, there are to choose from.
create or replace macro facet_size() as table
    select facet, count(distinct choice) as choices
    from item_facet()
    group by facet;

-- One row per person, period and topic or format: the weight of it among what the person chose in the twelve months before
-- the period's end, and how many of the chosen items have it.
create or replace macro chosen_facet(grain, since, until, as_of) as table
    with period as (
        select period_no, starts_on, ends_on
        from passed_period(grain, since, until, as_of)
    ),
    -- The twelve months before a period's end are whole periods.
    looked_at as (
        select period_no, unnest(range(period_no - 12 // period_months(grain) + 1, period_no + 1)) as begun_no
        from period
    ),
    facet as materialized (
        select * from item_facet()
    ),
    taken as (
        select
            p.period_no,
            s.person_id,
            f.choice,
            round(sum(f.weight), 9) as weight,
            count(*) as items,
        from looked_at as p
        join chosen_sequence as s on period_number(grain, month_number(s.begun_on)) = p.begun_no
        join facet as f on f.item_id = s.item_id
        group by all
    )
    select t.period_no, p.starts_on, p.ends_on, t.person_id, c.facet, t.choice, t.weight, t.items
    from taken as t
    join period as p on p.period_no = t.period_no
    join (select distinct choice, facet from facet) as c on c.choice = t.choice;

-- The chance that five items, drawn from `n` of which `having` have a topic, include it (Hurlbert 1971).
create or replace macro met_in_five(n, having_it) as
    1 - greatest(n - having_it, 0) * greatest(n - having_it - 1, 0) * greatest(n - having_it - 2, 0)
    * greatest(n - having_it - 3, 0) * greatest(n - having_it - 4, 0)
    / (n * (n - 1) * (n - 2) * (n - 3) * (n - 4))::double;

-- One row per person, period and facet of those with at least five chosen items (A6): entropy in bits, effective number, and
-- how many topics five of the items would be expected to show; with the post at the period's end. choices are the topics
-- (or formats) themselves, with the weight of each and the items that have it.
create or replace macro diverse_person(grain, since, until, as_of) as table
    with person_facet as (
        select
            person_id,
            period_no,
            any_value(starts_on) as day,
            any_value(ends_on) - 1 as last_on,
            facet,
            round(sum(weight))::double as n,
            sum(weight * log2(weight)) as spread,
            list({'choice': choice, 'weight': weight, 'items': items}) as choices,
        from chosen_facet(grain, since, until, as_of)
        group by all
        having n >= 5
    ),
    measured as (
        select
            * exclude (spread),
            greatest(round(log2(n) - spread / n, 12), 0) + 0 as entropy,
            round(list_sum(list_transform(choices, lambda c: met_in_five(n, c.items))), 12) as in_five,
        from person_facet
    )
    select *, pow(2, entropy) as effective,
    from placed_person('measured');

-- One row per person, period and facet of those with at least five chosen items, as diverse_person counts them: whom the
-- variety is about, without the variety.
create or replace macro varied_person(grain, as_of) as table
    with period as (
        select period_no, starts_on, ends_on
        from passed_period(grain, null::date, null::date, as_of)
    ),
    tagged as (
        select
            item_id,
            bool_or(facet = 'topic')::integer as has_topic,
            bool_or(facet = 'format')::integer as has_format,
        from item_facet()
        group by item_id
    ),
    begun as (
        select
            s.person_id,
            period_number(grain, month_number(s.begun_on)) as period_no,
            sum(t.has_topic) as topics,
            sum(t.has_format) as formats,
        from chosen_sequence as s
        join tagged as t on t.item_id = s.item_id
        group by all
    ),
    -- The twelve months before a period's end are whole periods.
    counted as (
        select
            b.person_id,
            p.period_no,
            any_value(p.starts_on) as day,
            any_value(p.ends_on) - 1 as last_on,
            sum(b.topics) as topics,
            sum(b.formats) as formats,
        from begun as b
        join period as p on p.period_no between b.period_no and b.period_no + 12 // period_months(grain) - 1
        group by all
    ),
    varied as (
        select 'topic' as facet, person_id, day, last_on from counted where topics >= 5
        union all
        select 'format' as facet, person_id, day, last_on from counted where formats >= 5
    )
    select * from placed_person('varied');
