-- What learning costs and what its outcomes are worth (METRICS.md G). Every amount is one that a named person confirmed.

-- The inputs of the cost sheet in a fixed order, which chooses their draws. Of each the newest line that somebody confirmed
-- with a name, a day and a basis; low and high are the likely amount where no range is stated.
create or replace macro confirmed_input(as_of) as table
    with listed as (
        select input, place
        from (values
            ('licences', 1), ('content', 2), ('staff', 3), ('rollout', 4), ('tool', 5), ('hourly_wage', 6),
            ('external_fill', 7), ('internal_fill', 8), ('backfill', 9), ('replacement', 10), ('admin_hour', 11),
            ('minutes_per_assignment', 12), ('assignments_released', 13), ('extra_moves', 14), ('avoided_exits', 15),
            ('confidence_moves', 16), ('confidence_exits', 17), ('confidence_admin', 18),
            ('productivity_units', 19), ('productivity_value', 20), ('confidence_productivity', 21)
        ) as known (input, place)
    ),
    stated as (
        select *
        from cost_input
        where likely is not null and trim(confirmed_by) <> '' and confirmed_on is not null and trim(basis) <> ''
            and (confirmed_on <= as_of or as_of >= (select min(data_to) from learning_system))
    ),
    newest as (
        select
            lower(trim(input)) as input,
            arg_max(
                {'low': low, 'likely': likely, 'high': high, 'currency': upper(trim(currency))},
                (coalesce(valid_on, date '0001-01-01'), batch_id, line)
            ) as amount,
        from stated
        group by all
    )
    select
        l.input,
        l.place,
        least(coalesce(n.amount.low, n.amount.likely), n.amount.likely)::double as low,
        n.amount.likely::double as likely,
        greatest(coalesce(n.amount.high, n.amount.likely), n.amount.likely)::double as high,
        if(is_money(l.input), n.amount.currency, null) as currency,
    from listed as l
    left join newest as n on n.input = l.input;

-- The day from which on the programme counts, which the trend (step 2) needs: the day of the newest line programme_start
-- that somebody confirmed. Its amount says nothing.
create or replace macro programme_start(as_of) as table
    select arg_max(valid_on, (confirmed_on, batch_id, line)) as day
    from cost_input
    where lower(trim(input)) = 'programme_start' and valid_on is not null
        and trim(confirmed_by) <> '' and confirmed_on is not null and trim(basis) <> ''
        and (confirmed_on <= as_of or as_of >= (select min(data_to) from learning_system));

-- Step 2 of the ladder: by how much the moves, and the voluntary exits turned round, of the first twelve whole months after the
-- programme's start differ from the straight line through the months before it (per head, by least squares), with the 80 %
-- prediction interval and its standard error. It takes twelve months before and all twelve after, with ten people in each.
create or replace macro trended_outcome(as_of, followed_to) as table
    with mark as (
        select
            month_number(day) as before_no,
            month_number(day) + if(day(day) > 1, 1, 0) as first_no,
        from programme_start(as_of)
        where day is not null
    ),
    headed as (
        select period_no, sum(days) / any_value(period_days) as heads,
        from held_post('month', null::date, null::date, followed_to)
        group by period_no
    ),
    moved as (
        select period_no, count(*) as moves,
        from made_move('month', null::date, null::date, followed_to)
        where is_move
        group by period_no
    ),
    gone as (
        select month_number(to_on - 1) as period_no, count(*) as exits,
        from service_spell
        where exit_kind = 'voluntary' and to_on > date '0001-01-01'
        group by all
    ),
    monthly as (
        select
            h.period_no,
            h.heads,
            unnest([
                {'input': 'extra_moves', 'y': coalesce(m.moves, 0) / h.heads},
                {'input': 'avoided_exits', 'y': if((select count(*) > 0 from gone), -coalesce(g.exits, 0) / h.heads, null)}
            ], recursive := true),
        from headed as h
        left join moved as m on m.period_no = h.period_no
        left join gone as g on g.period_no = h.period_no
        where h.heads >= 10
    ),
    line as (
        select
            input,
            count(y)::double as n,
            avg(period_no) as middle,
            regr_sxx(y, period_no) as spread,
            regr_slope(y, period_no) as slope,
            regr_intercept(y, period_no) as intercept,
            greatest(regr_syy(y, period_no) - regr_slope(y, period_no) * regr_sxy(y, period_no), 0)
            / (count(y) - 2) as variance,
        from monthly
        where period_no < (select before_no from mark) and y is not null
        group by input
        having count(y) >= 12
    ),
    beyond as (
        select
            l.input,
            l.n,
            sum(m.heads * (m.y - l.intercept - l.slope * m.period_no)) as units,
            l.variance * (
                sum(m.heads * m.heads) + pow(sum(m.heads), 2) / l.n
                + pow(sum(m.heads * (m.period_no - l.middle)), 2) / l.spread
            ) as variance,
        from line as l
        join monthly as m on m.input = l.input
        where m.period_no >= (select first_no from mark) and m.period_no < (select first_no from mark) + 12
        group by l.input, l.n, l.middle, l.spread, l.variance
        having count(m.y) = 12
    )
    select
        input,
        units as effect,
        units - t_quantile(0.9, n - 2) * sqrt(variance) as low,
        units + t_quantile(0.9, n - 2) * sqrt(variance) as high,
        sqrt(variance) as error,
    from beyond;

