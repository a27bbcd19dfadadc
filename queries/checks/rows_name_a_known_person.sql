-- One row per identity that rows name and that is not there; events, vacancies and anonymous
-- answers may name nobody.
-- Looks through: enrolment, learning_event, assignment, prompt, employment, learning_account, job_history, survey_invitation, manager_rating, goal, vacancy_fill, survey_response, person_name
-- About: people
with named as (
    select 'enrolment' as held_in, identity_id, count(*) as row_count from enrolment group by all
    union all
    select 'learning_event' as held_in, identity_id, count(*) as row_count,
    from learning_event
    where identity_id is not null
    group by all
    union all
    select 'assignment' as held_in, identity_id, count(*) as row_count from assignment group by all
    union all
    select 'prompt' as held_in, identity_id, count(*) as row_count from prompt group by all
    union all
    select 'employment' as held_in, identity_id, count(*) as row_count from employment group by all
    union all
    select 'learning_account' as held_in, identity_id, count(*) as row_count from learning_account group by all
    union all
    select 'job_history' as held_in, identity_id, count(*) as row_count from job_history group by all
    union all
    select 'survey_invitation' as held_in, identity_id, count(*) as row_count from survey_invitation group by all
    union all
    select 'manager_rating' as held_in, identity_id, count(*) as row_count from manager_rating group by all
    union all
    select 'goal' as held_in, identity_id, count(*) as row_count from goal group by all
    union all
    select 'vacancy_fill' as held_in, identity_id, count(*) as row_count,
    from vacancy_fill
    where identity_id is not null
    group by all
    union all
    select 'survey_response' as held_in, identity_id, count(*) as row_count,
    from survey_response
    where identity_id is not null
    group by all
    union all
    select 'person_name' as held_in, identity_id, count(*) as row_count from person_name group by all
)
select n.held_in, n.identity_id, n.row_count,
from named as n
left join identity as i on i.identity_id = n.identity_id
where i.identity_id is null
