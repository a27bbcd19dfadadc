-- One row per score of a survey that nobody answered, is no point of its scale, is said to be favourable, neutral or
-- unfavourable against METRICS.md D2, or stands beside another reply or question than its own.
-- Looks through: survey_score
-- About: voices
with scale (points, favourable_from, neutral_from) as (
    values (5, 4, 3), (7, 6, 4), (10, 9, 7), (11, 9, 7)
),
verdict as (
    select
        s.reply_id,
        s.question_id,
        s.score,
        s.points,
        s.favour,
        r.batch_id,
        r.line,
        coalesce(
            s.score between if(s.points = 11, 0, 1) and if(s.points = 11, 10, s.points)
            and s.favour = case
                when s.score >= coalesce(c.favourable_from, 0.65 * (s.points - 1) + 1 + 1e-9) then 1
                when s.score >= coalesce(c.neutral_from, 0.35 * (s.points - 1) + 1 - 1e-9) then 0
                else -1
            end
            and abs(s.rescaled - 100 * (s.score - if(s.points = 11, 0, 1)) / if(s.points = 11, 10, s.points - 1)) < 1e-6
            and i.kind = 'scale'
            and s.points = i.points
            and s.is_autonomy = i.is_autonomy
            and s.construct is not distinct from i.construct
            and s.wave_id = r.wave_id
            and s.closed_on = r.closed_on
            and s.person_id = r.person_id
            and s.org_unit_id = r.org_unit_id
            and s.job_family_id = r.job_family_id
            and s.location_id = r.location_id
            and s.grade_id = r.grade_id,
            false
        ) as is_right,
    from survey_score as s
    left join survey_item as i on i.question_id = s.question_id
    left join survey_reply as r on r.reply_id = s.reply_id
    left join scale as c on c.points = s.points
),
answered as (
    select
        r.reply_id,
        i.question_id,
        case when not i.is_reversed then a.score when i.points = 11 then 10 - a.score else i.points + 1 - a.score end as score,
    from survey_answer as a
    join survey_reply as r on r.batch_id = a.batch_id and r.line = a.line
    join survey_question as q on q.batch_id = a.batch_id and q.question = a.question
    join survey_wording as l on l.wording_key = lower(trim(coalesce(q.wording, q.question)))
    join survey_item as i on i.survey = l.survey and i.wording_key = l.lead_key
    where a.score is not null
)
select batch_id, line, question_id, score, points, favour,
from verdict
where not is_right
union all
select v.batch_id, v.line, v.question_id, v.score, v.points, v.favour,
from verdict as v
anti join answered as a on a.reply_id = v.reply_id and a.question_id = v.question_id and a.score = v.score
