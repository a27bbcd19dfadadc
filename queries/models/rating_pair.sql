-- One row per person, rater and question with two ratings in a row: before and after, raw and without the rater's leniency
-- (the rater's mean over both), the post on the later day, and what the person learned of free choice in between
-- (METRICS.md D6, ruling 16). Another rater than before makes no pair.
with rating as (
    select
        p.person_id,
        lower(trim(r.rater_key)) as rater,
        coalesce(r.question, 'readiness') as question,
        coalesce(r.cycle, r.phase, strftime(r.rated_on, '%Y-%m')) as cycle,
        r.rated_on,
        r.score,
        coalesce(r.points, 5) as points,
        case lower(r.phase) when 'before' then 0 when 'after' then 1 end as phase,
    from manager_rating as r
    join batch as b on b.batch_id = r.batch_id and b.undone_at is null
    join identity_person as p on p.identity_id = r.identity_id
    where r.score is not null and r.rated_on is not null and r.rater_key is not null
),
single as (
    select *
    from rating
    qualify row_number() over (partition by person_id, rater, question, cycle order by rated_on desc, score) = 1
),
step as (
    select
        *,
        lag(score) over earlier as before,
        lag(rated_on) over earlier as before_on,
        lag(phase) over earlier as before_phase,
    from single
    window earlier as (partition by person_id, rater, question order by rated_on, cycle)
),
pair as (
    select *
    from step
    where before is not null and (phase is null or before_phase is null or phase > before_phase)
),
leniency as (
    select rater, question, avg((before + score) / 2) as mean_score,
    from pair
    group by all
),
learned as (
    select
        p.person_id,
        p.rater,
        p.question,
        p.cycle,
        count(*) filter (
            e.outcome = 'completed' and e.anchored_on + e.days_to_end >= p.before_on
            and e.anchored_on + e.days_to_end < p.rated_on
        ) as completions,
        count(*) as episodes,
    from pair as p
    join episode as e
        on e.person_id = p.person_id and e.class in ('self_initiated', 'prompted') and e.standing <> 'waived'
        and coalesce(e.started_on, e.anchored_on) < p.rated_on
        and (e.anchored_on >= p.before_on or e.anchored_on + e.days_to_end >= p.before_on)
        and e.is_meaningful
    group by all
)
select
    p.person_id,
    p.rater,
    p.question,
    p.cycle,
    p.before_on,
    p.rated_on as after_on,
    p.before,
    p.score as after,
    p.score - p.before as change,
    p.before - l.mean_score as before_centred,
    p.score - l.mean_score as after_centred,
    case
        when coalesce(d.completions, 0) >= 3 then 'learners'
        when coalesce(d.episodes, 0) = 0 then 'others'
        else 'between'
    end as exposure,
    coalesce(u.org_unit_id, o.org_unit_id, 0)::smallint as org_unit_id,
    coalesce(u.job_family_id, 0)::smallint as job_family_id,
    coalesce(u.location_id, 0)::smallint as location_id,
    coalesce(u.grade_id, 0)::smallint as grade_id,
from pair as p
join leniency as l on l.rater = p.rater and l.question = p.question
left join learned as d
    on d.person_id = p.person_id and d.rater = p.rater and d.question = p.question and d.cycle = p.cycle
left join unit_spell as u on u.person_id = p.person_id and p.rated_on >= u.from_on and p.rated_on < u.to_on
left join person as o on o.person_id = p.person_id
