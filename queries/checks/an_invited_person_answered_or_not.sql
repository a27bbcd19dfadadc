-- One row per person who was asked in a wave and is said to have answered without a reply, or not to have although there is
-- one, or whose invitation to a wave by its name is not counted.
-- Looks through: survey_invitation, survey_invited
-- About: voices
select
    i.wave_id,
    i.person_id,
    i.is_answered,
    r.reply_id is not null as has_reply,
from survey_invited as i
left join survey_reply as r on r.wave_id = i.wave_id and r.person_id = i.person_id
where i.is_answered <> (r.reply_id is not null) or i.is_valid <> coalesce(r.is_valid, false)
union all
select distinct w.wave_id, p.person_id, null as is_answered, null as has_reply,
from survey_invitation as v
join identity_person as p on p.identity_id = v.identity_id
join survey_wave as w
    on lower(w.wave) = lower(v.wave) and (v.survey is null or lower(w.survey) = lower(v.survey))
anti join survey_invited as i on i.wave_id = w.wave_id and i.person_id = p.person_id
