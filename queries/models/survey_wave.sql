-- One row per survey and wave, in the order in which they closed; previous_id is the wave before of the same survey.
-- A file that names no wave is one of its own, called by the month of its last response.
-- Key: wave_id; survey, wave
-- References: survey_wave as previous_id
-- None without: survey_response
with response as (
    select
        r.batch_id,
        coalesce(r.survey, 'survey') as survey,
        r.wave,
        local_date(r.submitted_at, d.first_on, d.turns_at, d.next_on) as answered_on,
    from survey_response as r
    left join local_day as d on d.utc_on = r.submitted_at::date
    where not coalesce(r.is_preview, false)
),
named as (
    select
        batch_id,
        survey,
        coalesce(wave, strftime(max(answered_on) over (partition by batch_id, survey), '%Y-%m')) as wave,
        wave as stated_wave,
        answered_on,
    from response
),
spanned as (
    select survey, wave, min(answered_on) as opened_on, max(answered_on) as closed_on,
    from named
    group by all
),
numbered as (
    select
        (row_number() over (order by survey, closed_on, wave))::integer as wave_id,
        *,
    from spanned
)
select
    wave_id,
    survey,
    wave,
    case when (select count(distinct survey) from spanned) = 1 then wave else concat(survey, ', ', wave) end as name,
    opened_on,
    closed_on,
    lag(wave_id) over (partition by survey order by closed_on, wave) as previous_id,
from numbered
