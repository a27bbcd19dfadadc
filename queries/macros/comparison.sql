-- Comparing many. METRICS.md toolbox S9 and S11. What is drawn of S11 and S12 is worked out of what is told, in src/lib/findings.

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
