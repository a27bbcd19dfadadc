-- One row per question whose scale, direction or meaning is not what a survey key says of it, per scale of a length that is
-- none, and per wave that closes on a day of no response, or follows a wave that closed later or is of another survey.
-- Looks through: survey_item, survey_wave
-- About: voices
with answered as (
    select
        coalesce(r.survey, 'survey') as survey,
        r.wave,
        local_date(r.submitted_at, d.first_on, d.turns_at, d.next_on) as answered_on,
        coalesce(r.is_preview, false) as is_preview,
    from survey_response as r
    left join local_day as d on d.utc_on = r.submitted_at::date
),
keyed as (
    select
        i.question_id,
        bool_or(k.points is not distinct from coalesce(i.key_points, i.points) or k.points is null) as has_points,
        bool_or(coalesce(k.is_reversed, false) = i.is_reversed) as has_direction,
        bool_or(k.kind is null or k.kind = i.kind) as has_kind,
        bool_or(k.construct is null or k.construct = i.construct) as has_construct,
    from survey_item as i
    join survey_wording as l on l.survey = i.survey and l.lead_key = i.wording_key
    join survey_key as k
        on (k.survey is null or lower(k.survey) = lower(i.survey))
        and (lower(trim(k.wording)) = l.wording_key or (k.wording is null and lower(k.question) = lower(i.code)))
    group by all
)
select i.question_id, null as wave_id, i.survey, i.wording, i.kind, i.points,
from survey_item as i
left join keyed as k on k.question_id = i.question_id
where not coalesce(k.has_points and k.has_direction and k.has_kind and k.has_construct, true)
    or (k.question_id is null and i.is_reversed)
    or (i.kind = 'scale' and not coalesce(i.points >= 2, false))
    or i.wording_key <> lower(i.wording)
union all
select null as question_id, w.wave_id, w.survey, w.wave as wording, null as kind, null as points,
from survey_wave as w
left join survey_wave as b on b.wave_id = w.previous_id
where w.closed_on < w.opened_on
    or (w.previous_id is not null and not coalesce(b.survey = w.survey and b.closed_on <= w.closed_on, false))
    or not exists (from answered as r where r.survey = w.survey and r.answered_on = w.closed_on)
        and w.closed_on is not null
    or exists (from answered as r where r.survey = w.survey and r.wave = w.wave and r.answered_on > w.closed_on and not r.is_preview)
    or exists (from survey_reply as r where r.wave_id = w.wave_id and r.closed_on is distinct from w.closed_on)
    or exists (from survey_invited as v where v.wave_id = w.wave_id and v.closed_on is distinct from w.closed_on)
