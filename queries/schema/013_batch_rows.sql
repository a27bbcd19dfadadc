-- How many rows a batch wrote into each table, a row being lost where it no longer holds them. line_squares is the sum of the
-- squares of their lines, which is another one where a line is lost and another doubled; null for rows without a line.
-- Kept until its batch is undone. Of batches before this step: what they held then.
create table batch_rows (batch_id integer, held_in varchar, row_count bigint, line_squares hugeint);
insert into batch_rows by name
select 'enrolment' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from enrolment
group by all
union all
select 'learning_event' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from learning_event
group by all
union all
select 'voided_statement' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from voided_statement
group by all
union all
select 'mandatory_item' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from mandatory_item
group by all
union all
select 'assignment' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from assignment
group by all
union all
select 'prompt' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from prompt
group by all
union all
select 'employment' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from employment
group by all
union all
select 'learning_account' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from learning_account
group by all
union all
select 'job_history' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from job_history
group by all
union all
select 'unit_tree' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from unit_tree
group by all
union all
select 'vacancy_fill' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from vacancy_fill
group by all
union all
select 'mandatory_window' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from mandatory_window
group by all
union all
select 'official_path_step' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from official_path_step
group by all
union all
select 'survey_invitation' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from survey_invitation
group by all
union all
select 'survey_response' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from survey_response
group by all
union all
select 'survey_answer' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from survey_answer
group by all
union all
select 'survey_key' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from survey_key
group by all
union all
select 'comment_label' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from comment_label
group by all
union all
select 'manager_rating' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from manager_rating
group by all
union all
select 'cost_input' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from cost_input
group by all
union all
select 'goal' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from goal
group by all
union all
select 'loop_action' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from loop_action
group by all
union all
select 'declaration' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from declaration
group by all
union all
select 'reject' as held_in, batch_id, count(*) as row_count, sum(line::hugeint * line) as line_squares,
from reject
group by all
union all
select 'survey_question' as held_in, batch_id, count(*) as row_count, null as line_squares,
from survey_question
group by all
union all
select 'identity' as held_in, batch_id, count(*) as row_count, null as line_squares,
from identity
group by all
union all
select 'person_name' as held_in, batch_id, count(*) as row_count, null as line_squares,
from person_name
group by all
union all
select 'item_alias' as held_in, batch_id, count(*) as row_count, null as line_squares,
from item_alias
group by all
union all
select 'repair' as held_in, batch_id, count(*) as row_count, null as line_squares,
from repair
group by all;
