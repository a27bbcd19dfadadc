-- One row per answer of a reply whose question is none of the survey, or that is neither scored nor kept as a comment though
-- it is a point of its scale, or words. Replies that answer less than half of the scale questions are not scored.
-- Looks through: survey_answer
-- About: voices
with answer as (
    select
        r.reply_id,
        r.is_valid,
        a.batch_id,
        a.line,
        a.question,
        i.question_id,
        i.kind,
        case when i.points = 11 then a.score between 0 and 10 else a.score between 1 and i.points end as is_point,
        trim(a.answer) <> '' as has_words,
    from survey_reply as r
    join survey_wave as w on w.wave_id = r.wave_id
    join survey_answer as a on a.batch_id = r.batch_id and a.line = r.line
    left join survey_question as q on q.batch_id = a.batch_id and q.question = a.question
    left join survey_wording as l on l.survey = w.survey and l.wording_key = lower(trim(coalesce(q.wording, q.question)))
    left join survey_item as i on i.survey = l.survey and i.wording_key = l.lead_key
)
select a.batch_id, a.line, a.question, a.kind,
from answer as a
left join survey_score as s on s.reply_id = a.reply_id and s.question_id = a.question_id
left join survey_comment as c on c.reply_id = a.reply_id and c.question = a.question
where a.kind is null
    or (a.kind = 'scale' and a.is_valid and a.is_point and s.reply_id is null)
    or (a.kind = 'comment' and a.has_words and c.reply_id is null)
