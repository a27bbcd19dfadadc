-- One row per rating that is not kept as it was given, and per pair whose days, scores, difference or learning in between are
-- not those of its two ratings and of the voluntary days between them (METRICS.md D6).
-- Looks through: readiness_rating, rating_pair
-- About: voices
with learned as (
    select p.person_id, p.rater, p.question, p.cycle, sum(v.completions) as completions, sum(v.seconds) as seconds,
    from rating_pair as p
    join voluntary_day as v on v.person_id = p.person_id and v.day between p.before_on and p.after_on - 1
    group by all
),
mean as (
    select rater, question, sum(before + after) / (2 * count(*)) as score,
    from rating_pair
    group by all
)
select r.batch_id, r.line, r.person_id, r.question,
from readiness_rating as r
left join manager_rating as g on g.batch_id = r.batch_id and g.line = r.line
where r.score is distinct from g.score
    or r.rated_on is distinct from g.rated_on
    or r.points is distinct from coalesce(g.points, 5)
    or r.rater is distinct from lower(trim(g.rater_key))
    or r.before_on > r.rated_on
    or (r.before is null) <> (r.before_on is null)
union all
select r.batch_id, r.line, p.person_id, p.question,
from rating_pair as p
left join readiness_rating as r
    on r.person_id = p.person_id and r.rater = p.rater and r.question = p.question and r.cycle = p.cycle
    and r.before is not null
left join mean as m on m.rater = p.rater and m.question = p.question
left join learned as d
    on d.person_id = p.person_id and d.rater = p.rater and d.question = p.question and d.cycle = p.cycle
where r.line is null
    or p.before_on <> r.before_on
    or p.after_on <> r.rated_on
    or abs((p.before - 1) * (r.points - 1) - 4 * (r.before - 1)) > 1e-6
    or abs((p.after - 1) * (r.points - 1) - 4 * (r.score - 1)) > 1e-6
    or abs(p.change - (p.after - p.before)) > 1e-9
    or abs(p.before_centred - (p.before - m.score)) > 1e-6
    or abs(p.after_centred - (p.after - m.score)) > 1e-6
    or p.level not between 1 and 5
    or p.level not between p.after - 0.501 and p.after + 0.501
    or p.moved_on <= p.after_on
    or p.exposure <> case
        when d.person_id is null then 'others'
        when d.completions >= 3 or d.seconds >= 18000 then 'learners'
        else 'between'
    end
union all
select g.batch_id, g.line, l.person_id, l.question,
from readiness_rating as l
join manager_rating as g on g.batch_id = l.batch_id and g.line = l.line
where l.before is not null
    and not exists (
        select 1 from manager_rating as b
        join identity_person as i on i.identity_id = b.identity_id
        where i.person_id = l.person_id and lower(trim(b.rater_key)) = l.rater and b.rated_on = l.before_on and b.score = l.before
    )
