-- One row per comment of a reply: its tone where it could be read (English), else null, and the themes that it speaks of.
-- theme_ids is empty where none is found.
-- Key: reply_id, question
-- References: survey_reply; survey_wave; identity_person where person_id > 0; org_unit; job_family; location; grade
-- None without: survey_reply, survey_answer
with written as (
    select
        r.reply_id,
        r.batch_id,
        r.line,
        r.wave_id,
        r.closed_on,
        r.person_id,
        r.org_unit_id,
        r.job_family_id,
        r.location_id,
        r.grade_id,
        r.has_consent,
        a.question,
        a.answer as words,
    from survey_reply as r
    join survey_wave as w on w.wave_id = r.wave_id
    join survey_answer as a on a.batch_id = r.batch_id and a.line = r.line
    join survey_question as q on q.batch_id = a.batch_id and q.question = a.question
    join survey_wording as l on l.survey = w.survey and l.wording_key = lower(trim(coalesce(q.wording, q.question)))
    join survey_item as i on i.survey = l.survey and i.wording_key = l.lead_key and i.kind = 'comment'
    where trim(a.answer) <> ''
),
spoken as (
    select c.batch_id, c.line, c.question, list(t.theme_id order by t.theme_id) as theme_ids,
    from written as c
    join comment_theme_word as t on regexp_matches(lower(c.words), t.pattern)
    group by all
)
select
    w.* exclude (words),
    w.words,
    t.language,
    case when t.language = 'en' then tone_of(t.compound) end::tinyint as tone,
    coalesce(s.theme_ids, []) as theme_ids,
from written as w
left join comment_tone as t on t.batch_id = w.batch_id and t.line = w.line and t.question = w.question
left join spoken as s on s.batch_id = w.batch_id and s.line = w.line and s.question = w.question