-- The day to which personnel files tell what became of people, as_of at the latest.
create or replace macro personnel_reach(as_of) as table
    select max(least(as_of, data_to)) as followed_to
    from batch
    where undone_at is null and batch_id in (select batch_id from employment union select batch_id from job_history);

-- Everybody whose learning, moves or exits the return is worked out from: where few of them change, it stays as it was told
-- (METRICS.md §I rule 5), like the differences that it rests on.
create or replace macro returned_person(as_of) as table
    with stood as (
        select person_id, day
        from voluntary_day
        where day > as_of - 365 and day <= as_of
        union all
        select person_id, day
        from followed_person((select followed_to from personnel_reach(as_of)), 'move')
        union all
        select person_id, from_on
        from role_spell
        where from_on <= as_of
    )
    select
        person_id, day, 0 as org_unit_id, 0 as item_id, 0 as system_id, 0 as length_band_id,
        0 as job_family_id, 0 as location_id, 0 as grade_id,
    from stood;

-- The outcomes that are set against the costs, as ranges of a year: extra moves and avoided exits. The ladder (step): 1 the
-- matched difference of C4 and C5 with its 80 % interval and its standard error, for the learners; 2 the difference from the
-- trend before the programme's start, for everybody employed; 3 what somebody estimates, with a stated confidence; 4 nothing.
create or replace macro outcome_range(as_of, learners) as table
    with reach as (
        select followed_to
        from personnel_reach(as_of)
    ),
    matched as (
        select 'extra_moves' as input, rd as effect, rd_lo_80 as low, rd_hi_80 as high, rd_error as error, refusal
        from matched_difference('move', null, null::date, null::date, (select followed_to from reach), null, null, null)
        union all
        select 'avoided_exits', -rd, -rd_hi_80, -rd_lo_80, rd_error, refusal
        from matched_difference(
            'voluntary_exit', null, null::date, null::date, (select followed_to from reach), null, null, null
        )
    ),
    isolated as (
        select
            input, 1 as step,
            learners * effect as effect, learners * low as low, learners * high as high, learners * error as error,
        from matched
        where refusal is null and effect is not null
        union all
        select input, 2 as step, effect, low, high, error,
        from trended_outcome(as_of, (select followed_to from reach))
    ),
    best as (
        select *
        from isolated
        qualify row_number() over (partition by input order by step) = 1
    ),
    estimated as (
        select i.input, i.place, i.low, i.likely, i.high, c.likely is not null as is_sure
        from confirmed_input(as_of) as i
        join confirmed_input(as_of) as c
            on c.input = if(i.input = 'extra_moves', 'confidence_moves', 'confidence_exits')
        where i.input in ('extra_moves', 'avoided_exits')
    )
    select
        e.input,
        e.place,
        coalesce(b.step, if(e.likely is not null and e.is_sure, 3, 4)) as step,
        case when b.input is not null then b.low when e.is_sure then e.low end as low,
        case when b.input is not null then b.effect when e.is_sure then e.likely end as likely,
        case when b.input is not null then b.high when e.is_sure then e.high end as high,
        b.error as deviation,
    from estimated as e
    left join best as b on b.input = e.input;

-- Uniform numbers of the simulation: `draws` samples for each of 21 places, counters mixed by MurmurHash3's finaliser as in
-- schema 004, so that they depend on nothing but their numbers. The last place has counters of its own, so that the draws of
-- the others stay what they were before it came.
create or replace macro return_draw(draws) as table
    with counter as (
        select
            sample::integer as sample,
            place::integer as place,
            if(place > 20, 4300000 + sample, 4000000 + sample * 20 + place)::ubigint as number,
        from range(draws) as s (sample)
        cross join range(1, 22) as p (place)
    ),
    once as (
        select sample, place, xor(number, number >> 16) * 2246822507::ubigint % 4294967296 as number
        from counter
    ),
    twice as (
        select sample, place, xor(number, number >> 13) * 3266489909::ubigint % 4294967296 as number
        from once
    )
    select sample, place, (xor(number, number >> 16) + 0.5) / 4294967296.0 as u
    from twice;

