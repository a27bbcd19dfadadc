-- What the readiness checklist measures by (METRICS.md F): one row per question and signal that is known by as_of, with how much
-- of it says yes (two points) and partly (one); is_weak: it only hints at the answer, yields one point at most, and speaks only
-- where nothing better does.
create or replace macro readiness_signal(as_of) as table
    with learner as (
        select distinct person_id
        from active_episode(as_of)
        where last_on > as_of - 365
    ),
    employee as (
        select distinct person_id
        from person_spell
        where from_on <= as_of and to_on > as_of
    ),
    house as (
        select
            (select count(distinct person_id) from begun_episode(as_of)) as everybody,
            (select count(*) from learner) as learners,
            (select count(*) from employee) as employees,
            (select count(*) > 0 from begun_episode(as_of) where class <> 'unknown') as is_classed,
            (select count(*) > 0 from personnel_person) as has_personnel,
    ),
    voiced as (
        select construct, wave_id, closed_on, person_id, favour
        from survey_answered(as_of)
        where construct in ('control', 'manager_encourages', 'initiative_noticed', 'feedback', 'progress_visible')
    ),
    latest as (
        select construct, arg_max(wave_id, (closed_on, wave_id)) as wave_id
        from voiced
        group by construct
    ),
    voice as (
        select
            v.construct,
            count(*) filter (v.favour = 1) as x,
            count(*) as n,
            count(distinct v.person_id) as persons,
        from voiced as v
        join latest as l on l.construct = v.construct and l.wave_id = v.wave_id
        group by v.construct
        having count(distinct v.person_id) >= 10
    ),
    orientation as (
        select distinct item_id
        from item_topic
        where lower(topic) like '%orientation%' or lower(topic) like '%self-directed%'
    ),
    oriented as (
        select count(distinct person_id) as x
        from episode as e
        semi join orientation as o on o.item_id = e.item_id
        semi join employee as m on m.person_id = e.person_id
        where e.outcome = 'completed' and is_standing(e.standing) and e.anchored_on + e.days_to_end <= as_of
    ),
    assessing as (
        select distinct item_id
        from item_topic
        where regexp_matches(lower(topic), '\bself[- ]?(assessment|reflection)|\breflection\b')
    ),
    assessed as (
        select count(distinct e.person_id) as x
        from episode as e
        semi join assessing as a on a.item_id = e.item_id
        semi join learner as l on l.person_id = e.person_id
        where e.outcome = 'completed' and is_standing(e.standing)
            and e.anchored_on + e.days_to_end <= as_of and e.anchored_on + e.days_to_end > as_of - 365
    ),
    goal_holder as (
        select
            p.person_id,
            bool_or(g.set_on > as_of - 365 or (g.updated_on > as_of - 365 and g.updated_on <= as_of)) as is_recent,
        from goal as g
        join identity_person as p on p.identity_id = g.identity_id
        where g.set_on <= as_of
        group by p.person_id
    ),
    credential as (
        select distinct i.item_id
        from item_alias as a
        join item_of_alias as i on i.alias_id = a.alias_id
        where trim(a.credential) <> ''
    ),
    finished as (
        select
            count(*) as n,
            count(c.item_id) as x,
            count(distinct e.person_id) as persons,
        from completed_voluntary(as_of) as e
        left join credential as c on c.item_id = e.item_id
        where e.class <> 'unknown' and e.completed_on > as_of - 365
    ),
    recognised as (
        select
            count(*) as n,
            count(*) filter (is_recognised) as x,
            count(distinct person_id) as persons,
        from (
            select
                e.person_id,
                exists (
                    select 1
                    from feedback_event as f
                    where f.person_id = e.person_id and f.item_id = e.item_id and f.is_recognition
                        and f.told_on >= e.anchored_on and f.told_on <= as_of
                ) as is_recognised,
            from completed_voluntary(as_of) as e
            where e.class <> 'unknown' and e.completed_on > as_of - 365
        )
    ),
    answered as (
        select e.person_id, min(f.told_on) - (e.anchored_on + e.days_to_end) as days,
        from episode as e
        join feedback_event as f
            on f.person_id = e.person_id and f.item_id = e.item_id and f.told_on >= e.anchored_on + e.days_to_end
        where e.outcome = 'completed' and is_standing(e.standing) and f.told_on <= as_of
            and e.anchored_on + e.days_to_end > as_of - 365
        group by e.person_id, e.item_id, e.anchored_on, e.days_to_end
    ),
    chosen as (
        select s.person_id, s.item_id, lower(trim(i.format)) as format
        from chosen_sequence as s
        join item as i on i.item_id = s.item_id
        where s.begun_on <= as_of and s.begun_on > as_of - 365 and trim(i.format) <> ''
    ),
    format_share as (
        select format, count(*) / (select count(*) from chosen) as share
        from chosen
        group by format
    ),
    item_use as (
        select item_id, count(distinct person_id) as persons
        from active_episode(as_of)
        where last_on > as_of - 365
        group by item_id
    ),
    walker as (
        select count(distinct w.person_id) as x
        from path_instance as w
        semi join learner as l on l.person_id = w.person_id
        where w.third_on <= as_of and w.third_on > as_of - 365
    ),
    path_chooser as (
        select count(distinct e.person_id) as x
        from episode as e
        semi join official_step as o
            on o.item_id = e.item_id and o.valid_from <= e.anchored_on and o.valid_to > e.anchored_on
        semi join learner as l on l.person_id = e.person_id
        where e.class in ('self_initiated', 'prompted') and is_standing(e.standing)
            and e.anchored_on <= as_of and e.anchored_on > as_of - 365
    ),
    emerged as (
        select
            count(distinct items) as n,
            count(distinct items) filter (judgement = 'formalised') as x,
        -- Without a list of official paths none of this is told, and no path is looked for.
        from judged_pattern((select if(count(*) > 0, as_of, null) from official_step))
        where has_emerged and period_start('quarter', quarter + 1) > as_of - 365
    ),
    flagged as (
        select count(*) as n, count(acted_on) as x
        from flagged_theme(as_of, as_of - 365, null::date)
        where is_logged
    ),
    signal as (
        select
            'Q1' as question, 'control' as measure, v.x / v.n as value, v.x::double as x, v.n::double as n, v.persons,
            0.7 as yes, 0.5 as partly, false as is_weak,
        from voice as v
        where v.construct = 'control'
        union all
        select 'Q1', 'orientation', o.x / h.employees, o.x, h.employees, h.employees, 0.8, 0.4, true,
        from oriented as o
        cross join house as h
        where h.employees > 0 and (select count(*) > 0 from orientation)
        union all
        select 'Q2', 'manager_goals', x / n, x, n, persons, 0.7, 0.5, false,
        from voice
        where construct = 'manager_encourages'
        union all
        select 'Q2', 'goals', count(g.person_id) / count(*), count(g.person_id), count(*), count(*), 0.6, 0.3, false,
        from employee as e
        left join goal_holder as g on g.person_id = e.person_id and g.is_recent
        having count(*) > 0 and (select count(*) > 0 from goal_holder)
        union all
        select 'Q3', 'recognition', x / n, x, n, persons, 0.6, 0.4, false,
        from voice
        where construct = 'initiative_noticed'
        union all
        select 'Q3', 'credentials', 100 * x / n, x, n, persons, 20, 5, true,
        from finished
        where n > 0 and (select count(*) > 0 from credential)
        union all
        select 'Q3', 'recognition_events', 100 * x / n, x, n, persons, 20, 5, false,
        from recognised
        where n > 0 and (select count(*) > 0 from feedback_event where is_recognition and told_on <= as_of)
        union all
        select
            'Q4', 'formats', pow(2, round(-sum(share * log2(share)), 9)), null, null,
            (select count(distinct person_id) from chosen), 4, 2.5, false,
        from format_share
        having count(*) > 0
        union all
        select
            'Q4', 'items_used', count(u.item_id) / count(*), count(u.item_id), count(*), any_value(h.learners), 0.3, 0.1, false,
        from item as i
        cross join house as h
        left join item_use as u on u.item_id = i.item_id and u.persons >= 5
        where i.is_external is not true
        having count(*) > 0
        union all
        select 'Q5', 'own_paths', w.x / h.learners, w.x, h.learners, h.learners, 0.1, 0.01, false,
        from walker as w
        cross join house as h
        where h.learners > 0 and h.is_classed
        union all
        select 'Q5', 'path_choices', p.x / h.learners, p.x, h.learners, h.learners, 0.1, 0.01, false,
        from path_chooser as p
        cross join house as h
        where h.learners > 0 and h.is_classed and (select count(*) > 0 from official_step)
        union all
        select
            'Q6', 'goal_updates', count(g.person_id) / count(*), count(g.person_id), count(*), count(*), 0.3, 0.1, false,
        from learner as l
        left join goal_holder as g on g.person_id = l.person_id and g.is_recent
        having count(*) > 0 and (select count(*) > 0 from goal_holder)
        union all
        select 'Q6', 'self_assessments', a.x / h.learners, a.x, h.learners, h.learners, 0.3, 0.1, true,
        from assessed as a
        cross join house as h
        where h.learners > 0 and (select count(*) > 0 from assessing)
        union all
        select 'Q7', 'hr_join', count(p.person_id) / count(*), count(p.person_id), count(*), count(*), 0.9, 0.6, false,
        from learner as l
        left join personnel_person as p on p.person_id = l.person_id
        having count(*) > 0 and (select has_personnel from house)
        union all
        select
            'Q7', 'outcome_sources',
            (select (count(*) > 0)::integer from job_history) + (select (count(*) > 0)::integer from manager_rating),
            null, null, everybody, 1, 1, false,
        from house
        where has_personnel
        union all
        select 'Q8', 'feedback', x / n, x, n, persons, 0.6, 0.4, construct = 'progress_visible',
        from voice
        where construct in ('feedback', 'progress_visible')
        qualify row_number() over (order by construct) = 1
        union all
        select 'Q8', 'feedback_days', median(days), null, count(*), count(distinct person_id), 7, 30, false,
        from answered
        having count(*) > 0
        union all
        select 'Q9', 'formalised_paths', e.x, null, null, h.everybody, 1, 1, false,
        from emerged as e
        cross join house as h
        where e.n > 0 and (select count(*) > 0 from official_step)
        union all
        select 'Q9', 'actions', f.x / f.n, f.x, f.n, h.everybody, 0.5, 0.2, false,
        from flagged as f
        cross join house as h
        where
            f.n > 0
            and (select count(*) > 0 from loop_action as a join batch as b on b.batch_id = a.batch_id and b.undone_at is null)
    )
    select *
    from signal;
