-- One row per landmark (a quarter's first day) and person who is eligible there (METRICS.md C4): employed, in the role for
-- 90 days or longer, and not about to leave within 30 days (no file tells of notices; a decision made before is no outcome).
-- The arm goes by the 365 days before, first_… and exit_on by what came after, however long. stratum is the same for
-- people of one family, grade (without steps), band of tenure, place and last rating.
-- Key: landmark_on, person_id
-- References: identity_person; org_unit; job_family; location; grade; job_history
-- None without: role_spell
with quarter as (
    select unnest(generate_series(
        date_trunc('quarter', l.from_on + 365), w.to_on, interval 3 month
    ))::date as landmark_on,
    from (select min(data_from) as from_on from learning_system) as l
    cross join personnel_window as w
    where l.from_on is not null and w.to_on < date '9999-12-31'
),
landing as (
    select landmark_on,
    from quarter
    where landmark_on - 365 >= (select min(data_from) from learning_system)
),
eligible as (
    select
        d.landmark_on,
        r.person_id,
        r.spell_no,
        d.landmark_on - r.from_on as role_days,
        s.from_on as hired_on,
        (d.landmark_on - s.from_on) / 365.25 as tenure_years,
        nullif(s.to_on, date '9999-12-31') as exit_on,
        s.exit_kind,
    from landing as d
    join role_spell as r on r.from_on <= d.landmark_on - 90 and r.to_on > d.landmark_on
    join service_spell as s
        on s.person_id = r.person_id and s.spell_no = r.spell_no and s.to_on > d.landmark_on + 30
),
chosen as (
    select d.landmark_on, v.person_id, sum(v.completions) as completions, sum(v.seconds) as seconds,
    from landing as d
    join voluntary_day as v on v.day >= d.landmark_on - 365 and v.day < d.landmark_on
    group by all
),
bound as (
    select d.landmark_on, e.person_id, count(*) as completions,
    from landing as d
    join episode as e
        on e.class = 'assigned_required' and e.outcome = 'completed' and is_standing(e.standing)
        and e.anchored_on + e.days_to_end >= d.landmark_on - 365
        and e.anchored_on + e.days_to_end < d.landmark_on
    group by all
),
moved as (
    select
        e.landmark_on,
        e.person_id,
        count(*) filter (m.moved_on <= e.landmark_on) as earlier_moves,
        min(m.moved_on) filter (m.moved_on > e.landmark_on) as first_move_on,
        min(m.moved_on) filter (m.moved_on > e.landmark_on and m.kind = 'promotion') as first_promotion_on,
    from eligible as e
    join move as m on m.person_id = e.person_id and m.spell_no = e.spell_no and m.is_move
    group by all
),
known as (
    select
        e.*,
        coalesce(h.org_unit_id, 0)::smallint as org_unit_id,
        coalesce(h.job_family_id, 0)::smallint as job_family_id,
        coalesce(h.location_id, 0)::smallint as location_id,
        coalesce(h.grade_id, 0)::smallint as grade_id,
        coalesce(h.grade_band_id, 0)::smallint as grade_band_id,
        g.rank as grade_rank,
        h.fte,
        h.job,
        h.batch_id,
        h.line,
        b.rating_band,
    from eligible as e
    left join post_spell as h
        on h.person_id = e.person_id and h.spell_no = e.spell_no
        and h.from_on <= e.landmark_on and h.to_on > e.landmark_on
    left join grade as g on g.grade_id = h.grade_id
    asof left join rating_band as b on b.person_id = e.person_id and b.rated_on < e.landmark_on
)
select
    k.landmark_on,
    k.person_id,
    k.org_unit_id,
    k.job_family_id,
    k.location_id,
    k.grade_id,
    (case
        when c.person_id is null then 'other'
        when is_self_directed(c.completions, c.seconds) then 'learner'
        else 'middle'
    end)::enum ('learner', 'middle', 'other') as arm,
    (dense_rank() over (
        order by
            k.job_family_id, k.grade_band_id, k.location_id, coalesce(k.rating_band, 0),
            tenure_band(k.hired_on, k.landmark_on)
    ))::integer as stratum,
    k.tenure_years::double as tenure_years,
    (k.role_days / 365.25)::double as role_years,
    k.grade_rank,
    k.fte,
    coalesce(o.completions, 0)::integer as required_completions,
    coalesce(m.earlier_moves, 0)::integer as earlier_moves,
    m.first_move_on,
    m.first_promotion_on,
    k.exit_on,
    k.exit_kind,
    k.person_id in (select person_id from episode) as is_known_to_learning,
    k.job,
    k.batch_id,
    k.line,
from known as k
left join chosen as c on c.landmark_on = k.landmark_on and c.person_id = k.person_id
left join bound as o on o.landmark_on = k.landmark_on and o.person_id = k.person_id
left join moved as m on m.landmark_on = k.landmark_on and m.person_id = k.person_id
