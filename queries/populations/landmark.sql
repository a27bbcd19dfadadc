-- People at landmarks whose year after it has passed, with what came of it (C4, C5). outcome: move, promotion, exit or
-- voluntary_exit. Exits within 30 days after the landmark are not among them.
create or replace macro followed_person(as_of, outcome) as table
    select
        *,
        landmark_on as day,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        coalesce(case outcome
            when 'move' then first_move_on <= landmark_on + 365
            when 'promotion' then first_promotion_on <= landmark_on + 365
            when 'exit' then exit_on <= landmark_on + 365
            else exit_on <= landmark_on + 365 and exit_kind = 'voluntary'
        end, false)::integer as happened,
    from landmark
    where landmark_on + 365 <= as_of;

-- One row per cell: learners against others of the same stratum and landmark (coarsened exact matching, Iacus, King and
-- Porro), others weighted to the learners (ATT). rd has its interval from strata where one landmark counts and no matched
-- arm is all or nothing; else from 1000 person bootstraps (S5), above 500 people from its variance to the first order: where strata are
-- small, redrawing takes partners away and is wider than the difference varies (by a tenth for strata of four). rr has S6's
-- error, made as much wider as people make it who stand at several landmarks.
-- People of a bootstrap are placed by what is known of them, so the interval depends on the data and nothing else.
create or replace macro matched_difference(outcome, grain, since, until, as_of, by_1, by_2, by_3) as table
    with unit as (
        select
            {
                'period_no': period_number(grain, month_number(landmark_on)),
                'key_1': dimension_key(by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
                'key_2': dimension_key(by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
                'key_3': dimension_key(by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id)
            } as cell,
            person_id,
            arm,
            {'landmark_on': landmark_on, 'stratum': stratum} as place,
            happened,
            is_known_to_learning,
        from followed_person(as_of, outcome)
        where is_within(landmark_on, since, until)
    ),
    side as (
        select
            cell, place,
            (count(*) filter (arm = 'learner'))::double as n_1,
            (coalesce(sum(happened) filter (arm = 'learner'), 0))::double as a,
            (count(*) filter (arm = 'other'))::double as n_0,
            (coalesce(sum(happened) filter (arm = 'other'), 0))::double as c,
        from unit
        group by cell, place
    ),
    pair as (
        select *, n_1 / sum(n_1) over (partition by cell) as weight
        from side
        where n_1 > 0 and n_0 > 0
    ),
    estimate as (
        select
            cell,
            sum(weight * a / n_1) as p_1,
            sum(weight * c / n_0) as p_0,
            sum(weight * a / n_1) - sum(weight * c / n_0) as rd,
            sqrt(sum(
                weight * weight * (a / n_1 * (1 - a / n_1) / n_1 + c / n_0 * (1 - c / n_0) / n_0)
            )) as strata_error,
            pooled_risk_ratio(a, n_1, c, n_0) as rr,
            pooled_risk_error(a, n_1, c, n_0) as rr_strata_error,
            sum(a * n_0 / (n_1 + n_0)) as rr_upper,
            sum(c * n_1 / (n_1 + n_0)) as rr_lower,
            sum(n_1) as matched_learners,
            sum(n_0) as matched_others,
            sum(a) as matched_learner_events,
            sum(c) as matched_other_events,
            count(distinct place.landmark_on) > 1
            or bool_or(a = 0 or a = n_1 or c = 0 or c = n_0) as is_drawn,
        from pair
        group by cell
    ),
    matched as materialized (
        select
            u.cell, u.person_id, u.arm, u.place, u.happened,
            case
                when u.arm = 'learner' then (u.happened - p.c / p.n_0 - e.rd) / e.matched_learners
                else -p.weight / p.n_0 * (u.happened - p.c / p.n_0)
            end as pull,
            if(
                u.arm = 'learner',
                pooled_pull(u.happened, p.a, 0, p.n_0, 1, p.n_1 + p.n_0) / nullif(e.rr_upper, 0)
                - pooled_pull(0, p.c, 1, p.n_1, 1, p.n_1 + p.n_0) / nullif(e.rr_lower, 0),
                pooled_pull(0, p.a, 1, p.n_0, 1, p.n_1 + p.n_0) / nullif(e.rr_upper, 0)
                - pooled_pull(u.happened, p.c, 0, p.n_1, 1, p.n_1 + p.n_0) / nullif(e.rr_lower, 0)
            ) as rr_pull,
        from unit as u
        join pair as p on p.cell = u.cell and p.place = u.place
        join estimate as e on e.cell = u.cell
        where u.arm <> 'middle'
    ),
    person as (
        select
            cell, person_id,
            sum(pull) as pull,
            sum(rr_pull) as rr_pull,
            sum(rr_pull * rr_pull) as rr_squares,
        from matched
        group by cell, person_id
    ),
    spread as materialized (
        select
            cell,
            sqrt(sum(pull * pull)) as pull_error,
            clustered_growth(rr_pull, rr_squares) as rr_growth,
            count(*) as persons,
        from person
        group by cell
    ),
    -- Only of cells that are drawn anew have the people a seat, by what is known of them and not by their ids.
    remembered as (
        select
            m.cell, m.person_id,
            list({'place': m.place, 'arm': m.arm, 'happened': m.happened} order by m.place, m.arm, m.happened) as history,
        from matched as m
        join spread as s on s.cell = m.cell and s.persons <= 500
        join estimate as e on e.cell = m.cell and e.is_drawn
        group by m.cell, m.person_id
    ),
    numbered as materialized (
        select cell, person_id, row_number() over (partition by cell order by history) - 1 as seat,
        from remembered
    ),
    seated as (
        select
            m.cell, m.place,
            (m.arm = 'learner')::integer as is_learner,
            m.happened,
            n.seat % 250 + 1 as chair,
            1 + 2 * (n.seat // 250) as stride,
            n.seat // 250 as room,
        from matched as m
        join numbered as n on n.cell = m.cell and n.person_id = m.person_id
    ),
    weighted as (
        select sample, unnest(weights) as weight, unnest(range(1, 251)) as chair
        from bootstrap_sample
    ),
    redrawn as (
        select
            s.cell, s.place,
            (w.sample * s.stride + s.room) % 1000 as sample,
            sum(w.weight * s.is_learner) as n_1,
            sum(w.weight * s.is_learner * s.happened) as a,
            sum(w.weight * (1 - s.is_learner)) as n_0,
            sum(w.weight * (1 - s.is_learner) * s.happened) as c,
        from seated as s
        join weighted as w on w.chair = s.chair and w.weight > 0
        group by all
    ),
    redone as (
        select cell, sample, sum(n_1 * (a / n_1 - c / n_0)) / sum(n_1) as rd
        from redrawn
        where n_1 > 0 and n_0 > 0
        group by cell, sample
    ),
    drawn as (
        select
            cell,
            stddev_samp(rd) as error,
            quantile_cont(rd, 0.025) as lo,
            quantile_cont(rd, 0.975) as hi,
            quantile_cont(rd, 0.1) as lo_80,
            quantile_cont(rd, 0.9) as hi_80,
        from redone
        group by cell
    ),
    everybody as (
        select
            cell,
            count(*) filter (arm = 'learner') as learners,
            count(*) filter (arm = 'middle') as middle,
            count(*) filter (arm = 'other') as others,
            count(distinct person_id) filter (arm = 'learner') as learner_persons,
            count(distinct person_id) filter (arm = 'middle') as middle_persons,
            count(distinct person_id) filter (arm = 'other') as other_persons,
            coalesce(sum(happened) filter (arm = 'learner'), 0) as learner_events,
            coalesce(sum(happened) filter (arm = 'middle'), 0) as middle_events,
            coalesce(sum(happened) filter (arm = 'other'), 0) as other_events,
            coalesce(avg((not is_known_to_learning)::integer) filter (arm = 'other'), 0) as unseen_share,
        from unit
        group by cell
    ),
    -- The naive shares with their effective sizes (S1c), and how the two go together in people who are on both sides.
    sided as (
        select
            cell, person_id,
            count(*) filter (arm = 'learner') as n_1,
            coalesce(sum(happened) filter (arm = 'learner'), 0) as x_1,
            count(*) filter (arm = 'other') as n_0,
            coalesce(sum(happened) filter (arm = 'other'), 0) as x_0,
        from unit
        group by cell, person_id
    ),
    naive as (
        select
            s.cell,
            clustered_size(
                sum(x_1), sum(n_1), any_value(v.learner_persons), sum(x_1 * x_1), sum(x_1 * n_1), sum(n_1 * n_1)
            ) as learner_size,
            clustered_size(
                sum(x_0), sum(n_0), any_value(v.other_persons), sum(x_0 * x_0), sum(x_0 * n_0), sum(n_0 * n_0)
            ) as other_size,
            clustered_correlation(
                x_1, n_1, v.learner_events / v.learners, x_0, n_0, v.other_events / v.others
            ) as together,
        from sided as s
        join everybody as v on v.cell = s.cell
        where v.learners > 0 and v.others > 0
        group by s.cell
    ),
    reached as (
        select
            cell,
            count(distinct person_id) filter (arm = 'learner') as matched_learner_persons,
            count(distinct person_id) filter (arm = 'other') as matched_other_persons,
        from matched
        group by cell
    ),
    -- Who has nobody to be compared with, at any landmark, and who of them has somebody in the whole, though not in a breakdown's
    -- cell: the naive difference less the matched one, and the whole less its cells, would tell of few of them.
    whole as (
        select cell.period_no as period_no, place
        from side
        group by all
        having sum(n_1) > 0 and sum(n_0) > 0
    ),
    alone as (
        select
            u.cell,
            count(distinct u.person_id) filter (u.arm = 'learner') as learners_alone,
            count(distinct u.person_id) filter (u.arm = 'other') as others_alone,
            count(distinct u.person_id) filter (u.arm = 'learner' and w.place is not null) as learners_apart,
            count(distinct u.person_id) filter (u.arm = 'other' and w.place is not null) as others_apart,
        from unit as u
        left join whole as w on w.period_no = u.cell.period_no and w.place = u.place
        anti join pair as p on p.cell = u.cell and p.place = u.place
        where u.arm <> 'middle'
        group by u.cell
    )
    select
        v.*,
        e.* exclude (cell),
        r.* exclude (cell),
        n.* exclude (cell),
        e.rr_strata_error * s.rr_growth as rr_error,
        coalesce(a.learners_alone, 0) as learners_alone,
        coalesce(a.others_alone, 0) as others_alone,
        case
            when not e.is_drawn then e.strata_error
            else coalesce(d.error, s.pull_error)
        end as rd_error,
        case
            when not e.is_drawn then e.rd - z_95() * e.strata_error
            else coalesce(d.lo, e.rd - z_95() * s.pull_error)
        end as rd_lo,
        case
            when not e.is_drawn then e.rd + z_95() * e.strata_error
            else coalesce(d.hi, e.rd + z_95() * s.pull_error)
        end as rd_hi,
        case
            when not e.is_drawn then e.rd - 1.2815515655446004 * e.strata_error
            else coalesce(d.lo_80, e.rd - 1.2815515655446004 * s.pull_error)
        end as rd_lo_80,
        case
            when not e.is_drawn then e.rd + 1.2815515655446004 * e.strata_error
            else coalesce(d.hi_80, e.rd + 1.2815515655446004 * s.pull_error)
        end as rd_hi_80,
        case
            when coalesce(e.matched_learners, 0) < 0.5 * v.learners then 'half_unmatched'
            when least(r.matched_learner_persons, r.matched_other_persons) < 30 or r.cell is null then 'below_30_per_arm'
            when a.learners_apart between 1 and 9 or a.others_apart between 1 and 9 then 'nested'
        end as refusal,
    from everybody as v
    left join alone as a on a.cell = v.cell
    left join naive as n on n.cell = v.cell
    left join estimate as e on e.cell = v.cell
    left join reached as r on r.cell = v.cell
    left join spread as s on s.cell = v.cell
    left join drawn as d on d.cell = v.cell;
