-- One row per change between two posts of one employment that is missing, stands in another post than the person then had, or is of
-- a kind that neither the posts before and after it nor the reasons stated for that day allow (METRICS.md C1). The
-- first post of an employment is no change.
-- Looks through: move, post_spell
-- About: people
with post as (
    select
        h.*,
        {'job': h.job, 'unit': h.org_unit_id, 'family': h.job_family_id, 'grade': h.grade_id} as post,
        g.scale,
        g.rank,
        g.step,
        s.to_on as left_on,
    from post_spell as h
    join service_spell as s on s.person_id = h.person_id and s.spell_no = h.spell_no
    left join grade as g on g.grade_id = h.grade_id
),
turned as (
    select *, post is distinct from lag(post) over spell as is_turn
    from post
    window spell as (partition by person_id, spell_no order by from_on)
),
reason as (
    select p.person_id, j.effective_on, list(distinct coalesce(j.reason_kind, '')) as reasons,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    group by all
),
step as (
    select
        t.*,
        m.kind,
        m.is_move,
        m.person_id is not null as is_told,
        m.org_unit_id is distinct from t.org_unit_id
        or m.job_family_id is distinct from t.job_family_id
        or m.location_id is distinct from t.location_id
        or m.grade_id is distinct from t.grade_id
        or m.job is distinct from t.job
        or m.batch_id is distinct from t.batch_id
        or m.line is distinct from t.line as is_elsewhere,
        coalesce(r.reasons, ['']) as reasons,
        row_number() over spell as nth,
        lag(t.post) over spell as before,
        lag(t.location_id) over spell as location_before,
        lag(coalesce(m.kind not in ('secondment', 'correction'), true)) over spell as is_settled_before,
        lag(t.scale) over spell as scale_before,
        lag((t.rank, t.step)) over spell as rank_before,
        first_value(t.from_on) over spell as first_on,
        first_value(if(t.is_turn, t.post, null) ignore nulls) over later as next_post,
        least(
            min(if(t.is_turn, t.from_on, null)) over later, t.left_on, (select to_on + 1 from personnel_window)
        ) - t.from_on as days,
    from turned as t
    left join move as m
        on m.person_id = t.person_id and m.spell_no = t.spell_no and m.moved_on = t.from_on
    left join reason as r on r.person_id = t.person_id and r.effective_on = t.from_on
    window
        spell as (partition by t.person_id, t.spell_no order by t.from_on),
        later as (
            partition by t.person_id, t.spell_no order by t.from_on rows between 1 following and unbounded following
        )
),
changed as (
    select
        *,
        coalesce(before.job <> post.job, false) as is_job,
        before.unit <> post.unit and before.unit > 0 and post.unit > 0 as is_unit,
        before.family <> post.family and before.family > 0 and post.family > 0 as is_family,
        before.grade <> post.grade and before.grade > 0 and post.grade > 0 as is_grade,
        case
            when before.grade = post.grade and post.grade > 0 then 0
            when scale_before = scale then sign(rank - rank_before[1])
        end as rise,
        coalesce(scale_before = scale and (rank, step) < rank_before, false) as is_lower_step,
    from step
),
counted as (
    select
        *,
        is_unit and not is_job and count(*) filter (is_unit and not is_job) over leap >= 10 as may_be_mass,
        is_unit and not is_job and count(*) filter (is_unit and not is_job and is_settled_before) over leap >= 10 as is_mass,
    from changed
    window leap as (partition by from_on, before.unit, post.unit)
),
-- The kinds that a change can have, a passing one apart, where the post before it was no passing one.
allowed as (
    select
        *,
        case
            when (is_job or is_unit or is_grade) and is_mass then ['reorganisation']
            else list_concat(
                if((is_job or is_unit or is_grade) and (may_be_mass or list_contains(reasons, 'reorganisation')), ['reorganisation'], []),
                case
                    when is_job or (is_unit and is_family)
                        then list_concat(
                            list_intersect(reasons, ['title', 'manager', 'cost_centre', 'progression']),
                            if(list_has_any(reasons, ['data_change', 'leave']), ['correction'], []),
                            [case
                                when rise > 0 then 'promotion'
                                when rise = 0 then 'lateral'
                                when rise < 0 then 'downward'
                                when list_contains(reasons, 'promotion') then 'promotion'
                                when list_contains(reasons, 'demotion') then 'downward'
                                when list_contains(reasons, 'lateral') then 'lateral'
                                else 'untyped'
                            end]
                        )
                    when is_grade and not is_lower_step and not list_has_any(reasons, ['data_change', 'leave']) then ['progression']
                    else list_concat(
                        if(is_grade and not is_lower_step, ['progression'], []),
                        case
                            when is_unit then ['unit']
                            when location_before <> location_id and location_before > 0 and location_id > 0
                                then ['title', 'manager', 'cost_centre', 'location']
                            else ['title', 'manager', 'cost_centre', 'unchanged']
                        end
                    )
                end
            )
        end as kinds,
    from counted
)
select person_id, batch_id, line, from_on, kind,
from allowed
where (nth = 1 and is_told)
    or (nth > 1 and not is_told and not (
        from_on - first_on < 90 * (nth - 1)
        and person_id in (
            select p.person_id
            from job_history as j
            join identity_person as p on p.identity_id = j.identity_id
            where j.reason_kind = 'secondment'
        )
    ))
    or (is_told and (
        is_elsewhere
        or is_move <> (kind in ('promotion', 'lateral', 'downward', 'untyped'))
        or (kind = 'secondment' and days > 89)
        or (kind = 'correction' and days > 89 and not list_has_any(reasons, ['data_change', 'leave']))
        or (is_turn and is_settled_before and before = next_post and days <= 30 and kind not in ('secondment', 'correction'))
        or (is_settled_before and kind not in ('secondment', 'correction') and not list_contains(kinds, kind))
    ))
