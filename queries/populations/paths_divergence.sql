-- How far what people choose lies from what is assigned to them. METRICS.md B6.

-- One row for each time that an item was given to a person, by day: what others enrolled the person in or what is required, and
-- assignments without an episode.
create or replace macro given_item(as_of) as table
    select person_id, item_id, anchored_on as day
    from episode
    where class in ('assigned_required', 'assigned_other') and is_standing(standing) and anchored_on <= as_of
    union all
    select person_id, item_id, assigned_on as day
    from assignment_item
    where not is_step and assigned_on <= as_of;

-- One row per person, step and day of an official path that was assigned by its code and valid that day.
create or replace macro assigned_step(as_of) as table
    select person_id, item_id, assigned_on as day
    from assignment_item
    where is_step and assigned_on <= as_of;

-- One row or more per person and item of the person's curriculum, by the day on which it became so: what was given, and all
-- steps of an official path, valid that day, that was assigned by its code or of which the person was given two steps or more.
create or replace macro assigned_item(as_of) as table
    with put_on as (
        select g.person_id, s.path_code, s.version, max(g.day) as day,
        from given_item(as_of) as g
        join official_step as s on s.item_id = g.item_id and s.valid_from <= g.day and s.valid_to > g.day
        group by all
        having count(distinct g.item_id) >= 2
    )
    select person_id, item_id, day
    from given_item(as_of)
    union all
    select o.person_id, s.item_id, o.day
    from put_on as o
    join official_step as s on s.path_code = o.path_code and s.version = o.version
    union all
    select person_id, item_id, day
    from assigned_step(as_of);

-- One row per person and period: the share that the items chosen in the twelve months before its end have in common with
-- those assigned in them (overlap, Jaccard), and the share of the chosen ones that nobody assigned (off_share). Only people
-- with items of both kinds; with the post at the period's end.
-- An item counts from the period of its day through twelve months. Instead of counting each in all of these periods, it is
-- added in the first and taken off after the last, and added up; an item assigned anew counts on from there.
create or replace macro diverged_person(grain, since, until, as_of) as table
    with period as (
        select period_no, starts_on, ends_on,
        from passed_period(grain, since, until, as_of)
    ),
    -- What is over before the first period, or begins after the last one, tells of none.
    reach as (
        select min(period_no) - 12 // period_months(grain) + 1 as first_no, max(period_no) as last_no
        from period
    ),
    chosen as (
        select
            s.person_id,
            s.item_id,
            period_number(grain, month_number(s.begun_on)) as from_no,
            from_no + 12 // period_months(grain) as to_no,
        from chosen_sequence as s
        join reach as r on period_number(grain, month_number(s.begun_on)) between r.first_no and r.last_no
    ),
    given as materialized (
        select a.person_id, a.item_id, period_number(grain, month_number(a.day)) as from_no
        from assigned_item(as_of) as a
        join reach as r on period_number(grain, month_number(a.day)) between r.first_no and r.last_no
    ),
    pair as materialized (
        select person_id, item_id, min(from_no) as from_no, max(from_no) as last_no
        from given
        group by all
    ),
    assigned_anew as (
        select distinct g.person_id, g.item_id, g.from_no
        from given as g
        semi join (select * from pair where last_no > from_no) as p on p.person_id = g.person_id and p.item_id = g.item_id
    ),
    assigned as materialized (
        select person_id, item_id, from_no, from_no + 12 // period_months(grain) as to_no
        from pair
        where last_no = from_no
        union all
        select
            person_id,
            item_id,
            from_no,
            least(
                from_no + 12 // period_months(grain),
                lead(from_no) over (partition by person_id, item_id order by from_no)
            ) as to_no,
        from assigned_anew
    ),
    shared as (
        select
            c.person_id,
            greatest(c.from_no, a.from_no) as from_no,
            least(c.to_no, a.to_no) as to_no,
        from chosen as c
        join assigned as a on a.person_id = c.person_id and a.item_id = c.item_id
        where a.from_no < c.to_no and c.from_no < a.to_no
    ),
    change as (
        select person_id, unnest([from_no, to_no]) as period_no, unnest([n, -n]) as chosen, 0 as assigned, 0 as shared,
        from (select person_id, from_no, to_no, count(*) as n from chosen group by all)
        union all
        select person_id, unnest([from_no, to_no]), 0, unnest([n, -n]), 0
        from (select person_id, from_no, to_no, count(*) as n from assigned group by all)
        union all
        select person_id, unnest([from_no, to_no]), 0, 0, unnest([1, -1])
        from shared
    ),
    net as (
        select
            person_id,
            greatest(period_no, (select min(period_no) from period)) as period_no,
            sum(chosen)::integer as chosen,
            sum(assigned)::integer as assigned,
            sum(shared)::integer as shared,
        from change
        where period_no <= (select max(period_no) from period)
        group by all
    ),
    counted as (
        select
            c.person_id,
            p.period_no,
            p.starts_on,
            p.ends_on,
            sum(n.chosen) over earlier as chosen,
            sum(n.assigned) over earlier as assigned,
            sum(n.shared) over earlier as shared,
        from (select distinct person_id from net) as c
        cross join period as p
        left join net as n on n.person_id = c.person_id and n.period_no = p.period_no
        window earlier as (partition by c.person_id order by p.period_no)
    ),
    divided as (
        select
            person_id,
            period_no,
            starts_on as day,
            ends_on - 1 as last_on,
            shared / (chosen + assigned - shared) as overlap,
            (chosen - shared) / chosen as off_share,
        from counted
        where chosen > 0 and assigned > 0
    )
    select * from placed_person('divided');

-- One row per person and period in which the person has items of both kinds, as diverged_person counts them: whom the
-- divergence is about, without the divergence.
create or replace macro divided_person(grain, as_of) as table
    with period as (
        select period_no, starts_on, ends_on,
        from passed_period(grain, null::date, null::date, as_of)
    ),
    seen as (
        select person_id, period_number(grain, month_number(begun_on)) as chosen_no, null as assigned_no
        from chosen_sequence
        union all
        select person_id, null, period_number(grain, month_number(day))
        from given_item(as_of)
        union all
        select person_id, null, period_number(grain, month_number(day))
        from assigned_step(as_of)
    ),
    -- The steps of a path that the person was given two of count from a day on which one of these was given.
    placed as (
        select
            person_id,
            greatest(coalesce(chosen_no, assigned_no), (select min(period_no) from period)) as period_no,
            max(chosen_no) as chosen_no,
            max(assigned_no) as assigned_no,
        from seen
        group by all
    ),
    latest as (
        select
            c.person_id,
            p.period_no,
            p.starts_on,
            p.ends_on,
            max(n.chosen_no) over earlier as chosen_no,
            max(n.assigned_no) over earlier as assigned_no,
        from (select distinct person_id from placed) as c
        cross join period as p
        left join placed as n on n.person_id = c.person_id and n.period_no = p.period_no
        window earlier as (partition by c.person_id order by p.period_no)
    ),
    divided as (
        select person_id, starts_on as day, ends_on - 1 as last_on,
        from latest
        where chosen_no > period_no - 12 // period_months(grain)
            and assigned_no > period_no - 12 // period_months(grain)
    )
    select * from placed_person('divided');
