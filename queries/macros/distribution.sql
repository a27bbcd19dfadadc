-- Distributions that DuckDB has no function for. Names of lambda parameters end in "_" so that no argument is caught by them.

-- Horner's rule; the coefficient of the highest power comes first.
create or replace macro polynomial(coefficients, x) as
    list_reduce(coefficients, lambda sum_, coefficient_: sum_ * x + coefficient_);

-- The normal curve's share beyond z, for z >= 0 (Hart 1968, algorithm 5666: 15 digits).
create or replace macro normal_beyond(z) as
    case
        when z > 37 then 0.0
        when z < 7.07106781186547
            then exp(-z * z / 2) * polynomial([
                0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383,
                112.079291497871, 221.213596169931, 220.206867912376
            ]::double[], z) / polynomial([
                0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461,
                296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752
            ]::double[], z)
        else exp(-z * z / 2) / 2.506628274631
            / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65)))))
    end;

-- The share of the normal curve below z.
create or replace macro normal_cdf(z) as
    if(z > 0, 1 - normal_beyond(z::double), normal_beyond(-z::double));

-- Two-sided p of a normal deviate.
create or replace macro normal_p(z) as 2 * normal_beyond(abs(z)::double);

-- The point of the normal curve below which the share p lies (Wichura 1988, AS 241), in its middle and in its tails.
create or replace macro normal_middle(q) as
    q * polynomial([
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
        13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608
    ]::double[], 0.180625 - q * q) / polynomial([
        5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0
    ]::double[], 0.180625 - q * q);

create or replace macro normal_tail(r) as
    if(
        r <= 5,
        polynomial([
            7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
            1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
            4.6303378461565452959, 1.42343711074968357734
        ]::double[], r - 1.6) / polynomial([
            1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
            0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
            2.05319162663775882187, 1.0
        ]::double[], r - 1.6),
        polynomial([
            2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
            0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
            5.4637849111641143699, 6.6579046435011037772
        ]::double[], r - 5) / polynomial([
            2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
            7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
            0.59983220655588793769, 1.0
        ]::double[], r - 5)
    );

create or replace macro normal_quantile(p) as
    case
        when p <= 0 or p >= 1 then null
        when abs(p - 0.5) <= 0.425 then normal_middle((p - 0.5)::double)
        else sign(p - 0.5) * normal_tail(sqrt(-ln(least(p, 1 - p)::double)))
    end;

-- The integral of cos^(df - 1) from 0 to theta, by 24 points of Gauss and Legendre.
create or replace macro cosine_area(theta, df) as
    theta * list_sum(list_transform(
        [
            {'at': 0.0024063900014893447, 'by': 0.006170614899994345},
            {'at': 0.012635722014345263, 'by': 0.01426569431446678},
            {'at': 0.0308627239986336, 'by': 0.022138719408709706},
            {'at': 0.056792236497799464, 'by': 0.02964929245771818},
            {'at': 0.08999900701304853, 'by': 0.03667324070554008},
            {'at': 0.12993790421072282, 'by': 0.0430950807659766},
            {'at': 0.17595317403151223, 'by': 0.04880932605205696},
            {'at': 0.22728926430558022, 'by': 0.05372213505798278},
            {'at': 0.28310324618697746, 'by': 0.05775283402686276},
            {'at': 0.3424786601519183, 'by': 0.06083523646390165},
            {'at': 0.40444056626319186, 'by': 0.06291872817341412},
            {'at': 0.4679715535686972, 'by': 0.06396909767337601},
            {'at': 0.5320284464313028, 'by': 0.06396909767337601},
            {'at': 0.5955594337368082, 'by': 0.06291872817341412},
            {'at': 0.6575213398480817, 'by': 0.06083523646390165},
            {'at': 0.7168967538130225, 'by': 0.05775283402686276},
            {'at': 0.7727107356944198, 'by': 0.05372213505798278},
            {'at': 0.8240468259684878, 'by': 0.04880932605205696},
            {'at': 0.8700620957892772, 'by': 0.0430950807659766},
            {'at': 0.9100009929869515, 'by': 0.03667324070554008},
            {'at': 0.9432077635022005, 'by': 0.02964929245771818},
            {'at': 0.9691372760013663, 'by': 0.022138719408709706},
            {'at': 0.9873642779856547, 'by': 0.01426569431446678},
            {'at': 0.9975936099985107, 'by': 0.006170614899994345}
        ],
        lambda node_: node_.by * pow(cos(theta * node_.at), df - 1)
    ));

-- The density of Student's t, and its share below t: with t = sqrt(df) tan(theta) the integrand is cos^(df - 1).
create or replace macro t_density(t, df) as
    exp(lgamma((df + 1) / 2.0) - lgamma(df / 2.0)) / sqrt(df * pi())
    * pow(1 + t * t / df, -(df + 1) / 2.0);

create or replace macro t_cdf(t, df) as
    0.5 + sign(t) * exp(lgamma((df + 1) / 2.0) - lgamma(df / 2.0)) / sqrt(pi())
    * cosine_area(least(atan(abs(t) / sqrt(df::double)), 9 / sqrt(df::double)), df::double);

-- The point of Student's t below which the share p lies, df >= 1 and not necessarily whole. Newton's steps from the
-- normal point come from below and never overshoot; beyond 1000 the expansion in 1 / df is exact to ten digits.
-- A list of one holds what is used often: a macro copies its arguments to every place that names them.
create or replace macro t_quantile(p, df) as
    list_transform(
        [{'share': p, 'wide': greatest(p, 1 - p), 'df': df}],
        lambda of_: case
            when of_.share is null or of_.df is null or of_.df < 1 or of_.share <= 0 or of_.share >= 1 then null
            else sign(of_.share - 0.5) * list_transform(
                [normal_quantile(of_.wide)],
                lambda z_: case
                    when of_.df > 1000
                        then z_
                            + (pow(z_, 3) + z_) / (4.0 * of_.df)
                            + (5 * pow(z_, 5) + 16 * pow(z_, 3) + 3 * z_) / (96.0 * of_.df * of_.df)
                            + (3 * pow(z_, 7) + 19 * pow(z_, 5) + 17 * pow(z_, 3) - 15 * z_)
                            / (384.0 * of_.df * of_.df * of_.df)
                    else list_reduce(
                        list_transform(range(20), lambda step_: z_),
                        lambda guess_, step_: guess_ - (t_cdf(guess_, of_.df) - of_.wide) / t_density(guess_, of_.df)
                    )
                end
            )[1]
        end
    )[1];

-- The chance of at least this many where `mean` are expected (Poisson's upper tail).
create or replace macro poisson_tail(number, mean) as
    case
        when number is null or mean is null then null
        when number <= 0 then 1.0
        when mean <= 0 then 0.0
        when number > mean
            then list_sum(list_transform(
                range(number::bigint, number::bigint + 50 + (10 * sqrt(mean))::bigint),
                lambda count_: exp(count_ * ln(greatest(mean, 1e-300)) - mean - lgamma(count_ + 1))
            ))
        else 1 - list_sum(list_transform(
            range(greatest(0, number::bigint - 50 - (10 * sqrt(mean))::bigint), number::bigint),
            lambda count_: exp(count_ * ln(greatest(mean, 1e-300)) - mean - lgamma(count_ + 1))
        ))
    end;
