-- Types of autonomy at the end of each whole quarter, METRICS.md E. They are worked out when asked for and kept nowhere: no
-- table of the warehouse says of which type a person is.

-- Who was employed on the last day of each quarter, with the unit of that day.
create or replace macro quarter_person(as_of) as table
    with quarter as (
        select period_no as quarter, ends_on,
        from passed_period('quarter', (select min(anchored_on) from episode), null::date, as_of)
    )
    select
        q.quarter,
        q.ends_on,
        q.ends_on - 1 as day,
        s.person_id,
        coalesce(any_value(u.org_unit_id), any_value(o.org_unit_id), 0)::smallint as org_unit_id,
        coalesce(any_value(u.job_family_id), 0)::smallint as job_family_id,
        coalesce(any_value(u.location_id), 0)::smallint as location_id,
        coalesce(any_value(u.grade_id), 0)::smallint as grade_id,
        any_value(u.job_code) as job_code,
    from quarter as q
    join person_spell as s on s.from_on < q.ends_on and s.to_on >= q.ends_on
    left join unit_spell as u
        on u.person_id = s.person_id and q.ends_on - 1 >= u.from_on and q.ends_on - 1 < u.to_on
    left join person as o on o.person_id = s.person_id
    group by q.quarter, q.ends_on, s.person_id;

