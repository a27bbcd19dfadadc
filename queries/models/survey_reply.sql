-- One row per person and wave: the latest response that is valid, else the latest, with the person's post on the day when
-- the wave closed: who opens the form again and leaves it has said no less than before.
-- A response without a person stands for one person of its own, with a negative number; exports of one wave that overlap
-- hold it more than once, known by its number, else by when and what was answered (of rows that look alike within a file
-- the how manieth), from the earliest to the latest batch. is_valid: at least half of the scale questions of its form
-- are answered: those of its file that anybody answered in the wave, so that two forms of one wave, as in two languages, do
-- not count against each other. statements: how many of them are on autonomy.
-- Key: reply_id; batch_id, line; wave_id, person_id
-- References: survey_response; batch as earliest_batch_id; batch as latest_batch_id; survey_wave;
--     identity_person where not is_anonymous; org_unit; job_family; location; grade
-- None without: survey_response
with words as (
    select batch_id, line, hash(list((question, answer) order by question)) as words,
    from survey_answer
    group by all
),
dated as (
    select r.*, local_date(r.submitted_at, d.first_on, d.turns_at, d.next_on) as answered_on,
    from survey_response as r
    left join local_day as d on d.utc_on = r.submitted_at::date
    where not coalesce(r.is_preview, false)
),
named as (
    select
        * replace (
            coalesce(survey, 'survey') as survey,
            coalesce(
                wave, strftime(max(answered_on) over (partition by batch_id, coalesce(survey, 'survey')), '%Y-%m')
            ) as wave
        ),
    from dated
),
response as (
    select
        r.batch_id,
        r.line,
        b.system,
        b.data_to,
        r.response_key,
        w.wave_id,
        w.closed_on,
        p.person_id,
        trim(r.org_unit) as org_unit,
        lower(left(r.language, 2)) as language,
        coalesce(r.has_consent, false) as has_consent,
        r.submitted_at,
    from named as r
    join batch as b on b.batch_id = r.batch_id
    left join identity_person as p on p.identity_id = r.identity_id
    join survey_wave as w on w.survey = r.survey and w.wave = r.wave
),
-- The scale questions of each response; a yes or no that was written as 1 or 0 is none of them.
scale_question as (
    select distinct l.survey, q.batch_id, q.question, i.question_id, i.is_autonomy,
    from survey_question as q
    join survey_wording as l on l.wording_key = lower(trim(coalesce(q.wording, q.question)))
    join survey_item as i on i.survey = l.survey and i.wording_key = l.lead_key and i.kind = 'scale'
),
scaled as (
    select r.wave_id, r.batch_id, r.line, i.question_id, a.score,
    from response as r
    join survey_wave as w on w.wave_id = r.wave_id
    join survey_answer as a on a.batch_id = r.batch_id and a.line = r.line
    join scale_question as i on i.survey = w.survey and i.batch_id = a.batch_id and i.question = a.question
),
asked as (
    select
        r.wave_id,
        i.batch_id,
        count(distinct i.question_id) as questions,
        count(distinct i.question_id) filter (i.is_autonomy) as statements,
    from (select distinct wave_id, batch_id from response) as r
    join survey_wave as w on w.wave_id = r.wave_id
    join scale_question as i on i.survey = w.survey and i.batch_id = r.batch_id
    semi join scaled as s on s.wave_id = r.wave_id and s.question_id = i.question_id
    group by all
),
answered as (
    select batch_id, line, count(distinct question_id) as answers,
    from scaled
    where score is not null
    group by all
),
judged as (
    select
        r.*,
        coalesce(n.answers * 2 >= s.questions, s.questions is null) as is_valid,
        coalesce(s.statements, 0)::integer as statements,
    from response as r
    left join asked as s on s.wave_id = r.wave_id and s.batch_id = r.batch_id
    left join answered as n on n.batch_id = r.batch_id and n.line = r.line
),
unnamed as (
    select
        r.*,
        case when r.response_key is null then s.words end as words,
        case
            when r.response_key is null
                then row_number() over (partition by r.batch_id, r.wave_id, r.submitted_at, r.org_unit, s.words order by r.line)
        end as nth,
    from judged as r
    left join words as s on s.batch_id = r.batch_id and s.line = r.line
    where r.person_id is null
),
latest as (
    (
        select
            *,
            min(batch_id) over of_person as earliest_batch_id,
            max(batch_id) over of_person as latest_batch_id,
        from judged
        where person_id is not null
        window of_person as (partition by wave_id, person_id)
        qualify row_number() over (partition by wave_id, person_id order by is_valid desc, submitted_at desc, batch_id, line) = 1
    )
    union all by name
    (
        select
            * exclude (words, nth, alike),
            min(batch_id) over of_answers as earliest_batch_id,
            max(batch_id) over of_answers as latest_batch_id,
        from (
            select
                *,
                case when response_key is null then {'at': submitted_at, 'unit': org_unit, 'words': words, 'nth': nth} end as alike,
            from unnamed
        )
        window of_answers as (partition by system, wave_id, response_key, alike)
        qualify row_number() over (
            partition by system, wave_id, response_key, alike order by data_to desc, batch_id desc, line
        ) = 1
    )
)
select
    (row_number() over (order by l.wave_id, l.batch_id, l.line))::integer as reply_id,
    l.batch_id,
    l.line,
    l.earliest_batch_id,
    l.latest_batch_id,
    l.wave_id,
    l.closed_on,
    coalesce(l.person_id, -(row_number() over (order by l.wave_id, l.batch_id, l.line)))::integer as person_id,
    l.person_id is null as is_anonymous,
    coalesce(u.org_unit_id, o.org_unit_id, p.org_unit_id, 0)::smallint as org_unit_id,
    coalesce(u.job_family_id, 0)::smallint as job_family_id,
    coalesce(u.location_id, 0)::smallint as location_id,
    coalesce(u.grade_id, 0)::smallint as grade_id,
    l.language,
    l.has_consent,
    l.is_valid,
    l.statements,
from latest as l
left join unit_spell as u on u.person_id = l.person_id and l.closed_on >= u.from_on and l.closed_on < u.to_on
left join org_unit as o on o.name = l.org_unit
left join person as p on p.person_id = l.person_id
