-- One row per question of a survey: changed wording is another question, and one in two languages is one (survey_wording). What
-- it means is said by the newest survey key, else by the pulse that comes with the product; kind is scale, comment or choice. How many points it
-- has is said by words of a scale, else by the key, else by numbers in its wording, else by the numbers of all live files together,
-- so that no file reads a wave otherwise than the next; key_points are those of a key that the words contradict. Numbers that begin with 0 are the 0 to 10 of recommendation; few of
-- them, as in 0 and 1 for no and yes, are choices. Numbers above 10, as hours have, leave no scale unless the key or the
-- wording states one, of which a 99 for "no answer" is no point. Whether a 4 is the top, or a 1 the bottom of ten, is said by the questions
-- of the survey together: where it stands a hundred times and the next number nowhere, the scale ends there.
-- Texts are comments where people write them: where more than two thirds of them repeat others, they were ticked.
-- Without a key the recommendation is the one question from 0 to 10 that a survey has; of several, none. Where a key names
-- it, no other question stands in for it.
-- Key: question_id; survey, wording_key
-- None without: survey_question
with asked as (
    select
        l.survey,
        q.batch_id,
        q.question as code,
        trim(coalesce(q.wording, q.question)) as wording,
        l.lead_key,
    from (select distinct batch_id, coalesce(survey, 'survey') as survey from survey_response) as r
    join survey_question as q on q.batch_id = r.batch_id
    join survey_wording as l
        on l.survey = r.survey and l.wording_key = lower(trim(coalesce(q.wording, q.question)))
),
answered as (
    select
        batch_id,
        question as code,
        count(score) as scored,
        count(*) as answers,
        max(points) as stated,
        max(points) filter (not regexp_matches(trim(answer), '^\d')) as worded,
        min(score) filter (points is null) as least,
        max(score) filter (points is null) as most,
        count(*) filter (score is null and regexp_matches(trim(answer), '^(1[1-9]|[2-9]\d)( ?[-–=:.)(] ?\D*)?$')) as beyond,
        count(*) filter (points is null and score = 0) as noughts,
        count(*) filter (points is null and score = 1) as ones,
        count(*) filter (points is null and score = 4) as fours,
        count(*) filter (points is null and score = 5) as fives,
        avg(len(string_split(trim(answer), ' '))) filter (score is null) as words,
        count(distinct lower(trim(answer))) as texts,
    from survey_answer
    group by all
),
question as (
    select
        a.survey,
        arg_max(a.code, (b.data_to, a.batch_id)) as code,
        arg_max(a.wording, (lower(a.wording) = a.lead_key, a.wording)) as wording,
        a.lead_key as wording_key,
        sum(n.scored) as scored,
        sum(n.answers) as answers,
        sum(n.texts) as texts,
        max(n.stated) as stated,
        max(n.worded) as worded,
        if(sum(n.beyond) > 0, null, min(n.least)) as least,
        if(sum(n.beyond) > 0, null, max(n.most)) as most,
        sum(n.noughts) as noughts,
        sum(n.ones) as ones,
        sum(n.fours) as fours,
        sum(n.fives) as fives,
        avg(n.words) as words,
    from asked as a
    join batch as b on b.batch_id = a.batch_id and b.undone_at is null
    left join answered as n on n.batch_id = a.batch_id and n.code = a.code
    group by a.survey, a.lead_key
),
sized as (
    select
        *,
        coalesce(
            stated,
            case
                when least < 1 and most <= 5 then null
                when least < 1 then 11
                when most in (3, 4)
                    and sum(fours) filter (least >= 1 and most <= 5) over of_survey >= 100
                    and sum(fives) filter (least >= 1 and most <= 5) over of_survey = 0
                    then 4
                when most <= 5 then 5
                when most <= 7 then 7
                when most in (8, 9, 10)
                    and sum(ones) filter (most in (8, 9, 10)) over of_survey >= 100
                    and sum(noughts) filter (most in (8, 9, 10)) over of_survey = 0
                    then 10
                when most <= 10 then 11
            end
        ) as points,
    from question
    window of_survey as (partition by survey)
),
key as (
    select k.*
    from survey_key as k
    join batch as b on b.batch_id = k.batch_id and b.undone_at is null
),
explained as (
    select
        q.survey,
        q.wording_key,
        arg_max(k.construct, (k.batch_id, k.line)) as construct,
        arg_max(k.kind, (k.batch_id, k.line)) as kind,
        arg_max(k.points, (k.batch_id, k.line)) as points,
        arg_max(k.is_reversed, (k.batch_id, k.line)) as is_reversed,
        count(*) as lines,
    from question as q
    join survey_wording as l on l.survey = q.survey and l.lead_key = q.wording_key
    join key as k
        on (k.survey is null or lower(k.survey) = lower(q.survey))
        and (lower(trim(k.wording)) = l.wording_key or (k.wording is null and lower(k.question) = lower(q.code)))
    group by all
),
pulse as (
    select l.survey, l.lead_key as wording_key, min(p.construct) as construct, bool_or(p.is_autonomy) as is_autonomy,
    from survey_wording as l
    join pulse_statement as p on p.wording = l.wording_key
    group by all
),
read as (
    select
        q.survey,
        q.code,
        q.wording,
        q.wording_key,
        coalesce(e.construct, p.construct) as construct,
        coalesce(
            e.kind,
            case
                when e.points is not null or e.construct = 'recommend' then 'scale'
                when q.points is not null and q.scored * 2 >= q.answers then 'scale'
                when q.words >= 3 and q.texts * 3 >= q.answers then 'comment'
                else 'choice'
            end
        ) as kind,
        coalesce(q.worded, e.points, q.points, case when e.construct = 'recommend' then 11 end)::integer as points,
        case when e.points <> q.worded then e.points end::integer as key_points,
        coalesce(e.is_reversed, false) as is_reversed,
        coalesce(e.construct in (select construct from pulse_statement), p.is_autonomy, false) as is_autonomy,
    from sized as q
    left join explained as e on e.survey = q.survey and e.wording_key = q.wording_key
    left join pulse as p on p.survey = q.survey and p.wording_key = q.wording_key
),
recommending as (
    select r.survey
    from read as r
    left join key as k on lower(k.survey) = lower(r.survey) and k.construct = 'recommend'
    where r.construct = 'recommend' or k.construct is not null
)
select
    (row_number() over (order by survey, code, wording_key))::integer as question_id,
    survey,
    code,
    wording,
    wording_key,
    case
        when construct is not null then construct
        when survey in (select survey from recommending) then null
        when kind = 'scale' and points = 11
            and count(*) filter (kind = 'scale' and points = 11 and construct is null)
                over (partition by survey) = 1
            then 'recommend'
    end as construct,
    kind,
    points,
    key_points,
    is_reversed,
    is_autonomy,
from read
