-- One row per valid reply and answered scale question: the score with reversed questions turned, and whether it is
-- favourable (1), neutral (0) or unfavourable (-1), by the scale map of METRICS.md D2. A number outside of its scale is no answer.
-- is_counted: not so a statement on autonomy of a reply that answers fewer than two thirds of those that its form asks
-- (METRICS.md D4), where a form of the wave asks at least three (scale_statements).
-- Key: reply_id, question_id
-- References: survey_reply; survey_wave; survey_item; identity_person where person_id > 0; org_unit; job_family; location;
--     grade
-- None without: survey_reply, survey_answer
with scale as (
    select wave_id, max(statements) as scale_statements,
    from survey_reply
    group by wave_id
),
turned as (
    select
        r.reply_id,
        r.wave_id,
        r.closed_on,
        r.person_id,
        r.org_unit_id,
        r.job_family_id,
        r.location_id,
        r.grade_id,
        r.statements,
        c.scale_statements,
        i.question_id,
        i.construct,
        i.is_autonomy,
        i.points,
        case
            when not i.is_reversed then a.score
            when i.points = 11 then 10 - a.score
            else i.points + 1 - a.score
        end as score,
    from survey_reply as r
    join survey_wave as w on w.wave_id = r.wave_id
    join scale as c on c.wave_id = r.wave_id
    join survey_answer as a on a.batch_id = r.batch_id and a.line = r.line
    join survey_question as q on q.batch_id = a.batch_id and q.question = a.question
    join survey_wording as l on l.survey = w.survey and l.wording_key = lower(trim(coalesce(q.wording, q.question)))
    join survey_item as i on i.survey = l.survey and i.wording_key = l.lead_key and i.kind = 'scale'
    where
        r.is_valid
        and case when i.points = 11 then a.score between 0 and 10 else a.score between 1 and i.points end
),
first_given as (
    select *
    from turned
    qualify row_number() over (partition by reply_id, question_id order by score) = 1
)
select
    *,
    favour_of(score, points)::tinyint as favour,
    rescaled(score, points) as rescaled,
    not is_autonomy or scale_statements < 3
    or count(*) filter (is_autonomy) over (partition by reply_id) * 3 >= statements * 2 as is_counted,
from first_given
