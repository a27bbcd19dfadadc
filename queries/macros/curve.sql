-- Waiting times. METRICS.md toolbox S3 and S4.

-- One row per cell and day on which somebody's wait ended: Kaplan and Meier's curve (if nothing but the event could end
-- the wait), and Aalen and Johansen's for the event and for all that competes with it.
-- Reads the columns cell; entered, after which a wait is at risk (null: from the start; later than the start of the wait
-- where it began before the data: delayed entry); ended; ending: 0 still waiting then, 1 the event, 2 something else.
-- km_variance is Greenwood's, variance that of the event's curve as waits are independent of each other (for several
-- waits of one person: clustered_curve). jump, weight, a_0, a_1, b_0, other_a_1 and other_b_0 are what that one sums up.
create or replace macro event_curve(source) as table
    with wait as (
        select cell, entered, ended, ending
        from query_table(source)
        where entered is null or entered < ended
    ),
    first as (
        select cell, min(least(ended, coalesce(entered, ended))) - 1 as entered
        from wait
        group by cell
    ),
    step as (
        select
            w.cell, coalesce(w.entered, f.entered) as day,
            1 as enters, 0 as leaves, 0 as events, 0 as others,
        from wait as w
        join first as f on f.cell is not distinct from w.cell
        union all
        select
            cell, ended as day,
            0 as enters, 1 as leaves, (ending = 1)::integer as events, (ending = 2)::integer as others,
        from wait
    ),
    daily as (
        select
            cell, day,
            sum(enters) as enters, sum(leaves) as leaves, sum(events) as events, sum(others) as others,
        from step
        group by cell, day
    ),
    risk as (
        select
            * exclude (enters),
            (sum(enters - leaves) over (
                partition by cell order by day rows between unbounded preceding and 1 preceding
            ))::double as at_risk,
        from daily
    ),
    surviving as (
        select
            *,
            product(1 - events / at_risk) over after as km,
            product(1 - (events + others) / at_risk) over after as survival,
            sum(events / nullif(at_risk * (at_risk - events), 0)) over after as greenwood,
            coalesce((events + others) / nullif(at_risk * (at_risk - events - others), 0), 0) as hazard,
        from risk
        where leaves > 0
        window after as (partition by cell order by day rows unbounded preceding)
    ),
    increment as (
        select
            *,
            coalesce(lag(survival) over (partition by cell order by day), 1) as before,
        from surviving
    ),
    curve as (
        select
            *,
            sum(before * events / at_risk) over after as cif,
            sum(before * others / at_risk) over after as cif_other,
            sum(before * before * events * (at_risk - events) / pow(at_risk, 3)) over after as own,
            sum(hazard) over after as a_0,
            sum(before * events / pow(at_risk, 2)) over after as b_0,
            sum(before * others / pow(at_risk, 2)) over after as other_b_0,
        from increment
        window after as (partition by cell order by day rows unbounded preceding)
    ),
    crossed as (
        select
            *,
            sum(cif * hazard) over after as a_1,
            sum(cif_other * hazard) over after as other_a_1,
            sum(cif * cif * hazard) over after as a_2,
            sum(cif * before * events / pow(at_risk, 2)) over after as b_1,
        from curve
        window after as (partition by cell order by day rows unbounded preceding)
    )
    select
        cell,
        day,
        at_risk::integer as at_risk,
        events::integer as events,
        others::integer as others,
        1 - km as kaplan_meier,
        survival,
        cif,
        cif_other,
        km * km * greenwood as km_variance,
        greatest(
            cif * cif * a_0 - 2 * cif * a_1 + a_2 + own - 2 * (cif * b_0 - b_1), 0
        ) as variance,
        before / at_risk as jump,
        coalesce(1 / nullif(at_risk - events - others, 0), 0) as weight,
        a_0,
        a_1,
        b_0,
        other_a_1,
        other_b_0,
    from crossed;

