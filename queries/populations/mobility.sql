-- What a matched comparison shows, as measures: see matched_difference. Without a number it says why (refusal).
create or replace macro told_difference(outcome, grain, since, until, as_of, by_1, by_2, by_3) as table
    with found as (
        select
            *,
            refusal is null as is_told,
            if(refusal is null, matched_learner_persons, learner_persons) as shown_learners,
            if(refusal is null, matched_other_persons, other_persons) as shown_others,
            log_low(rr, rr_error) as rr_lo,
            log_high(rr, rr_error) as rr_hi,
            learners_alone not between 1 and 9 and others_alone not between 1 and 9 as is_naive_told,
        from matched_difference(outcome, grain, since, until, as_of, by_1, by_2, by_3)
    ),
    limited as (
        select
            *,
            wilson_low(learner_events / learners, learner_size) as low_1,
            wilson_high(learner_events / learners, learner_size) as high_1,
            wilson_low(other_events / others, other_size) as low_0,
            wilson_high(other_events / others, other_size) as high_0,
        from found
    ),
    told as (
        select
            cell,
            unnest([
                {
                    'measure': 'rd', 'layer': 'learners+others', 'is_free': false, 'value': rd, 'lo': rd_lo, 'hi': rd_hi,
                    'x': null, 'n': matched_learners, 'persons': shown_learners + shown_others
                },
                {
                    'measure': 'learners', 'layer': 'learners', 'is_free': false, 'value': p_1, 'lo': null, 'hi': null,
                    'x': matched_learner_events, 'n': matched_learners, 'persons': shown_learners
                },
                {
                    'measure': 'others', 'layer': 'others', 'is_free': false, 'value': p_0, 'lo': null, 'hi': null,
                    'x': null, 'n': matched_others, 'persons': shown_others
                },
                {
                    'measure': 'middle', 'layer': 'middle', 'is_free': false, 'value': middle_events / nullif(middle, 0),
                    'lo': null, 'hi': null, 'x': middle_events, 'n': middle, 'persons': middle_persons
                },
                {
                    'measure': 'rr', 'layer': 'learners+others', 'is_free': false, 'value': rr, 'lo': rr_lo, 'hi': rr_hi,
                    'x': null, 'n': matched_learners, 'persons': shown_learners + shown_others
                },
                {
                    'measure': 'e_value', 'layer': 'learners+others', 'is_free': false, 'value': e_value(rr), 'lo': null,
                    'hi': null, 'x': null, 'n': matched_learners, 'persons': shown_learners + shown_others
                },
                {
                    'measure': 'e_value_limit', 'layer': 'learners+others', 'is_free': false, 'value': e_value_of_limit(rr_lo, rr_hi),
                    'lo': null, 'hi': null, 'x': null, 'n': matched_learners,
                    'persons': shown_learners + shown_others
                },
                {
                    'measure': 'matched_share', 'layer': 'learners', 'is_free': true,
                    'value': coalesce(matched_learners, 0) / nullif(learners, 0), 'lo': null, 'hi': null,
                    'x': coalesce(matched_learners, 0), 'n': learners, 'persons': learner_persons
                },
                {
                    'measure': 'naive', 'layer': 'learners+others', 'is_free': false,
                    'value': if(is_naive_told, learner_events / learners - other_events / others, null),
                    'lo': if(is_naive_told, newcombe_low(
                        learner_events / learners, low_1, high_1, other_events / others, low_0, high_0, together
                    ), null),
                    'hi': if(is_naive_told, newcombe_high(
                        learner_events / learners, low_1, high_1, other_events / others, low_0, high_0, together
                    ), null),
                    'x': null, 'n': learners, 'persons': learner_persons + other_persons
                }
            ]) as told,
            is_told,
            refusal,
            is_naive_told,
            unseen_share,
        from limited
    )
    select
        cell.period_no as period_no,
        cell.key_1 as key_1,
        cell.key_2 as key_2,
        cell.key_3 as key_3,
        told.layer as layer,
        told.measure as measure,
        if(is_told or told.is_free, told.value, null)::double as value,
        if(is_told or told.is_free, told.x, null)::double as numerator,
        if(is_told or told.is_free, told.n, null)::double as denominator,
        coalesce(told.persons, 0)::integer as persons,
        if(is_told, told.lo, null)::double as lo,
        if(is_told, told.hi, null)::double as hi,
        if(told.measure in ('others', 'rd'), unseen_share, 0)::double as unknown_share,
        case
            when told.is_free then null
            when not is_told then refusal
            when told.measure = 'naive' and not is_naive_told then 'nested'
        end as reason,
    from told
    where told.persons > 0;

