-- Sums of minutes with those of the one and of the two who add most (METRICS.md §I rule 6).
create or replace macro top_sum(minutes) as
    {'total': sum(minutes)::double, 'top': max(minutes)::double, 'two': list_sum(max(minutes, 2))::double};

-- Whom the shares of time tell of, by place and time basis: the people of all known time, those of what was found and assigned,
-- and those of prompted time, by which the two differ. The self-found ratio has all three as layers, because the share of hours
-- is told beside it; that one has the first alone.
-- Reads period_no, key_1, key_2, key_3, variant, person_id, found, assigned, prompted and unknown, one row per person.
create or replace macro minute_layers(source) as table
    with counted as (
        select
            period_no, key_1, key_2, key_3, variant,
            (count(*) filter (found + assigned + prompted > 0))::integer as known_persons,
            (count(*) filter (found + assigned > 0))::integer as found_persons,
            (count(*) filter (prompted > 0))::integer as prompted_persons,
            [top_sum(found + prompted), top_sum(assigned), top_sum(found + assigned + prompted)] as known_sums,
            [top_sum(found), top_sum(assigned)] as found_sums,
            [top_sum(prompted)] as prompted_sums,
            {
                'persons': (count(*) filter (unknown > 0))::integer,
                'lo': null::double,
                'hi': null::double,
                'sums': [top_sum(unknown)]
            } as unknown_part,
        from query_table(source)
        group by period_no, key_1, key_2, key_3, variant
    ),
    layered as (
        select
            period_no, key_1, key_2, key_3, variant,
            unnest(['', '_found', '_prompted']) as part,
            unnest([known_persons, found_persons, prompted_persons]) as persons,
            unnest([known_sums, found_sums, prompted_sums]) as sums,
            unnest([unknown_part, null, null]) as unknown_part,
        from counted
    )
    select
        period_no, key_1, key_2, key_3, variant,
        variant || part as layer,
        persons,
        sums,
        unknown_part,
    from layered
    where persons > 0;

-- The time of each person by basis as `variant`, in whole seconds, from rows that have every basis side by side (person_time).
create or replace macro time_by_basis(source) as table
    with based as (
        select
            period_no, key_1, key_2, key_3, person_id, 'wall' as variant,
            wall_found as found, wall_prompted as prompted, wall_assigned as assigned, wall_unknown as unknown,
        from query_table(source)
        union all
        select
            period_no, key_1, key_2, key_3, person_id, 'content' as variant,
            content_found as found, content_prompted as prompted, content_assigned as assigned, content_unknown as unknown,
        from query_table(source)
        union all
        select
            period_no, key_1, key_2, key_3, person_id, 'nominal' as variant,
            nominal_found as found, nominal_prompted as prompted, nominal_assigned as assigned, nominal_unknown as unknown,
        from query_table(source)
    )
    select
        period_no, key_1, key_2, key_3, variant, person_id,
        round(coalesce(found, 0))::bigint as found,
        round(coalesce(prompted, 0))::bigint as prompted,
        round(coalesce(assigned, 0))::bigint as assigned,
        round(coalesce(unknown, 0))::bigint as unknown,
    from based
    where coalesce(found, prompted, assigned, unknown) is not null;