-- One row per cell and horizon: the curve there, and its variance where one person can wait several times. That is the
-- infinitesimal jackknife: what each person's waits pull at the curve, squared; the form to which a bootstrap of whole
-- persons converges; variance_other is that of what competes, variance_survival that of neither. Reads the columns of
-- event_curve and person_id, and a list of cells with their horizons.
create or replace macro clustered_curve(source, points) as table
    with wait as (
        select cell, person_id, entered, ended, ending
        from query_table(source)
        where entered is null or entered < ended
    ),
    step as (
        select *
        from event_curve(source)
    ),
    reached as (
        select
            p.cell, p.horizon,
            coalesce(max(s.cif), 0) as cif,
            coalesce(max(s.cif_other), 0) as cif_other,
            coalesce(min(s.survival), 1) as survival,
            coalesce(sum(s.events), 0) as events,
            coalesce(sum(s.others), 0) as others,
            coalesce(max(s.a_0), 0) as a_0,
            coalesce(max(s.a_1), 0) as a_1,
            coalesce(max(s.b_0), 0) as b_0,
            coalesce(max(s.other_a_1), 0) as other_a_1,
            coalesce(max(s.other_b_0), 0) as other_b_0,
        from query_table(points) as p
        left join step as s on s.cell = p.cell and s.day <= p.horizon
        group by p.cell, p.horizon
    ),
    entry as (
        select e.cell, e.entered, s.a_0, s.a_1, s.b_0, s.other_a_1, s.other_b_0,
        from (select distinct cell, entered from wait where entered is not null) as e
        asof join step as s on s.cell = e.cell and s.day <= e.entered
    ),
    pull as (
        select
            w.cell, r.horizon, w.person_id,
            sum(
                case
                    when coalesce(w.entered, 0) >= r.horizon then 0
                    when w.ended <= r.horizon
                    then
                        if(w.ending = 1, s.jump, 0) - if(w.ending > 0, (r.cif - s.cif) * s.weight, 0)
                        + r.cif * s.a_0 - s.a_1 - s.b_0
                    else r.cif * r.a_0 - r.a_1 - r.b_0
                end
                - case
                    when w.entered < r.horizon
                    then r.cif * coalesce(e.a_0, 0) - coalesce(e.a_1, 0) - coalesce(e.b_0, 0)
                    else 0
                end
            ) as pull,
            sum(
                case
                    when coalesce(w.entered, 0) >= r.horizon then 0
                    when w.ended <= r.horizon
                    then
                        if(w.ending = 2, s.jump, 0) - if(w.ending > 0, (r.cif_other - s.cif_other) * s.weight, 0)
                        + r.cif_other * s.a_0 - s.other_a_1 - s.other_b_0
                    else r.cif_other * r.a_0 - r.other_a_1 - r.other_b_0
                end
                - case
                    when w.entered < r.horizon
                    then r.cif_other * coalesce(e.a_0, 0) - coalesce(e.other_a_1, 0) - coalesce(e.other_b_0, 0)
                    else 0
                end
            ) as other_pull,
        from wait as w
        join reached as r on r.cell = w.cell
        join step as s on s.cell = w.cell and s.day = w.ended
        left join entry as e on e.cell = w.cell and e.entered = w.entered
        group by w.cell, r.horizon, w.person_id
    ),
    spread as (
        select
            cell, horizon,
            count(*) / nullif(count(*) - 1, 0) * sum(pull * pull) as variance,
            count(*) / nullif(count(*) - 1, 0) * sum(other_pull * other_pull) as variance_other,
            count(*) / nullif(count(*) - 1, 0) * sum(pow(pull + other_pull, 2)) as variance_survival,
        from pull
        group by cell, horizon
    )
    select
        r.cell, r.horizon, r.cif, r.cif_other, r.survival, r.events, r.others,
        s.variance, s.variance_other, s.variance_survival,
    from reached as r
    left join spread as s on s.cell = r.cell and s.horizon = r.horizon;

-- The share of waits that end with the event, where some are only followed for a part of their time: Aalen and Johansen's
-- curve at its end, in each stratum by itself (whatever is waited for as long as each other), put together by their waits.
-- Reads the columns cell, person_id, stratum, ended and ending as event_curve does; a wait longer than its stratum's is
-- to be cut to that, with ending 0. Where nobody is followed for a part only, it is the plain share, and variance is that
-- of S1c: person by person, of what each pulls at the curve (the infinitesimal jackknife).
create or replace macro censored_share(source) as table
    with wait as (
        select cell, person_id, stratum, ended, ending
        from query_table(source)
    ),
    daily as (
        select
            cell, stratum, ended,
            count(*) as gone,
            count(*) filter (ending = 1) as events,
            count(*) filter (ending > 0) as ends,
        from wait
        group by cell, stratum, ended
    ),
    risk as (
        select
            *,
            (sum(gone) over (partition by cell, stratum order by ended desc rows unbounded preceding))::double as at_risk,
            (sum(gone) over (partition by cell, stratum))::double as waits,
        from daily
    ),
    surviving as (
        select
            *,
            product(1 - ends / at_risk) over (
                partition by cell, stratum order by ended rows unbounded preceding
            ) as survival,
            coalesce(1 / nullif(at_risk - ends, 0), 0) as weight,
        from risk
    ),
    increment as (
        select *, coalesce(lag(survival) over (partition by cell, stratum order by ended), 1) as before,
        from surviving
    ),
    curve as (
        select
            *,
            sum(before * events / at_risk) over after as cif,
            sum(before * events / pow(at_risk, 2)) over after as a,
            sum(ends / at_risk * weight) over after as b_0,
        from increment
        window after as (partition by cell, stratum order by ended rows unbounded preceding)
    ),
    step as (
        select
            *,
            sum(cif * ends / at_risk * weight) over after as b_1,
            max(cif) over (partition by cell, stratum) as final,
        from curve
        window after as (partition by cell, stratum order by ended rows unbounded preceding)
    ),
    total as (
        select
            cell,
            sum(before * events / at_risk * waits) / any_value(size) as share,
            any_value(size) as waits,
            sum(events) as events,
        from (select *, (sum(gone) over (partition by cell))::double as size from step)
        group by cell
    ),
    pulled as (
        select
            w.cell, w.person_id,
            sum(
                s.waits * (
                    if(w.ending = 1, s.before / s.at_risk, 0) - s.a
                    - if(w.ending > 0, (s.final - s.cif) * s.weight, 0) + s.final * s.b_0 - s.b_1
                )
                + s.final - t.share
            ) / any_value(t.waits) as pull,
        from wait as w
        join step as s on s.cell = w.cell and s.stratum = w.stratum and s.ended = w.ended
        join total as t on t.cell = w.cell
        group by w.cell, w.person_id
    ),
    spread as (
        select cell, count(*) as persons, count(*) / (count(*) - 1) * sum(pull * pull) as variance,
        from pulled
        group by cell
    )
    select
        t.cell,
        t.share,
        t.events::double as events,
        t.waits,
        s.persons::double as persons,
        s.variance,
    from total as t
    join spread as s on s.cell = t.cell;
