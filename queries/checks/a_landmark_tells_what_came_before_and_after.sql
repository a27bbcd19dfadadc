-- One row per landmark (METRICS.md C4) whose arm, required completions, moves, promotion or exit are not those that the
-- days, episodes, roles and moves of its person tell of, or whose stratum puts unlike people together.
-- Looks through: landmark
-- About: people
with learned as (
    select l.landmark_on, l.person_id, sum(v.completions) as completions, sum(v.seconds) as seconds,
    from landmark as l
    join voluntary_day as v on v.person_id = l.person_id and v.day between l.landmark_on - 365 and l.landmark_on - 1
    group by all
),
required as (
    select l.landmark_on, l.person_id, count(*) as completions,
    from landmark as l
    join (
        select person_id, anchored_on + days_to_end as ended_on,
        from episode
        where class = 'assigned_required' and outcome = 'completed' and is_standing(standing)
    ) as e on e.person_id = l.person_id and e.ended_on between l.landmark_on - 365 and l.landmark_on - 1
    group by all
),
promoted as (
    select l.landmark_on, l.person_id, min(m.moved_on) as moved_on,
    from landmark as l
    join move as m on m.person_id = l.person_id and m.moved_on > l.landmark_on and m.kind = 'promotion'
    group by all
),
role as (
    select
        *,
        count(*) filter (is_entered_by_move) over (partition by person_id, spell_no order by from_on) as moves,
    from role_spell
),
told as (
    select
        l.*,
        coalesce(
            l.arm = case
                when a.person_id is null then 'other'
                when a.completions >= 3 or a.seconds >= 18000 then 'learner'
                else 'middle'
            end
            and l.required_completions = coalesce(q.completions, 0)
            and l.earlier_moves = r.moves
            and l.first_move_on is not distinct from if(r.ending = 'move', r.to_on, null)
            and l.first_promotion_on is not distinct from if(m.moved_on < s.to_on, m.moved_on, null)
            and l.exit_on is not distinct from nullif(s.to_on, date '9999-12-31')
            and l.exit_kind is not distinct from s.exit_kind
            and l.job is not distinct from h.job
            and l.batch_id is not distinct from h.batch_id
            and l.line is not distinct from h.line
            and abs(l.role_years * 365.25 - (l.landmark_on - r.from_on)) < 0.5
            and abs(l.tenure_years * 365.25 - (l.landmark_on - s.from_on)) < 0.5
            and l.grade_rank is not distinct from g.rank
            and l.is_known_to_learning = (k.person_id is not null),
            false
        ) as is_right,
        coalesce(h.grade_band_id, 0) as grade_band_id,
        case
            year(l.landmark_on) - year(s.from_on)
            - (strftime(l.landmark_on, '%m%d') < strftime(s.from_on, '%m%d'))::integer
            when 0 then 0 when 1 then 1 when 2 then 2 when 3 then 2 when 4 then 2 else 3
        end as tenure_band,
    from landmark as l
    left join role as r on r.person_id = l.person_id and l.landmark_on >= r.from_on and l.landmark_on < r.to_on
    left join service_spell as s on s.person_id = r.person_id and s.spell_no = r.spell_no
    left join post_spell as h on h.person_id = l.person_id and l.landmark_on >= h.from_on and l.landmark_on < h.to_on
    left join grade as g on g.grade_id = l.grade_id
    left join learned as a on a.landmark_on = l.landmark_on and a.person_id = l.person_id
    left join required as q on q.landmark_on = l.landmark_on and q.person_id = l.person_id
    left join promoted as m on m.landmark_on = l.landmark_on and m.person_id = l.person_id
    left join (select distinct person_id from episode) as k on k.person_id = l.person_id
)
select batch_id, line, landmark_on, person_id, arm, null as stratum,
from told
where not is_right
union all
select any_value(batch_id) as batch_id, any_value(line) as line, null as landmark_on, null as person_id, null as arm, stratum,
from told
group by stratum
having min(job_family_id) <> max(job_family_id)
    or min(location_id) <> max(location_id)
    or min(grade_band_id) <> max(grade_band_id)
    or min(tenure_band) <> max(tenure_band)