-- One row per sample and input: its amount in that sample. Reads input, place, low, likely, high, deviation. With a deviation
-- the law is normal, else PERT (a beta law with mode `likely`), by its distribution function on a grid of 500.
create or replace macro drawn_amount(source, draws) as table
    with wide as (
        select
            *,
            1 + 4 * (likely - low) / (high - low) as a,
            1 + 4 * (high - likely) / (high - low) as b,
        from query_table(source)
        where deviation is null and high > low
    ),
    density as (
        select
            place,
            step,
            pow((step + 0.5) / 500, a - 1) * pow(1 - (step + 0.5) / 500, b - 1) as weight,
        from wide
        cross join range(500) as g (step)
    ),
    grid as (
        select
            place,
            step,
            coalesce(sum(weight) over (
                partition by place order by step rows between unbounded preceding and 1 preceding
            ), 0) / sum(weight) over (partition by place) as below,
            weight / sum(weight) over (partition by place) as share,
        from density
    ),
    spread as (
        select d.sample, d.place, (g.step + (d.u - g.below) / g.share) / 500 as x
        from (select * from return_draw(draws) semi join wide using (place)) as d
        asof join grid as g on g.place = d.place and d.u >= g.below
    )
    select d.sample, i.input, i.likely + i.deviation * normal_quantile(d.u) as amount
    from query_table(source) as i
    join return_draw(draws) as d on d.place = i.place
    where i.deviation > 0
    union all
    select s.sample, w.input, w.low + (w.high - w.low) * s.x as amount
    from spread as s
    join wide as w on w.place = s.place
    union all
    select d.sample, i.input, i.likely as amount
    from query_table(source) as i
    cross join range(draws) as d (sample)
    where coalesce(i.deviation, 0) = 0 and (i.high <= i.low or i.likely is null);

-- One row per scenario: the ledger of the year. Reads scenario, input and amount; a line of which an amount is missing is
-- null. hours: of learners' time, at the loaded wage.
create or replace macro return_ledger(source, hours) as table
    with wide as (
        select
            scenario,
            max(amount) filter (input = 'licences') as licences,
            max(amount) filter (input = 'content') as content,
            max(amount) filter (input = 'staff') as staff,
            max(amount) filter (input = 'rollout') as rollout,
            max(amount) filter (input = 'tool') as tool,
            hours * max(amount) filter (input = 'hourly_wage') as learner_time,
            max(amount) filter (input = 'extra_moves') as moves,
            max(amount) filter (input = 'external_fill') - max(amount) filter (input = 'internal_fill')
            - max(amount) filter (input = 'backfill') as move_value,
            coalesce(max(amount) filter (input = 'confidence_moves'), 1) as move_confidence,
            max(amount) filter (input = 'avoided_exits') as exits,
            max(amount) filter (input = 'replacement') as exit_value,
            coalesce(max(amount) filter (input = 'confidence_exits'), 1) as exit_confidence,
            max(amount) filter (input = 'assignments_released')
            * max(amount) filter (input = 'minutes_per_assignment') / 60 as admin_hours,
            max(amount) filter (input = 'admin_hour') as hour_value,
            coalesce(max(amount) filter (input = 'confidence_admin'), 1) as admin_confidence,
            max(amount) filter (input = 'productivity_units') as productivity_units,
            max(amount) filter (input = 'productivity_value') as productivity_value,
            max(amount) filter (input = 'confidence_productivity') as productivity_confidence,
        from query_table(source)
        group by scenario
    )
    select
        *,
        moves * move_value * move_confidence as benefit_moves,
        exits * exit_value * exit_confidence as benefit_exits,
        admin_hours * hour_value * admin_confidence as benefit_admin,
        productivity_units * productivity_value * productivity_confidence as benefit_productivity,
        coalesce(moves * move_value * move_confidence, 0) + coalesce(exits * exit_value * exit_confidence, 0)
        + coalesce(admin_hours * hour_value * admin_confidence, 0)
        + coalesce(productivity_units * productivity_value * productivity_confidence, 0) as benefits,
        licences + content + staff + rollout + tool as costs_without_time,
        licences + content + staff + rollout + tool + learner_time as costs,
    from wide;
