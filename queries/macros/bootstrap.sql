-- The person bootstrap, METRICS.md toolbox S5: 1000 samples in which each person counts as often as a Poisson law of mean 1
-- says; the 2.5 % and 97.5 % points of what they give are the interval.
-- People have no name here: those of a cell are ordered by their numbers, and the place in that order chooses the draws of
-- bootstrap_sample. People with equal numbers are interchangeable, so the same data give the same interval in any order of
-- rows and files, and whoever stands behind the numbers.
-- Above 250 people no draws are needed: the points of the bootstrap's own law follow from its mean, variance and skewness
-- (Cornish and Fisher), which are sums, because every cumulant of a Poisson law of mean 1 is 1. What that leaves out
-- is of the order of 1 / persons; 1000 draws are off by more.

-- One row per cell: the interval of sum(x) / sum(y) over persons; none where all people are alike, because resampling them
-- shows no spread, which is not to say that there is none. Reads the columns cell, x, y, one row per person.
-- With y = 1 it is that of a mean. persons counts the rows.
create or replace macro bootstrap_ratio(source) as table
    with told as (
        select
            cell,
            count(*)::integer as persons,
            sum(x)::double as x,
            sum(y)::double as y,
            sum(x)::double / nullif(sum(y), 0)::double as ratio,
        from query_table(source)
        group by cell
    ),
    apart as (
        select t.cell, t.ratio, t.y as whole, s.x - t.ratio * s.y as d, s.y::double as y,
        from told as t
        join query_table(source) as s on s.cell is not distinct from t.cell
        where t.persons > 250
    ),
    cumulant as (
        select
            cell,
            any_value(ratio) as ratio,
            sum(d * d) / pow(any_value(whole), 2) as variance,
            sum(d * y) / pow(any_value(whole), 2) as covariance,
            sum(d * d * d) / pow(any_value(whole), 3) as third,
        from apart
        group by cell
    ),
    law as (
        select
            cell,
            ratio - covariance as middle,
            sqrt(variance) as deviation,
            coalesce((third - 6 * variance * covariance) / nullif(pow(variance, 1.5), 0), 0) as skewness,
        from cumulant
    ),
    placed as (
        select
            s.cell,
            list(s.x::double order by s.x, s.y) as x,
            list(s.y::double order by s.x, s.y) as y,
        from query_table(source) as s
        join told as t on t.cell is not distinct from s.cell
        where t.persons <= 250
        group by s.cell
    ),
    vector as (
        select
            cell,
            list_resize(x, 250, 0.0)::double[250] as x,
            list_resize(y, 250, 0.0)::double[250] as y,
        from placed
    ),
    resampled as (
        select
            v.cell,
            array_inner_product(v.x, s.weights) as x,
            array_inner_product(v.y, s.weights) as y,
        from vector as v
        cross join bootstrap_sample as s
    ),
    drawn as (
        select cell, quantile_cont(x / y, 0.025) as lo, quantile_cont(x / y, 0.975) as hi
        from resampled
        where y <> 0
        group by cell
    ),
    spread as (
        select
            t.cell,
            t.persons,
            round(coalesce(
                d.lo, l.middle - l.deviation * (z_95() - (z_95() * z_95() - 1) / 6 * l.skewness)
            ), 9) as lo,
            round(coalesce(
                d.hi, l.middle + l.deviation * (z_95() + (z_95() * z_95() - 1) / 6 * l.skewness)
            ), 9) as hi,
        from told as t
        left join drawn as d on d.cell is not distinct from t.cell
        left join law as l on l.cell is not distinct from t.cell
    )
    select cell, persons, case when lo < hi then lo end as lo, case when lo < hi then hi end as hi
    from spread;
