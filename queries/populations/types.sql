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
    from quarter as q
    join person_spell as s on s.from_on < q.ends_on and s.to_on >= q.ends_on
    left join unit_spell as u
        on u.person_id = s.person_id and q.ends_on - 1 >= u.from_on and q.ends_on - 1 < u.to_on
    left join person as o on o.person_id = s.person_id
    group by q.quarter, q.ends_on, s.person_id;

-- The evidence of the days before each quarter's end: one row per person employed on its last day. exposure: days of
-- employment in that time which the learning data cover.
create or replace macro autonomy_evidence(as_of) as table
    with rule as (
        select
            window_days,
            least(
                (select min(anchored_on) from episode), (select min(data_from) from learning_system)
            ) as learning_from,
        from autonomy_rule
    ),
    employed as materialized (
        select
            p.*,
            p.ends_on - r.window_days as since,
            greatest(p.ends_on - r.window_days, r.learning_from) as covered_from,
        from quarter_person(as_of) as p
        cross join rule as r
    ),
    quarter as (
        select distinct quarter, since, covered_from, ends_on from employed
    ),
    exposed as (
        select q.quarter, s.person_id, sum(least(s.to_on, q.ends_on) - greatest(s.from_on, q.covered_from)) as exposure,
        from quarter as q
        join person_spell as s on s.from_on < q.ends_on and s.to_on > q.covered_from
        group by all
    ),
    aim as (
        select e.quarter, e.person_id, u.job_code as role,
        from employed as e
        join unit_spell as u on u.person_id = e.person_id and e.day >= u.from_on and e.day < u.to_on
        union
        select e.quarter, e.person_id, lower(f.name) as role,
        from employed as e
        join unit_spell as u on u.person_id = e.person_id and e.day >= u.from_on and e.day < u.to_on
        join job_family as f on f.job_family_id = u.job_family_id
        where u.job_family_id > 0
        union
        select e.quarter, e.person_id, lower(trim(g.target_role)) as role,
        from employed as e
        join identity_person as i on i.person_id = e.person_id
        join goal as g on g.identity_id = i.identity_id and g.set_on < e.ends_on
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
        where e.standing <> 'waived' and e.anchored_on <= as_of and e.class <> 'unknown'
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
        where e.standing <> 'waived' and e.anchored_on <= as_of and is_voluntary_evidence(e.class, e.is_meaningful)
            and e.item_id in (select item_id from item_role)
    ),
    tagged as (
        select v.quarter, v.person_id, v.item_id, v.batch_id, v.line, r.role, m.role is not null as is_own,
        from voluntary as v
        join item_role as r on r.item_id = v.item_id
        left join aim as m on m.quarter = v.quarter and m.person_id = v.person_id and m.role = r.role
    ),
    aligned as (
        select quarter, person_id, count(distinct (batch_id, line)) filter (is_own) as m,
        from tagged
        group by all
    ),
    aimed as (
        select quarter, person_id, max(items) as r,
        from (
            select quarter, person_id, role, count(distinct item_id) as items
            from tagged
            group by all
        )
        group by all
    ),
    prompted as (
        select q.quarter, h.person_id, count(*) as q,
        from window_day as q
        join prompt_shown as h on h.shown_on = q.day
        where h.shown_on <= as_of
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
        coalesce(l.m, 0)::integer as m,
        coalesce(c.c, 0)::integer as c,
        coalesce(d.r, 0)::integer as r,
    from employed as e
    left join exposed as x on x.quarter = e.quarter and x.person_id = e.person_id
    left join counted as c on c.quarter = e.quarter and c.person_id = e.person_id
    left join prompted as n on n.quarter = e.quarter and n.person_id = e.person_id
    left join aligned as l on l.quarter = e.quarter and l.person_id = e.person_id
    left join aimed as d on d.quarter = e.quarter and d.person_id = e.person_id;

-- One row per person and quarter: the type by the rules alone, with thresholds moved by one, and the type that stands. A
-- person keeps the type of the quarter before as long as one event separates the two.
create or replace macro autonomy_person(as_of) as table
    with recursive judged as materialized (
        select
            e.*,
            autonomy_type(thresholds, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c, e.r) as by_rule,
            autonomy_type(thresholds, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c, e.r, shift := -1) as by_less,
            autonomy_type(thresholds, exposure, s, p, a, q, coalesce(m / nullif(s + p, 0), 0), c, e.r, shift := 1) as by_more,
            s + p < thresholds.confident_items as is_unsure,
            thresholds,
        from autonomy_evidence(as_of) as e
        cross join autonomy_rule as thresholds
    ),
    standing as (
        select quarter, person_id, by_rule as type,
        from judged as j
        where not exists (
            select 1 from judged as b where b.person_id = j.person_id and b.quarter = j.quarter - 1
        )
        union all
        select
            j.quarter,
            j.person_id,
            case
                when j.by_rule = b.type or j.by_rule = 'not_classifiable' or b.type = 'not_classifiable' then j.by_rule
                when list_contains(
                    autonomy_types_nearby(thresholds, j.exposure, j.s, j.p, j.a, j.q, j.m, j.c, j.r), b.type
                ) then b.type
                else j.by_rule
            end as type,
        from standing as b
        join judged as j on j.person_id = b.person_id and j.quarter = b.quarter + 1
    )
    select j.* exclude (thresholds), t.type
    from judged as j
    join standing as t on t.person_id = j.person_id and t.quarter = j.quarter;
