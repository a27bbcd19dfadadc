-- Comparing many. METRICS.md toolbox S9, S11, S12.

-- S9: the columns of the source and q, Benjamini and Hochberg's false discovery rate within each family. Reads family, p and
-- tested: how many were tested in the family, where that is more than the source has rows for (null: each has one).
create or replace macro benjamini_hochberg(source) as table
    select * exclude (as_small_, listed_), least(1.0, min(p * coalesce(tested, listed_) / as_small_) over (
        partition by family order by p desc rows unbounded preceding
    )) as q,
    from (
        select
            *,
            count(*) over (partition by family order by p) as as_small_,
            count(*) over (partition by family) as listed_,
        from query_table(source)
        where p is not null
    );

-- S11: the limits of a funnel around the overall share p for a group of the (effective) size n: 95 % or 99.8 %.
create or replace macro funnel_low(p, n, z := 1.959963984540054) as
    greatest(0.0, p - z * sqrt(p * (1 - p) / nullif(n, 0)));
create or replace macro funnel_high(p, n, z := 1.959963984540054) as
    least(1.0, p + z * sqrt(p * (1 - p) / nullif(n, 0)));
create or replace macro z_998() as 3.0902323061678132;

-- S11: the columns of the source and shrunk, the share x of n drawn towards that of the family as far as the groups do not
-- differ more than chance lets them: beta-binomial, its spread by moments (Kleinman 1973). Reads family, x, n.
create or replace macro shrunk_share(source) as table
    with whole as (
        select
            family,
            sum(x)::double / nullif(sum(n), 0) as p,
            sum(n)::double as total,
            sum(n::double * n) / nullif(sum(n), 0) as mean_size,
            count(*) - 1 as freedom,
            sum(n * pow(x / n, 2)) - pow(sum(x), 2) / nullif(sum(n), 0)::double as spread,
        from query_table(source)
        where n > 0
        group by family
    ),
    correlated as (
        select
            family, p,
            least(greatest(coalesce(
                (spread / nullif(p * (1 - p), 0) - freedom) / nullif(total - mean_size - freedom, 0), 0
            ), 0), 1) as correlation,
        from whole
    )
    select
        s.*,
        case
            when c.correlation = 0 then c.p
            else (s.x + (1 - c.correlation) / c.correlation * c.p) / (s.n + (1 - c.correlation) / c.correlation)
        end as shrunk,
        c.correlation,
    from query_table(source) as s
    join correlated as c on c.family is not distinct from s.family;

-- S12: Laney's p'-chart: the columns of the source with centre, limits at three sigma and is_signal (outside of them).
-- Reads family, place (the order in time), x and n; n may be an effective size.
create or replace macro laney_chart(source) as table
    with centred as (
        select *, sum(x) over (partition by family) / nullif(sum(n) over (partition by family), 0)::double as centre
        from query_table(source)
        where n > 0
    ),
    scored as (
        select *, (x / n - centre) / nullif(sqrt(centre * (1 - centre) / n), 0) as z_
        from centred
    ),
    moved as (
        select *, abs(z_ - lag(z_) over (partition by family order by place)) as range_
        from scored
    ),
    spread as (
        select *, avg(range_) over (partition by family) / 1.128 as sigma
        from moved
    )
    select
        * exclude (z_, range_),
        greatest(0.0, centre - 3 * sigma * sqrt(centre * (1 - centre) / n)) as limit_low,
        least(1.0, centre + 3 * sigma * sqrt(centre * (1 - centre) / n)) as limit_high,
        coalesce(abs(x / n - centre) > 3 * sigma * sqrt(centre * (1 - centre) / n) + 1e-9, false) as is_signal,
    from spread;

-- How many people of each class stand behind the lengths that are told as one (stratum -1), of a source of people by length and
-- of the lengths with their strata (A2).
create or replace macro joined_lengths(people, lengths) as table
    select
        b.period_no, b.key_1, b.key_2, b.key_3, v.variant,
        count(distinct b.person_id) filter (if(v.variant = 'broad', b.broad_n, b.strict_n) > 0) as v_persons,
        count(distinct b.person_id) filter (b.required_n > 0) as r_persons,
    from query_table(people) as b
    join query_table(lengths) as v
        on v.period_no = b.period_no and v.key_1 = b.key_1 and v.key_2 = b.key_2 and v.key_3 = b.key_3 and v.band = b.band
    where v.stratum = -1
    group by b.period_no, b.key_1, b.key_2, b.key_3, v.variant;