-- How alike the two arms are before and after matching: differences of means in standard deviations, on the values before
-- they were coarsened and on some that were not matched.
create or replace macro matched_balance(grain, since, until, as_of, by_1, by_2, by_3) as table
    with unit as (
        select
            {
                'period_no': period_number(grain, month_number(landmark_on)),
                'key_1': dimension_key(by_1, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
                'key_2': dimension_key(by_2, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id),
                'key_3': dimension_key(by_3, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id)
            } as cell,
            {'landmark_on': landmark_on, 'stratum': stratum} as place,
            person_id,
            arm = 'learner' as is_learner,
            [
                {'variable': 'tenure', 'x': tenure_years}, {'variable': 'grade', 'x': grade_rank},
                {'variable': 'working_time', 'x': fte}, {'variable': 'time_in_role', 'x': role_years},
                {'variable': 'required_learning', 'x': required_completions::double},
                {'variable': 'earlier_moves', 'x': earlier_moves::double}
            ] as traits,
        from followed_person(as_of, 'move')
        where is_within(landmark_on, since, until) and arm <> 'middle'
    ),
    side as (
        select
            cell, place,
            (count(*) filter (is_learner))::double as n_1,
            (count(*) filter (not is_learner))::double as n_0,
        from unit
        group by cell, place
    ),
    weighted as (
        select
            u.cell, u.person_id, u.is_learner, u.traits,
            case when s.n_1 = 0 or s.n_0 = 0 then 0 when u.is_learner then 1 else s.n_1 / s.n_0 end as weight,
        from unit as u
        join side as s on s.cell = u.cell and s.place = u.place
    ),
    long as (
        select cell, person_id, is_learner, weight, unnest(traits, recursive := true)
        from weighted
    ),
    mean as (
        select
            cell, variable,
            avg(x) filter (is_learner) as all_1,
            avg(x) filter (not is_learner) as all_0,
            sum(weight * x) filter (is_learner) / nullif(sum(weight) filter (is_learner and x is not null), 0) as kept_1,
            sum(weight * x) filter (not is_learner)
            / nullif(sum(weight) filter (not is_learner and x is not null), 0) as kept_0,
            sqrt((var_samp(x) filter (is_learner) + var_samp(x) filter (not is_learner)) / 2) as deviation,
            count(distinct person_id) as persons,
        from long
        group by cell, variable
    )
    select
        cell, variable, persons,
        if(abs(all_1 - all_0) < 1e-9, 0, (all_1 - all_0) / nullif(deviation, 0)) as before,
        if(abs(kept_1 - kept_0) < 1e-9, 0, (kept_1 - kept_0) / nullif(deviation, 0)) as after,
    from mean;

-- One row per person and stretch of employment, from the day on which both learning and personnel data have begun: days
-- before and since the person was first self-directed, up to the first move, exit or as_of (person-time split, C4).
create or replace macro split_time(as_of) as table
    with begun as (
        select
            s.person_id,
            s.spell_no,
            greatest(
                (select from_on from personnel_window),
                (select min(data_from) from learning_system),
                (select min(p.from_on) from post_spell as p where p.person_id = s.person_id and p.spell_no = s.spell_no)
            ) as starts_on,
            least(s.to_on, as_of + 1) as leaves_on,
        from service_spell as s
        where exists (
            select 1 from post_spell as p where p.person_id = s.person_id and p.spell_no = s.spell_no
        )
    ),
    followed as (
        select
            b.person_id, b.spell_no, b.starts_on,
            least(b.leaves_on, coalesce(min(m.moved_on), b.leaves_on)) as ends_on,
            coalesce(min(m.moved_on) < b.leaves_on, false) as is_moved,
        from begun as b
        left join move as m
            on m.person_id = b.person_id and m.spell_no = b.spell_no and m.is_move and m.moved_on > b.starts_on
        where b.starts_on < b.leaves_on
        group by b.person_id, b.spell_no, b.starts_on, b.leaves_on
    )
    select
        f.person_id,
        f.spell_no,
        f.starts_on as day,
        f.is_moved,
        greatest(f.ends_on - greatest(f.starts_on, coalesce(l.since_on, f.ends_on)), 0) as exposed_days,
        f.ends_on - f.starts_on
        - greatest(f.ends_on - greatest(f.starts_on, coalesce(l.since_on, f.ends_on)), 0) as unexposed_days,
        coalesce(l.since_on < f.ends_on, false) as is_exposed_at_end,
        coalesce(h.org_unit_id, 0)::smallint as org_unit_id,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        coalesce(h.job_family_id, 0)::smallint as job_family_id,
        coalesce(h.location_id, 0)::smallint as location_id,
        coalesce(h.grade_id, 0)::smallint as grade_id,
        coalesce(h.grade_band_id, 0)::smallint as grade_band_id,
    from followed as f
    left join self_directed_since as l on l.person_id = f.person_id
    left join post_spell as h
        on h.person_id = f.person_id and h.spell_no = f.spell_no
        and h.from_on <= f.starts_on and h.to_on > f.starts_on;
