-- One row per rating of a known person that is not listed, and per person and question whose pairs are not made of the ratings
-- that nothing leaves out: every pair of a second one, and of all in pairs more than there are pairs and twice as many at most.
-- Looks through: manager_rating, readiness_rating, rating_pair
-- About: voices
with listed as (
    select
        person_id,
        rater,
        question,
        count(*) filter (why is null) as paired,
        count(*) filter (before is not null) as seconds,
        count(*) filter (before is not null and why is not null) as left_out_too,
    from readiness_rating
    group by all
),
pair as (
    select person_id, rater, question, count(*) as pairs,
    from rating_pair
    group by all
)
select l.person_id, l.question, null as batch_id, null as line, l.paired, coalesce(p.pairs, 0) as pairs,
from listed as l
left join pair as p on p.person_id = l.person_id and p.rater = l.rater and p.question = l.question
where l.seconds <> coalesce(p.pairs, 0)
    or l.left_out_too > 0
    or l.paired < coalesce(p.pairs + 1, 0)
    or l.paired > coalesce(2 * p.pairs, 0)
union all
select i.person_id, r.question, r.batch_id, r.line, null as paired, null as pairs,
from manager_rating as r
join identity_person as i on i.identity_id = r.identity_id
anti join readiness_rating as l on l.batch_id = r.batch_id and l.line = r.line
