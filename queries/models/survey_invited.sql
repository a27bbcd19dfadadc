-- One row per person who was asked in a wave, with the post on the day when it closed: did the invitation arrive, and what
-- became of it. A unit that nothing but an answer states is none: in it, everybody would have answered.
-- Key: wave_id, person_id
-- References: survey_wave; identity_person; org_unit; job_family; location; grade
-- None without: survey_invitation
with invited as (
    select
        w.wave_id,
        w.closed_on,
        p.person_id,
        bool_or(lower(coalesce(i.state, 'delivered')) not in ('bounced', 'failed', 'undelivered', 'blocked')) as is_delivered,
    from survey_invitation as i
    join batch as b on b.batch_id = i.batch_id and b.undone_at is null
    join identity_person as p on p.identity_id = i.identity_id
    join survey_wave as w
        on (i.survey is null or lower(w.survey) = lower(i.survey))
        and case
            when i.wave is not null then lower(w.wave) = lower(i.wave)
            else i.invited_on between w.opened_on - 30 and w.closed_on
        end
    group by all
)
select
    i.wave_id,
    i.closed_on,
    i.person_id,
    coalesce(u.org_unit_id, p.asked_org_unit_id, 0)::smallint as org_unit_id,
    coalesce(u.job_family_id, 0)::smallint as job_family_id,
    coalesce(u.location_id, 0)::smallint as location_id,
    coalesce(u.grade_id, 0)::smallint as grade_id,
    i.is_delivered,
    r.reply_id is not null as is_answered,
    coalesce(r.is_valid, false) as is_valid,
from invited as i
left join survey_reply as r on r.wave_id = i.wave_id and r.person_id = i.person_id
left join unit_spell as u on u.person_id = i.person_id and i.closed_on >= u.from_on and i.closed_on < u.to_on
left join person as p on p.person_id = i.person_id
