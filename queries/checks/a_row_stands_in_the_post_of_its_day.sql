-- One row per episode, recommendation, rating, invitation, reply or landmark that counts for another unit, job family, place or
-- grade than its person had on its day.
-- Looks through: episode, prompt_shown, readiness_rating, survey_reply, survey_invited, landmark
-- About: people
with dated as (
    select 'episode' as counted_as, batch_id, line, person_id, anchored_on as day, org_unit_id, job_family_id, location_id, grade_id
    from episode
    union all
    select 'prompt_shown' as counted_as, prompt_batch_id as batch_id, prompt_line as line, person_id, shown_on as day,
        org_unit_id, job_family_id, location_id, grade_id,
    from prompt_shown
    union all
    select 'readiness_rating' as counted_as, batch_id, line, person_id, rated_on as day, org_unit_id, job_family_id, location_id, grade_id,
    from readiness_rating
    union all
    select 'survey_reply' as counted_as, batch_id, line, person_id, closed_on as day, org_unit_id, job_family_id, location_id, grade_id,
    from survey_reply
    where not is_anonymous
    union all
    select 'survey_invited' as counted_as, null as batch_id, null as line, person_id, closed_on as day,
        org_unit_id, job_family_id, location_id, grade_id,
    from survey_invited
    union all
    select 'landmark' as counted_as, batch_id, line, person_id, landmark_on as day, org_unit_id, job_family_id, location_id, grade_id,
    from landmark
)
select d.counted_as, d.batch_id, d.line, d.person_id, d.day,
from dated as d
left join unit_spell as u on u.person_id = d.person_id and d.day >= u.from_on and d.day < u.to_on
where d.org_unit_id <> coalesce(u.org_unit_id, d.org_unit_id)
    or d.job_family_id <> coalesce(u.job_family_id, 0)
    or d.location_id <> coalesce(u.location_id, 0)
    or d.grade_id <> coalesce(u.grade_id, 0)
