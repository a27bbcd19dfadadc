-- One row per response that no reply stands for, or several of its wave: one of the person where it names one, else its
-- own, or that of a response with the same number or, without any, of the same moment. What nothing dates and no file names
-- a wave of stands in none, and is left out.
-- Looks through: survey_response
-- About: voices
with response as (
    select
        r.batch_id,
        r.line,
        p.person_id,
        coalesce(r.survey, 'survey') as survey,
        r.wave,
        coalesce(r.response_key, r.submitted_at::varchar, '') as mark,
    from survey_response as r
    left join identity_person as p on p.identity_id = r.identity_id
    where not coalesce(r.is_preview, false)
    qualify coalesce(r.wave, max(r.submitted_at) over (partition by r.batch_id, coalesce(r.survey, 'survey'))::varchar) is not null
),
named as (
    select r.batch_id, r.line, count(e.reply_id) as replies, count(distinct e.wave_id) as waves,
    from response as r
    left join survey_wave as w on w.survey = r.survey and (r.wave is null or w.wave = r.wave)
    left join survey_reply as e on e.wave_id = w.wave_id and e.person_id = r.person_id
    where r.person_id is not null
    group by all
),
kept as (
    select r.survey, r.mark,
    from response as r
    semi join survey_reply as e on e.batch_id = r.batch_id and e.line = r.line
    where r.person_id is null
)
select batch_id, line, replies,
from named
where replies = 0 or replies > waves
union all
select r.batch_id, r.line, 0 as replies,
from response as r
anti join kept as k on k.survey = r.survey and k.mark = r.mark
where r.person_id is null
