-- One row per person, rater and question with two ratings in a row: before and after, brought to a scale of five, and without
-- the rater's leniency (the rater's mean over both), the post on the later day, and what the person learned of free choice in between
-- (METRICS.md D6, ruling 16). Another rater than before makes no pair. stratum is that of C4 (landmark) on the day of the first
-- rating, with its review round in the place of the quarter: a round that goes on over the end of one is not parted. It is
-- null where no job history tells of that day. has_role says whether one tells of the day of the second rating,
-- followed_to how far it reaches, and moved_on of the first move, or of the first passed probation that it tells of, after it.
-- Key: person_id, (rater), question, cycle
-- References: identity_person; org_unit; job_family; location; grade
-- None without: readiness_rating
with pair as (
    select * replace (of_five(score, points) as score, of_five(before, points) as before),
    from readiness_rating
    where before is not null
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
        sum(v.completions) as completions,
        sum(v.seconds) as seconds,
    from pair as p
    join voluntary_day as v on v.person_id = p.person_id and v.day >= p.before_on and v.day < p.rated_on
    group by all
),
-- What C4 compares people by, on the day of the first rating.
known as (
    select
        p.person_id,
        p.before_on,
        dense_rank() over (
            order by
                r.review_round, h.job_family_id, h.grade_band_id, h.location_id,
                coalesce(b.rating_band, 0), tenure_band(s.from_on, p.before_on)
        ) as stratum,
    from (select distinct person_id, before_on from pair) as p
    join (select distinct rated_on, review_round from readiness_rating) as r on r.rated_on = p.before_on
    join service_spell as s on s.person_id = p.person_id and s.from_on <= p.before_on and s.to_on > p.before_on
    join post_spell as h
        on h.person_id = p.person_id and h.spell_no = s.spell_no
        and h.from_on <= p.before_on and h.to_on > p.before_on
    asof left join rating_band as b on b.person_id = p.person_id and b.rated_on < p.before_on
),
passed as (
    select p.person_id, j.effective_on as passed_on,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    where j.reason_kind = 'probation' and j.effective_on is not null
),
followed as (
    select
        p.person_id,
        p.rated_on,
        least(min(m.moved_on), min(t.passed_on)) as moved_on,
    from (select distinct person_id, rated_on from pair) as p
    join role_spell as r on r.person_id = p.person_id and r.from_on <= p.rated_on and r.to_on > p.rated_on
    left join move as m
        on m.person_id = r.person_id and m.spell_no = r.spell_no and m.is_move and m.moved_on > p.rated_on
    left join passed as t on t.person_id = p.person_id and t.passed_on > p.rated_on and t.passed_on < r.to_on
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
        when d.person_id is null then 'others'
        when is_self_directed(d.completions, d.seconds) then 'learners'
        else 'between'
    end as exposure,
    k.stratum::integer as stratum,
    round(p.score)::tinyint as level,
    f.person_id is not null as has_role,
    f.moved_on,
    (select nullif(to_on, date '9999-12-31') from personnel_window) as followed_to,
    p.org_unit_id,
    p.job_family_id,
    p.location_id,
    p.grade_id,
from pair as p
join leniency as l on l.rater = p.rater and l.question = p.question
left join learned as d
    on d.person_id = p.person_id and d.rater = p.rater and d.question = p.question and d.cycle = p.cycle
left join known as k on k.person_id = p.person_id and k.before_on = p.before_on
left join followed as f on f.person_id = p.person_id and f.rated_on = p.rated_on
