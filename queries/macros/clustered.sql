-- One row per cell of a share of cases that several of one person can be among (S1c): x of n with the interval.
-- Reads period_no, key_1, key_2, key_3, variant, measure, x and n, one row per person with n of one or more.
create or replace macro share_of_people(source) as table
    with told as (
        select
            period_no, key_1, key_2, key_3, variant, measure,
            sum(x)::double as x,
            sum(n)::double as n,
            count(*)::integer as persons,
            (sum(x) / sum(n))::double as value,
            clustered_size(sum(x), sum(n), count(*), sum(x * x), sum(x * n), sum(n * n)) as n_eff,
        from query_table(source)
        group by period_no, key_1, key_2, key_3, variant, measure
    )
    select
        * exclude (n_eff),
        wilson_low(value, n_eff) as lo,
        wilson_high(value, n_eff) as hi,
    from told;

-- The same of one or more rows per person, with person_id.
create or replace macro clustered_share(source) as table
    with person as (
        select
            period_no, key_1, key_2, key_3, variant, measure, person_id,
            sum(x) as x,
            sum(n) as n,
        from query_table(source)
        group by period_no, key_1, key_2, key_3, variant, measure, person_id
        having sum(n) > 0
    )
    select * from share_of_people('person');
