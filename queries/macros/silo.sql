-- Newman's assortativity of a table of counts, METRICS.md B7: (Σ e_ii − Σ a_i b_i) / (1 − Σ a_i b_i). Reads cell, from_group,
-- to_group, person_id, n; one row per cell and person with x, y (sum(x) / sum(y) is the index, and x its person's part of it to
-- the first order, so that bootstrap_ratio gives its interval), outside_x (Σ outside_x / Σ y is the share off the diagonal)
-- and the shares that the margins alone predict on the diagonal.
create or replace macro assortativity(source) as table
    with counted as (
        select *, sum(n) over (partition by cell) as total,
        from query_table(source)
    ),
    shared as (
        select
            *,
            sum(n) over (partition by cell, from_group) / total as from_share,
            sum(n) over (partition by cell, to_group) / total as to_share,
        from counted
    ),
    group_share as (
        select cell, from_group as member, any_value(from_share) as from_share, 0.0 as to_share,
        from shared
        group by all
        union all
        select cell, to_group as member, 0.0 as from_share, any_value(to_share) as to_share,
        from shared
        group by all
    ),
    margin as (
        select cell, member, sum(from_share) as from_share, sum(to_share) as to_share,
        from group_share
        group by all
    ),
    whole as (
        select c.cell, c.inside, m.by_chance, (c.inside - m.by_chance) / nullif(1 - m.by_chance, 0) as r,
        from (
            select cell, coalesce(sum(n) filter (from_group = to_group), 0) / sum(n) as inside,
            from query_table(source)
            group by cell
        ) as c
        join (
            select cell, sum(from_share * to_share) as by_chance,
            from margin
            group by cell
        ) as m on m.cell = c.cell
    )
    select
        s.cell,
        s.person_id,
        sum(s.n * (
            w.r + ((s.from_group = s.to_group)::integer - w.inside) / (1 - w.by_chance)
            - (1 - w.inside) / pow(1 - w.by_chance, 2) * (f.to_share + t.from_share - 2 * w.by_chance)
        )) as x,
        coalesce(sum(s.n) filter (s.from_group <> s.to_group), 0) as outside_x,
        sum(s.n) as y,
        any_value(w.by_chance) as by_chance,
    from query_table(source) as s
    join whole as w on w.cell = s.cell
    join margin as f on f.cell = s.cell and f.member = s.from_group
    join margin as t on t.cell = s.cell and t.member = s.to_group
    group by s.cell, s.person_id;

-- One pass of METRICS.md §I rule 3 over the lines of a table of counts: rows, columns, or the diagonal and what lies off it.
-- Where a line has hidden cells, at least two are, one of them of five people or more; else its smallest visible cell is
-- hidden too. Reads cell, from_group, to_group, persons, is_hidden, and passes all columns on.
create or replace macro veiled_line(source, line) as table
    with lined as (
        select
            *,
            case line
                when 'row' then from_group
                when 'column' then to_group
                else (from_group = to_group)::varchar
            end as line_key,
        from query_table(source)
    ),
    judged as (
        select
            *,
            sum(is_hidden::integer) over line_cells as hidden_cells,
            max(if(is_hidden, persons, 0)) over line_cells as hidden_persons,
            row_number() over (
                partition by cell, line_key order by is_hidden, persons, from_group, to_group
            ) as place,
        from lined
        window line_cells as (partition by cell, line_key)
    )
    select
        * exclude (line_key, hidden_cells, hidden_persons, place, is_hidden),
        is_hidden
        or (place = 1 and hidden_cells > 0 and (hidden_cells < 2 or hidden_persons < 5)) as is_hidden,
    from judged;
