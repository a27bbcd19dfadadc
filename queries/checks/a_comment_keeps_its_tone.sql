-- One row per comment whose tone was not read, lies outside of -1 to 1, or is told otherwise than it was read (METRICS.md D5),
-- and per comment that stands beside another reply than its own.
-- Looks through: survey_answer, comment_tone, survey_comment
-- About: voices
select a.batch_id, a.line, a.question, null as tone,
from survey_answer as a
anti join comment_tone as t on t.batch_id = a.batch_id and t.line = a.line and t.question = a.question
where a.score is null and contains(trim(a.answer), ' ')
union all
select batch_id, line, question, compound as tone,
from comment_tone
where not coalesce(compound between -1 and 1, language is distinct from 'en')
union all
select c.batch_id, c.line, c.question, c.tone,
from survey_comment as c
left join comment_tone as t on t.batch_id = c.batch_id and t.line = c.line and t.question = c.question
left join survey_reply as r on r.reply_id = c.reply_id
where c.language is distinct from t.language
    or c.tone is distinct from if(t.language = 'en', if(abs(t.compound) < 0.05, 0, sign(t.compound)), null)
    or (c.batch_id, c.line, c.wave_id, c.closed_on, c.person_id, c.has_consent)
        is distinct from (r.batch_id, r.line, r.wave_id, r.closed_on, r.person_id, r.has_consent)
    or (c.org_unit_id, c.job_family_id, c.location_id, c.grade_id)
        is distinct from (r.org_unit_id, r.job_family_id, r.location_id, r.grade_id)
