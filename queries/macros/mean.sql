-- Intervals of means: METRICS.md toolbox S8, and the reliability of scales and raters (D4, D6).
-- A paired comparison is the interval of the mean of the differences.
create or replace macro t_low(mean, deviation, n) as mean - t_quantile(0.975, n - 1) * deviation / sqrt(n);
create or replace macro t_high(mean, deviation, n) as mean + t_quantile(0.975, n - 1) * deviation / sqrt(n);

-- An aggregate over people who gave n answers each: the spread by which t_low and t_high give the mean of all answers the
-- interval with people as its units (that of a ratio). apart is what a person's answers add up to beyond n times the mean. Of
-- one answer each it is the deviation.
create or replace macro spread_of_answers(apart, n) as stddev_samp(apart) / avg(n);

-- Welch: the standard error and the degrees of freedom of a difference of two means; v is a variance.
create or replace macro welch_error(v_1, n_1, v_2, n_2) as sqrt(v_1 / n_1 + v_2 / n_2);

create or replace macro welch_freedom(v_1, n_1, v_2, n_2) as
    pow(v_1 / n_1 + v_2 / n_2, 2) / nullif(
        pow(v_1 / n_1, 2) / nullif(n_1 - 1, 0) + pow(v_2 / n_2, 2) / nullif(n_2 - 1, 0), 0
    );

create or replace macro welch_low(mean_1, v_1, n_1, mean_2, v_2, n_2) as
    mean_1 - mean_2
    - t_quantile(0.975, welch_freedom(v_1, n_1, v_2, n_2)) * welch_error(v_1, n_1, v_2, n_2);

create or replace macro welch_high(mean_1, v_1, n_1, mean_2, v_2, n_2) as
    mean_1 - mean_2
    + t_quantile(0.975, welch_freedom(v_1, n_1, v_2, n_2)) * welch_error(v_1, n_1, v_2, n_2);

-- An aggregate: agreement of two raters on an ordered scale beyond chance, weighted by squared distance.
create or replace macro quadratic_kappa(one, other) as
    1 - avg(pow(one - other, 2))::double
    / nullif(avg(one * one) + avg(other * other) - 2 * avg(one) * avg(other), 0);

-- One row per cell: Cohen's kappa of two judgements. Reads the columns cell, one, other and n, the number of cases.
create or replace macro cohen_kappa(source) as table
    with pair as (
        select cell, one, other, sum(n)::double as n
        from query_table(source)
        group by cell, one, other
    ),
    whole as (
        select cell, sum(n) as n, coalesce(sum(n) filter (one = other), 0) as same
        from pair
        group by cell
    ),
    margin as (
        select cell, one as judgement, sum(n) as n_one, 0.0 as n_other from pair group by cell, one
        union all
        select cell, other as judgement, 0.0 as n_one, sum(n) as n_other from pair group by cell, other
    ),
    chance as (
        select cell, sum(n_one * n_other) as same
        from (
            select cell, judgement, sum(n_one) as n_one, sum(n_other) as n_other
            from margin
            group by cell, judgement
        )
        group by cell
    )
    select
        w.cell,
        w.n,
        w.same / w.n as agreement,
        (w.same / w.n - c.same / (w.n * w.n)) / nullif(1 - c.same / (w.n * w.n), 0) as kappa,
    from whole as w
    join chance as c on c.cell = w.cell;

-- One row per cell: Cronbach's alpha of the persons who answered every question. Reads cell, person, question, score.
create or replace macro cronbach_alpha(source) as table
    with size as (
        select cell, count(distinct question) as questions
        from query_table(source)
        where score is not null
        group by cell
    ),
    complete as (
        select a.cell, a.person, sum(a.score)::double as total
        from query_table(source) as a
        join size as s on s.cell = a.cell
        where a.score is not null
        group by a.cell, a.person
        having count(*) = any_value(s.questions)
    ),
    spread as (
        select a.cell, a.question, var_samp(a.score) as variance
        from query_table(source) as a
        join complete as c on c.cell = a.cell and c.person = a.person
        group by a.cell, a.question
    ),
    whole as (
        select cell, count(*) as persons, var_samp(total) as variance
        from complete
        group by cell
    )
    select
        w.cell,
        any_value(w.persons) as persons,
        count(*) as questions,
        count(*) / nullif(count(*) - 1, 0)
        * (1 - sum(s.variance) / nullif(any_value(w.variance), 0)) as alpha,
    from whole as w
    join spread as s on s.cell = w.cell
    group by w.cell;

-- One row per cell: ICC(2,1), absolute agreement of one rater of a random set (Shrout and Fleiss 1979), over the
-- subjects that all raters of the cell rated. Reads cell, subject, rater, score.
create or replace macro intraclass_correlation(source) as table
    with size as (
        select cell, count(distinct rater) as raters
        from query_table(source)
        where score is not null
        group by cell
    ),
    complete as (
        select r.cell, r.subject
        from query_table(source) as r
        join size as s on s.cell = r.cell
        where r.score is not null
        group by r.cell, r.subject
        having count(*) = any_value(s.raters)
    ),
    rating as (
        select
            r.cell, r.subject, r.rater, r.score::double as score,
            avg(r.score) over (partition by r.cell) as whole,
            avg(r.score) over (partition by r.cell, r.subject) as of_subject,
            avg(r.score) over (partition by r.cell, r.rater) as of_rater,
        from query_table(source) as r
        join complete as c on c.cell = r.cell and c.subject = r.subject
    ),
    square as (
        select
            cell,
            count(distinct subject)::double as n,
            count(distinct rater)::double as k,
            sum(pow(of_subject - whole, 2)) as between_subjects,
            sum(pow(of_rater - whole, 2)) as between_raters,
            sum(pow(score - of_subject - of_rater + whole, 2)) as rest,
        from rating
        group by cell
    ),
    mean_square as (
        select
            *,
            between_subjects / nullif(n - 1, 0) as r,
            between_raters / nullif(k - 1, 0) as c,
            rest / nullif((n - 1) * (k - 1), 0) as e,
        from square
    )
    select
        cell,
        n::integer as subjects,
        k::integer as raters,
        (r - e) / nullif(r + (k - 1) * e + k * (c - e) / n, 0) as icc,
    from mean_square;
