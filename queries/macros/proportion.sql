-- Intervals of proportions. METRICS.md toolbox S1, S1c, S2, S10; z is the 97.5 % point of the normal curve.
create or replace macro z_95() as 1.959963984540054;

-- S1: lower end of Wilson's interval for the share p of n.
create or replace macro wilson_low(p, n) as
    case
        when p is null or n is null or n <= 0 then null
        else greatest(
            0.0,
            (p + z_95() * z_95() / (2 * n)
                - z_95() * sqrt(p * (1 - p) / n + z_95() * z_95() / (4 * n * n)))
            / (1 + z_95() * z_95() / n)
        )
    end;

-- S1: upper end of Wilson's interval for the share p of n.
create or replace macro wilson_high(p, n) as
    case
        when p is null or n is null or n <= 0 then null
        else least(
            1.0,
            (p + z_95() * z_95() / (2 * n)
                + z_95() * sqrt(p * (1 - p) / n + z_95() * z_95() / (4 * n * n)))
            / (1 + z_95() * z_95() / n)
        )
    end;

-- The places of the order statistics between which the median of n values lies with 95 %, Wilson's limits of one half: what
-- the bootstrap of a median comes to without any draw (Efron 1979). For list(value order by value).
create or replace macro median_low_place(n) as
    greatest(1, ceil(n * wilson_low(0.5, n::double)))::integer;
create or replace macro median_high_place(n) as
    least(n, ceil(n * wilson_high(0.5, n::double)))::integer;

-- Effective size of n units whose share is p and has the variance v, over m persons.
create or replace macro effective_size(p, n, m, v) as
    case
        when p is null or n is null or n <= 0 then null
        when m < 2 or p <= 0 or p >= 1 then m::double
        when v <= 0 then n::double
        else least(n::double, n / (n - 1) * p * (1 - p) / v)
    end;

-- S1c: effective size from sums over persons; x and n are a person's successes and units.
create or replace macro clustered_size(sum_x, sum_n, persons, sum_xx, sum_xn, sum_nn) as
    effective_size(
        sum_x::double / sum_n,
        sum_n::double,
        persons::double,
        persons::double / (persons - 1)
        * (sum_xx::double - 2 * (sum_x::double / sum_n) * sum_xn::double
            + pow(sum_x::double / sum_n, 2) * sum_nn::double)
        / pow(sum_n::double, 2)
    );

-- S2: lower end of Newcombe's interval for p1 - p2, from the two Wilson intervals; with a correlation where some people are on
-- both sides (Newcombe 1998, paired data).
create or replace macro newcombe_low(p1, low1, high1, p2, low2, high2, correlation := 0) as
    p1 - p2 - sqrt(greatest(
        pow(p1 - low1, 2) - 2 * correlation * (p1 - low1) * (high2 - p2) + pow(high2 - p2, 2), 0
    ));

-- S2: upper end of Newcombe's interval for p1 - p2.
create or replace macro newcombe_high(p1, low1, high1, p2, low2, high2, correlation := 0) as
    p1 - p2 + sqrt(greatest(
        pow(high1 - p1, 2) - 2 * correlation * (high1 - p1) * (p2 - low2) + pow(p2 - low2, 2), 0
    ));

-- S2: how far two answers of the same people go together, from how many gave which two: favourable both times, only now, only
-- before, never. Newcombe 1998, method 10, with its correction for few people; 0 where all gave the same at one time.
create or replace macro paired_correlation(always, gained, lost, never) as
    coalesce(
        case
            when always * never > gained * lost
                then greatest(always * never - gained * lost - (always + gained + lost + never) / 2, 0)
            else always * never - gained * lost
        end
        / nullif(sqrt(
            (always + gained)::double * (lost + never) * (always + lost) * (gained + never)
        ), 0),
        0
    );

-- S2 with S1c: how far two shares of cases go together in the people who have cases of both, an aggregate over persons: x of n
-- cases of either kind, p the share of all. What a person has more than its share on one side is held against the other, with
-- Newcombe's correction for few people (method 10), which this is where everybody has one case of each; 0 where nobody has both.
create or replace macro clustered_correlation(x_1, n_1, p_1, x_0, n_0, p_0) as
    coalesce(
        (
            sum((x_1 - p_1 * n_1) * (x_0 - p_0 * n_0))
            - greatest(least(
                avg(n_1) filter (n_1 > 0 and n_0 > 0) * avg(n_0) filter (n_1 > 0 and n_0 > 0) / 2,
                sum((x_1 - p_1 * n_1) * (x_0 - p_0 * n_0))
            ), 0)
        )
        / nullif(sqrt(sum(pow(x_1 - p_1 * n_1, 2)) * sum(pow(x_0 - p_0 * n_0, 2))), 0),
        0
    );

-- D2: McNemar's test of whether as many people changed to one side as to the other: the exact probability, twice the smaller
-- tail of a fair coin, from how many changed to which side.
create or replace macro mcnemar_probability(gained, lost) as
    case
        when gained + lost = 0 then 1.0
        else least(1.0, 2 * list_sum(list_transform(
            range(0, least(gained, lost)::bigint + 1),
            lambda i: exp(
                lgamma(gained + lost + 1) - lgamma(i + 1) - lgamma(gained + lost - i + 1) - (gained + lost) * ln(2)
            )
        )))
    end;

-- S10: the share if none of the unknown successes and all unknown failures belonged to the class.
create or replace macro bound_low(x, n, unknown_x, unknown_n) as
    x::double / nullif(n + unknown_n - unknown_x, 0);

-- The people of unknown class behind a pair of bounds, with the bounds that hold whatever each of them did.
create or replace macro unknown_part(persons, lo, hi) as
    {
        'persons': persons::integer,
        'lo': lo::double,
        'hi': hi::double,
        'sums': null::struct(total double, top double, two double)[]
    };

-- S10: the share if all of the unknown successes and no unknown failure belonged to the class.
create or replace macro bound_high(x, n, unknown_x, unknown_n) as
    (x + unknown_x)::double / nullif(n + unknown_x, 0);