-- The evidence of the days before each quarter's end: one row per person employed on its last day. exposure: days of
-- employment in that time which the files of learning tell of, so not those before the first or in a gap between two.
create or replace macro autonomy_evidence(as_of) as table
    with employed as materialized (
        select p.*, p.ends_on - r.window_days as since,
        from quarter_person(as_of) as p
        cross join autonomy_rule as r
    ),
    quarter as (
        select distinct quarter, since, ends_on from employed
    ),
    covered as (
        select q.quarter, greatest(q.since, c.from_on) as from_on, least(q.ends_on, c.to_on + 1) as to_on,
        from quarter as q
        join learning_cover as c on c.system_id = 0 and c.from_on < q.ends_on and c.to_on >= q.since
    ),
    exposed as (
        select q.quarter, s.person_id, sum(least(s.to_on, q.to_on) - greatest(s.from_on, q.from_on)) as exposure,
        from covered as q
        join person_spell as s on s.from_on < q.to_on and s.to_on > q.from_on
        group by all
    ),
    goal_role as (
        select distinct e.quarter, e.person_id, lower(trim(g.target_role)) as role
        from goal as g
        join identity_person as i on i.identity_id = g.identity_id
        join employed as e on e.person_id = i.person_id and g.set_on < e.ends_on
    ),
    post as (
        select e.quarter, e.person_id, e.job_code, lower(f.name) as family
        from employed as e
        left join job_family as f on f.job_family_id = nullif(e.job_family_id, 0)
    ),
    window_day as materialized (
        select
            quarter,
            unnest(generate_series(since, ends_on - 1, interval 1 day))::date as day,
        from quarter
    ),
    stretch as materialized (
        select *, dense_rank() over (order by quarters) as stretch_no
        from (select day, list(quarter order by quarter) as quarters from window_day group by day)
    ),
    stretch_quarter as (
        select distinct stretch_no, unnest(quarters) as quarter
        from stretch
    ),
    -- Days of the same quarters' windows are counted together before they are counted for each of these quarters.
    counted_by_stretch as (
        select
            e.person_id,
            d.stretch_no,
            count(*) filter (e.class = 'self_initiated' and e.is_meaningful) as s,
            count(*) filter (e.class = 'prompted') as p,
            count(*) filter (e.class in ('assigned_required', 'assigned_other')) as a,
            count(*) filter (
                is_voluntary_evidence(e.class, e.is_meaningful) and e.item_id in (select item_id from item_credential)
            ) as c,
        from episode as e
        join stretch as d on d.day = e.anchored_on
        where is_standing(e.standing) and e.anchored_on <= as_of and e.class <> 'unknown'
        group by all
    ),
    counted as (
        select
            q.quarter, c.person_id,
            sum(c.s) as s, sum(c.p) as p, sum(c.a) as a, sum(c.c) as c,
        from counted_by_stretch as c
        join stretch_quarter as q on q.stretch_no = c.stretch_no
        group by all
    ),
    voluntary as (
        select d.quarter, e.person_id, e.item_id, e.batch_id, e.line,
        from episode as e
        join window_day as d on d.day = e.anchored_on
        where is_standing(e.standing) and e.anchored_on <= as_of and is_voluntary_evidence(e.class, e.is_meaningful)
            and e.item_id in (select item_id from item_role)
    ),
    item_tag as (
        select
            item_id,
            role,
            dense_rank() over (order by role)::integer as role_no,
            count(*) over (partition by item_id) as roles,
        from item_role
    ),
    -- Roles of one's own are the job, its family and those of goals.
    tagged as materialized (
        select
            v.quarter, v.person_id, v.item_id, v.batch_id, v.line, t.role_no, t.roles,
            coalesce(t.role in (p.job_code, p.family), false) or g.role is not null as is_own,
        from voluntary as v
        join item_tag as t on t.item_id = v.item_id
        join post as p on p.quarter = v.quarter and p.person_id = v.person_id
        left join goal_role as g on g.quarter = v.quarter and g.person_id = v.person_id and g.role = t.role
    ),
    taken as (
        select quarter, person_id, role_no, item_id, count(*) filter (is_own and roles = 1) as alone
        from tagged
        group by all
    ),
    aimed as (
        select quarter, person_id, max(items) as r, sum(alone) as m
        from (
            select quarter, person_id, role_no, count(*) as items, sum(alone) as alone
            from taken
            group by all
        )
        group by all
    ),
    -- An item of several roles counts once.
    aligned as (
        select quarter, person_id, count(distinct (batch_id, line)) as m
        from tagged
        where is_own and roles > 1
        group by all
    ),
    prompted as (
        select q.quarter, h.person_id, count(*) as q,
        from window_day as q
        join prompt_shown as h on h.shown_on = q.day
        where h.shown_on <= as_of and h.is_covered and not h.is_held_out
        group by all
    )
    select
        e.quarter,
        e.day,
        e.person_id,
        e.org_unit_id,
        e.job_family_id,
        e.location_id,
        e.grade_id,
        coalesce(x.exposure, 0)::integer as exposure,
        coalesce(c.s, 0)::integer as s,
        coalesce(c.p, 0)::integer as p,
        coalesce(c.a, 0)::integer as a,
        coalesce(n.q, 0)::integer as q,
        (coalesce(d.m, 0) + coalesce(l.m, 0))::integer as m,
        coalesce(c.c, 0)::integer as c,
        coalesce(d.r, 0)::integer as r,
    from employed as e
    left join exposed as x on x.quarter = e.quarter and x.person_id = e.person_id
    left join counted as c on c.quarter = e.quarter and c.person_id = e.person_id
    left join prompted as n on n.quarter = e.quarter and n.person_id = e.person_id
    left join aligned as l on l.quarter = e.quarter and l.person_id = e.person_id
    left join aimed as d on d.quarter = e.quarter and d.person_id = e.person_id;

