-- Rates and ratios. METRICS.md toolbox S6 and S7. Macros named "pooled_…" are aggregates over strata: a of n_1 on one
-- side, c of n_0 on the other; strata without people on one side add nothing.

-- S7: the interval of a rate of `events` in `exposure`; without events, from 0 to the 97.5 % limit of none.
create or replace macro rate_low(events, exposure) as
    case
        when exposure <= 0 then null
        when events = 0 then 0.0
        else events / exposure * exp(-z_95() / sqrt(greatest(events, 1)))
    end;

create or replace macro rate_high(events, exposure) as
    case
        when exposure <= 0 then null
        when events = 0 then 3.688879454113936 / exposure
        else events / exposure * exp(z_95() / sqrt(greatest(events, 1)))
    end;

-- S7: the ratio of two rates and its interval at the normal point z; null where either side has no events.
create or replace macro rate_ratio(events_1, exposure_1, events_0, exposure_0) as
    (events_1::double / nullif(exposure_1, 0)) / nullif(events_0::double / nullif(exposure_0, 0), 0);

create or replace macro rate_ratio_low(events_1, exposure_1, events_0, exposure_0, z := 1.959963984540054) as
    rate_ratio(nullif(events_1, 0), exposure_1, events_0, exposure_0)
    * exp(-z * sqrt(1.0 / nullif(events_1, 0) + 1.0 / nullif(events_0, 0)));

create or replace macro rate_ratio_high(events_1, exposure_1, events_0, exposure_0, z := 1.959963984540054) as
    rate_ratio(nullif(events_1, 0), exposure_1, events_0, exposure_0)
    * exp(z * sqrt(1.0 / nullif(events_1, 0) + 1.0 / nullif(events_0, 0)));

-- S6: Mantel and Haenszel's risk ratio, and the standard error of its logarithm (Greenland and Robins 1985).
create or replace macro pooled_risk_ratio(a, n_1, c, n_0) as
    sum(a * n_0::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0)
    / nullif(sum(c * n_1::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0), 0);

create or replace macro pooled_risk_error(a, n_1, c, n_0) as
    sqrt(
        sum(((a + c) * n_1::double * n_0 - a * c::double * (n_1 + n_0)) / pow(n_1 + n_0, 2))
            filter (n_1 > 0 and n_0 > 0)
        / nullif(
            sum(a * n_0::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0)
            * sum(c * n_1::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0), 0
        )
    );

-- The same for rates: a events in the exposure t_1, c in t_0 (Greenland and Robins 1985).
create or replace macro pooled_rate_ratio(a, t_1, c, t_0) as
    sum(a * t_0::double / (t_1 + t_0)) filter (t_1 > 0 and t_0 > 0)
    / nullif(sum(c * t_1::double / (t_1 + t_0)) filter (t_1 > 0 and t_0 > 0), 0);

create or replace macro pooled_rate_error(a, t_1, c, t_0) as
    sqrt(
        sum((a + c) * t_1::double * t_0 / pow(t_1 + t_0, 2)) filter (t_1 > 0 and t_0 > 0)
        / nullif(
            sum(a * t_0::double / (t_1 + t_0)) filter (t_1 > 0 and t_0 > 0)
            * sum(c * t_1::double / (t_1 + t_0)) filter (t_1 > 0 and t_0 > 0), 0
        )
    );

-- Mantel and Haenszel's odds ratio of a of n_1 and c of n_0, and the standard error of its logarithm
-- (Robins, Breslow and Greenland 1986; holds for many small strata such as matched sets).
create or replace macro pooled_odds_ratio(a, n_1, c, n_0) as
    sum(a * (n_0 - c)::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0)
    / nullif(sum((n_1 - a) * c::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0), 0);

create or replace macro pooled_odds_error(a, n_1, c, n_0) as
    sqrt(
        sum((a + n_0 - c) * a * (n_0 - c)::double / pow(n_1 + n_0, 2)) filter (n_1 > 0 and n_0 > 0)
        / nullif(2 * pow(sum(a * (n_0 - c)::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0), 2), 0)
        + sum(
            ((a + n_0 - c) * (n_1 - a) * c::double + (n_1 - a + c) * a * (n_0 - c)::double)
            / pow(n_1 + n_0, 2)
        ) filter (n_1 > 0 and n_0 > 0)
        / nullif(
            2 * sum(a * (n_0 - c)::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0)
            * sum((n_1 - a) * c::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0), 0
        )
        + sum((n_1 - a + c) * (n_1 - a) * c::double / pow(n_1 + n_0, 2)) filter (n_1 > 0 and n_0 > 0)
        / nullif(2 * pow(sum((n_1 - a) * c::double / (n_1 + n_0)) filter (n_1 > 0 and n_0 > 0), 2), 0)
    );

-- One person can stand in several strata (at several landmarks, in several sets), which the errors above do not know. Such a
-- ratio is one of two sums of p · q / n over strata: what one row, with its own p, q and n, changes of its stratum's part when
-- it counts a little more (the infinitesimal jackknife).
create or replace macro pooled_pull(p, p_all, q, q_all, n, n_all) as
    (p * q_all + p_all * q) / n_all::double - p_all * q_all * n / pow(n_all, 2);

-- By how much the error grows then, an aggregate over persons: pull is what all rows of one change of the logarithm, squares the
-- sum of what each changes, squared. 1 where everybody has one row, so that the error is S6's.
create or replace macro clustered_growth(pull, squares) as
    sqrt(coalesce(sum(pull * pull) / nullif(sum(squares), 0), 1));

-- The interval of any ratio from the standard error of its logarithm; null where either is not to be had.
create or replace macro log_low(ratio, error) as
    if(ratio > 0, ratio * exp(-z_95() * error), null);
create or replace macro log_high(ratio, error) as
    if(ratio > 0, ratio * exp(z_95() * error), null);

-- VanderWeele and Ding 2017: how strong an unmeasured difference would have to be to explain a risk ratio away.
create or replace macro e_value(ratio) as
    if(
        ratio >= 1,
        ratio + sqrt(ratio * (ratio - 1)),
        1 / nullif(ratio, 0) + sqrt(1 / nullif(ratio, 0) * greatest(1 / nullif(ratio, 0) - 1, 0))
    );

-- The E-value of the end of the interval that lies nearer to 1; 1 where the interval holds 1.
create or replace macro e_value_of_limit(low, high) as
    case
        when low <= 1 and high >= 1 then 1.0
        when low > 1 then e_value(low)
        else e_value(high)
    end;
