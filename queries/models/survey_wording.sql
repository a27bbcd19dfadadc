-- One row per wording of a question in a survey, with the wording that stands for the question. Changed wording is another
-- question; but what forms in two languages ask in one wave is one: under one code of theirs where most answered either in
-- another language, or under one code of the survey key, as where the forms have no codes. No file asks both. For the question
-- stands the wording that the key names first, else the one that was answered most often.
-- Key: survey, wording_key
-- None without: survey_question
with recursive answering as (
    select batch_id, coalesce(survey, 'survey') as survey, wave, max(submitted_at) as answered_at,
    from survey_response
    group by all
),
asked as (
    select distinct
        r.survey,
        coalesce(r.wave, strftime(max(r.answered_at) over (partition by r.batch_id), '%Y-%m')) as wave,
        r.batch_id,
        lower(trim(q.question)) as code,
        lower(trim(coalesce(q.wording, q.question))) as wording_key,
    from survey_question as q
    join answering as r on r.batch_id = q.batch_id
    join batch as b on b.batch_id = r.batch_id and b.undone_at is null
),
spoken as (
    select batch_id, arg_max(language, (responses, language)) as language,
    from (
        select batch_id, lower(left(trim(language), 2)) as language, count(*) as responses,
        from survey_response
        where trim(language) <> '' and not coalesce(is_preview, false)
        group by all
    )
    group by batch_id
),
answered as (
    select batch_id, lower(trim(question)) as code, count(*) as answers,
    from survey_answer
    group by all
),
keyed as (
    select
        lower(k.survey) as survey,
        lower(trim(k.question)) as code,
        lower(trim(k.wording)) as wording_key,
        min({'batch': k.batch_id, 'line': k.line}) as named_at,
    from survey_key as k
    join batch as b on b.batch_id = k.batch_id and b.undone_at is null
    where trim(k.wording) <> ''
    group by all
),
named as (
    select a.survey, a.wave, a.batch_id, a.wording_key, k.code, k.named_at,
    from asked as a
    join keyed as k on k.wording_key = a.wording_key
    where k.survey is null or k.survey = lower(a.survey)
),
wording as (
    select
        a.survey,
        a.wording_key,
        min(k.named_at) as named_at,
        coalesce(sum(n.answers), 0) as answers,
    from (select distinct survey, batch_id, code, wording_key from asked) as a
    left join answered as n on n.batch_id = a.batch_id and n.code = a.code
    left join (select survey, wording_key, min(named_at) as named_at from named group by all) as k
        on k.survey = a.survey and k.wording_key = a.wording_key
    group by all
),
coded as (
    select a.survey, a.wave, a.batch_id, a.wording_key, a.code, s.language, false as is_of_key,
    from asked as a
    join spoken as s on s.batch_id = a.batch_id
    union all
    select survey, wave, batch_id, wording_key, code, null, true,
    from named
),
alike as (
    select distinct a.survey, a.wording_key, b.wording_key as like_key,
    from coded as a
    join coded as b on b.survey = a.survey and b.wave = a.wave and b.code = a.code and b.is_of_key = a.is_of_key
    where a.wording_key <> b.wording_key and (a.is_of_key or a.language <> b.language)
),
apart as (
    select l.*,
    from alike as l
    anti join (
        select distinct a.survey, a.wording_key, b.wording_key as like_key,
        from asked as a
        join asked as b on b.survey = a.survey and b.batch_id = a.batch_id and b.wording_key <> a.wording_key
    ) as t on t.survey = l.survey and t.wording_key = l.wording_key and t.like_key = l.like_key
),
reached as (
    select survey, wording_key, wording_key as like_key,
    from wording
    union
    select r.survey, r.wording_key, l.like_key,
    from reached as r
    join apart as l on l.survey = r.survey and l.wording_key = r.like_key
)
select
    r.survey,
    r.wording_key,
    arg_min(r.like_key, (w.named_at is null, w.named_at, -w.answers, r.like_key)) as lead_key,
from reached as r
join wording as w on w.survey = r.survey and w.wording_key = r.like_key
group by all
