-- One row per table and batch with rows that should be gone, because the batch was taken back or never was.
with held as (
    select 'enrolment' as held_in, batch_id, count(*) as row_count from enrolment group by all
    union all
    select 'learning_event' as held_in, batch_id, count(*) as row_count from learning_event group by all
    union all
    select 'voided_statement' as held_in, batch_id, count(*) as row_count from voided_statement group by all
    union all
    select 'mandatory_item' as held_in, batch_id, count(*) as row_count from mandatory_item group by all
    union all
    select 'assignment' as held_in, batch_id, count(*) as row_count from assignment group by all
    union all
    select 'prompt' as held_in, batch_id, count(*) as row_count from prompt group by all
    union all
    select 'employment' as held_in, batch_id, count(*) as row_count from employment group by all
    union all
    select 'learning_account' as held_in, batch_id, count(*) as row_count from learning_account group by all
    union all
    select 'job_history' as held_in, batch_id, count(*) as row_count from job_history group by all
    union all
    select 'unit_tree' as held_in, batch_id, count(*) as row_count from unit_tree group by all
    union all
    select 'vacancy_fill' as held_in, batch_id, count(*) as row_count from vacancy_fill group by all
    union all
    select 'mandatory_window' as held_in, batch_id, count(*) as row_count from mandatory_window group by all
    union all
    select 'official_path_step' as held_in, batch_id, count(*) as row_count from official_path_step group by all
    union all
    select 'survey_invitation' as held_in, batch_id, count(*) as row_count from survey_invitation group by all
    union all
    select 'survey_response' as held_in, batch_id, count(*) as row_count from survey_response group by all
    union all
    select 'survey_key' as held_in, batch_id, count(*) as row_count from survey_key group by all
    union all
    select 'comment_label' as held_in, batch_id, count(*) as row_count from comment_label group by all
    union all
    select 'manager_rating' as held_in, batch_id, count(*) as row_count from manager_rating group by all
    union all
    select 'cost_input' as held_in, batch_id, count(*) as row_count from cost_input group by all
    union all
    select 'goal' as held_in, batch_id, count(*) as row_count from goal group by all
    union all
    select 'loop_action' as held_in, batch_id, count(*) as row_count from loop_action group by all
    union all
    select 'declaration' as held_in, batch_id, count(*) as row_count from declaration group by all
    union all
    select 'survey_answer' as held_in, batch_id, count(*) as row_count from survey_answer group by all
    union all
    select 'survey_question' as held_in, batch_id, count(*) as row_count from survey_question group by all
    union all
    select 'comment_tone' as held_in, batch_id, count(*) as row_count from comment_tone group by all
    union all
    select 'identity' as held_in, batch_id, count(*) as row_count from identity group by all
    union all
    select 'person_name' as held_in, batch_id, count(*) as row_count from person_name group by all
    union all
    select 'item_alias' as held_in, batch_id, count(*) as row_count from item_alias group by all
    union all
    select 'reject' as held_in, batch_id, count(*) as row_count from reject group by all
    union all
    select 'repair' as held_in, batch_id, count(*) as row_count from repair group by all
)
select h.held_in, h.batch_id, h.row_count, b.undone_at is not null as undone,
from held as h
left join batch as b on b.batch_id = h.batch_id
where b.batch_id is null or b.undone_at is not null