-- One row per person and quarter: the type by the rules alone, with thresholds moved by one, and the type that stands. A
-- person keeps the type of the quarter before as long as one event separates the two. People with the same evidence are
-- judged once.
create or replace macro autonomy_person(as_of) as table
    with recursive evidence as materialized (
        select e.*, e.exposure >= rule.exposure_days as is_exposed, a + q > 0 as is_given
        from autonomy_evidence(as_of) as e
        cross join autonomy_rule as rule
    ),
    example as materialized (
        select row_number() over ()::integer as kind, *
        from (
            select is_exposed, is_given, s, p, m, c, r, min(exposure) as exposure, min(a + q) as a, 0 as q
            from evidence
            group by is_exposed, is_given, s, p, m, c, r
        )
    ),
    known as materialized (
        select e.* exclude (is_exposed, is_given), k.kind
        from evidence as e
        join example as k
            on k.is_exposed = e.is_exposed and k.is_given = e.is_given and k.s = e.s and k.p = e.p and k.m = e.m
            and k.c = e.c and k.r = e.r
    ),
    judged as materialized (
        select
            e.kind,
            autonomy_type(rule, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c, e.r) as by_rule,
            autonomy_type(rule, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c, e.r, shift := -1) as by_less,
            autonomy_type(rule, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c, e.r, shift := 1) as by_more,
            s + p < rule.confident_items as is_unsure,
            autonomy_types_nearby(rule, exposure, s, p, a, q, m, c, e.r) as nearby,
        from example as e
        cross join autonomy_rule as rule
    ),
    -- What follows on the type of the quarter before.
    follows as materialized (
        select
            j.kind,
            b.type as before,
            case
                when 'not_classifiable' in (j.by_rule, b.type) then j.by_rule
                when list_contains(j.nearby, b.type) then b.type
                else j.by_rule
            end as type,
        from judged as j
        cross join (select distinct by_rule as type from judged) as b
    ),
    place as materialized (
        select quarter, person_id, kind from known
    ),
    standing as (
        select n.quarter, n.person_id, j.by_rule as type
        from place as n
        join judged as j on j.kind = n.kind
        anti join place as b on b.person_id = n.person_id and b.quarter = n.quarter - 1
        union all
        select n.quarter, n.person_id, f.type
        from standing as b
        join place as n on n.person_id = b.person_id and n.quarter = b.quarter + 1
        join follows as f on f.kind = n.kind and f.before = b.type
    )
    select k.* exclude (kind), j.by_rule, j.by_less, j.by_more, j.is_unsure, t.type
    from known as k
    join judged as j on j.kind = k.kind
    join standing as t on t.person_id = k.person_id and t.quarter = k.quarter;

-- One row per person and pair of quarters, one or two apart, of which the later ends in the period: the states at the end of
-- both, which are the types, not classifiable, joined and left (E2).
create or replace macro type_step(as_of, since, until) as table
    with typed as materialized (
        select quarter, person_id, type
        from autonomy_person(least(as_of, until - 1))
    ),
    pair as (
        select quarter, quarters
        from (select distinct quarter from typed) as q
        cross join (select unnest([1, 2]) as quarters) as apart
        where quarter - quarters in (select quarter from typed)
            and is_within(period_start('quarter', quarter + 1) - 1, since, until)
    )
    select p.quarter, p.quarters, t.person_id, t.type as before, coalesce(n.type, 'left') as after
    from pair as p
    join typed as t on t.quarter = p.quarter - p.quarters
    left join typed as n on n.quarter = p.quarter and n.person_id = t.person_id
    union all
    select p.quarter, p.quarters, n.person_id, 'joined' as before, n.type as after
    from pair as p
    join typed as n on n.quarter = p.quarter
    anti join typed as t on t.person_id = n.person_id and t.quarter = p.quarter - p.quarters;

-- How many people each first state has, and whether the changes of type may tell it. How many there are in a quarter is told by
-- the types (E): a first state of few takes the next smallest with it. Reads quarter, quarters, before, people of a source.
create or replace macro told_beginning(source) as table
    with beginning as (
        select quarter, quarters, before, sum(people) as total,
        from query_table(source)
        group by all
    ),
    ranked as (
        select
            *,
            min(total) over (partition by quarter, quarters) as smallest,
            row_number() over smaller as place,
            sum(total) over smaller - total as below,
        from beginning
        window smaller as (partition by quarter, quarters order by total, before rows unbounded preceding)
    )
    select quarter, quarters, before, total, smallest >= 5 or (place > 2 and below >= 5) as is_told,
    from ranked;
