-- What statistics look up instead of drawing it anew: nothing here depends on the data.

-- The seeded draws of the person bootstrap (METRICS.md S5): one row per sample, with the weights that a Poisson law of mean 1
-- gives to each of 250 places. The numbers behind them are counters, mixed by the finaliser of MurmurHash3 (32 bits) and
-- not by DuckDB's own hash or generator, so that an upgrade of DuckDB changes no interval.
create table bootstrap_sample (sample integer, weights double[250]);

insert into bootstrap_sample
with counter as (
    select
        sample::integer as sample,
        list_transform(range(250), lambda place: (sample * 250 + place + 1)::ubigint) as numbers,
    from range(1000) as s (sample)
),
once as (
    select
        sample,
        list_transform(
            numbers,
            lambda number: xor(number, number >> 16) * 2246822507::ubigint % 4294967296
        ) as numbers,
    from counter
),
twice as (
    select
        sample,
        list_transform(
            numbers,
            lambda number: xor(number, number >> 13) * 3266489909::ubigint % 4294967296
        ) as numbers,
    from once
),
draw as (
    select
        sample,
        list_transform(numbers, lambda number: xor(number, number >> 16) / 4294967296.0) as draws,
    from twice
)
select
    sample,
    list_transform(
        draws,
        lambda u: (case
            when u < 0.36787944117144233 then 0
            when u < 0.7357588823428847 then 1
            when u < 0.9196986029286058 then 2
            when u < 0.9810118431238462 then 3
            when u < 0.9963401531726563 then 4
            when u < 0.9994058151824183 then 5
            when u < 0.999916758850712 then 6
            when u < 0.9999897508033253 then 7
            when u < 0.999998874797402 then 8
            else 9
        end)::double
    )::double[250]
from draw
order by sample;
