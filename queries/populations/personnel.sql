-- Whole periods of which the personnel files tell (passed_period, from the first day on which they are complete).
create or replace macro personnel_period(grain, since, until, as_of) as table
    with told as (
        select
            unnest(generate_series(
                period_number(grain, month_number(greatest(coalesce(since, from_on), from_on)))::integer,
                period_number(grain, month_number(least(coalesce(until, as_of + 1), as_of + 1) - 1))::integer
            ))::integer as period_no,
            greatest(coalesce(since, from_on), from_on) as first_on,
            least(coalesce(until, as_of + 1), as_of + 1) as last_on,
        from personnel_window
        where greatest(coalesce(since, from_on), from_on) < least(coalesce(until, as_of + 1), as_of + 1)
    ),
    dated as (
        select
            period_no,
            coalesce(period_start(grain, period_no), first_on)::date as starts_on,
            coalesce(period_start(grain, period_no + 1), last_on)::date as ends_on,
            first_on,
            last_on,
        from told
    )
    select period_no, starts_on, ends_on
    from dated
    where ends_on <= last_on and starts_on >= first_on;

-- One row per change of post, with the post that the person left and the working time there: whoever moves counts where the days
-- at risk of it do, because a rate is what happened among the people who were there.
create or replace macro left_post() as table
    select
        m.* exclude (org_unit_id, job_family_id, location_id, grade_id),
        coalesce(h.org_unit_id, 0)::smallint as org_unit_id,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        coalesce(h.job_family_id, 0)::smallint as job_family_id,
        coalesce(h.location_id, 0)::smallint as location_id,
        coalesce(h.grade_id, 0)::smallint as grade_id,
        h.fte,
    from move as m
    left join post_spell as h on h.person_id = m.person_id and h.spell_no = m.spell_no and h.to_on = m.moved_on;

-- One row per move or progression in a period, with the post that the person left (C2, C2p).
create or replace macro made_move(grain, since, until, as_of) as table
    select m.*, p.period_no, p.starts_on, p.ends_on
    from personnel_period(grain, since, until, as_of) as p
    join left_post() as m on m.moved_on >= p.starts_on and m.moved_on < p.ends_on
    where m.is_move or m.kind = 'progression';

-- One row per person, period and post held in it, with the days (C2, C2p); without any for the post that was left by a move on the
-- period's first day, so that whoever moved is among the people of the row that counts the move.
create or replace macro held_post(grain, since, until, as_of) as table
    select
        s.person_id,
        p.period_no,
        p.starts_on as day,
        p.ends_on - p.starts_on as period_days,
        least(s.to_on, p.ends_on) - greatest(s.from_on, p.starts_on) as days,
        s.fte,
        s.org_unit_id,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        s.job_family_id,
        s.location_id,
        s.grade_id,
    from personnel_period(grain, since, until, as_of) as p
    join post_spell as s on s.from_on < p.ends_on and s.to_on > p.starts_on
    union all
    select
        person_id, period_no,
        starts_on as day,
        ends_on - starts_on as period_days,
        0 as days,
        fte, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id,
    from made_move(grain, since, until, as_of)
    where moved_on = starts_on;

-- Vacancies filled by as_of, with whether from inside (C2f). Who is known to no file is told apart by what the vacancy states.
create or replace macro filled_vacancy(as_of) as table
    select
        coalesce(
            i.person_id::varchar,
            concat_ws(
                ' ', 'vacancy', v.requisition, v.filled_on, v.org_unit, v.job_family, v.grade,
                row_number() over (
                    partition by i.person_id, v.requisition, v.filled_on, v.org_unit, v.job_family, v.grade order by v.batch_id, v.line
                )
            )
        ) as person_id,
        v.filled_on as day,
        lower(trim(v.fill_kind)) = 'internal' as is_internal,
        coalesce(u.org_unit_id, 0)::smallint as org_unit_id,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        coalesce(f.job_family_id, 0)::smallint as job_family_id,
        0::smallint as location_id,
        coalesce(g.grade_id, 0)::smallint as grade_id,
        v.batch_id,
        v.line,
    from vacancy_fill as v
    left join identity_person as i on i.identity_id = v.identity_id
    left join org_unit as u on u.name = trim(v.org_unit)
    left join job_family as f on f.name = trim(v.job_family)
    left join grade as g on g.name = trim(v.grade)
    where v.filled_on <= as_of and lower(trim(v.fill_kind)) in ('internal', 'external');

-- Stays in a role by as_of, from the first day of the role (variant all; entered: days before the data begin), and people
-- at landmarks from there on, by group (C3). ending: 1 a move, 2 an exit, 0 neither by as_of.
create or replace macro followed_role(as_of) as table
    with waiting as (
        select
            'all' as variant,
            r.person_id, r.spell_no,
            r.from_on as day,
            greatest((select from_on from personnel_window) - r.from_on, 0) as entered,
            least(r.to_on, as_of + 1) - r.from_on as ended,
            case
                when r.to_on > as_of or r.ending = 'open' then 0
                when r.ending = 'move' then 1
                else 2
            end as ending,
            as_of - r.from_on as followed,
        from role_spell as r
        where r.from_on <= as_of and r.to_on > (select from_on from personnel_window)
        union all
        select
            l.arm::varchar as variant,
            l.person_id, 0 as spell_no,
            l.landmark_on as day,
            0 as entered,
            least(coalesce(l.first_move_on, as_of + 1), coalesce(l.exit_on, as_of + 1), as_of + 1) - l.landmark_on as ended,
            case
                when l.first_move_on <= as_of then 1
                when l.exit_on <= as_of then 2
                else 0
            end as ending,
            as_of - l.landmark_on as followed,
        from landmark as l
        where l.landmark_on <= as_of
    )
    select
        w.*,
        coalesce(h.org_unit_id, 0)::smallint as org_unit_id,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        coalesce(h.job_family_id, 0)::smallint as job_family_id,
        coalesce(h.location_id, 0)::smallint as location_id,
        coalesce(h.grade_id, 0)::smallint as grade_id,
    from waiting as w
    left join post_spell as h
        on h.person_id = w.person_id and h.from_on <= w.day and h.to_on > w.day;
