-- One row per live batch that holds more or fewer rows than it says it loaded. Rows that repeat an earlier batch are
-- stored too, and counted as duplicates. A record of a wide table counts once, however many rows it became. Only a
-- catalogue counts its items: elsewhere they are a by-product, as are the hires and departures of a job history.
-- Looks through: batch
-- About: imports
with held as (
    select
        batch_id,
        count(*) filter (not is_repeat and record_column(line) = 0)
        + count(distinct record_line(line)) filter (not is_repeat and record_column(line) > 0) as loaded,
        count(*) filter (is_repeat and record_column(line) = 0) as repeated,
    from enrolment
    group by all
    union all
    select batch_id, count(*) filter (not is_repeat) as loaded, count(*) filter (is_repeat) as repeated,
    from learning_event
    group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from voided_statement group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from mandatory_item group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from assignment group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from prompt group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated,
    from employment
    where batch_id not in (select batch_id from job_history)
    group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from learning_account group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from job_history group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from unit_tree group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from vacancy_fill group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from mandatory_window group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from official_path_step group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from survey_invitation group by all
    union all
    select batch_id, count(*) filter (not is_repeat) as loaded, count(*) filter (is_repeat) as repeated,
    from survey_response
    group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from survey_key group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from comment_label group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from manager_rating group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from cost_input group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from goal group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from loop_action group by all
    union all
    select batch_id, count(*) as loaded, 0 as repeated from declaration group by all
),
counted as (
    select batch_id, loaded, repeated from held
    union all
    select batch_id, count(*) as loaded, 0 as repeated,
    from item_alias
    where batch_id not in (select batch_id from held)
    group by all
),
total as (
    select batch_id, sum(loaded) as loaded, sum(repeated) as repeated,
    from counted
    group by all
)
select
    b.batch_id,
    b.rows_loaded,
    coalesce(t.loaded, 0)::bigint as rows_held,
    b.rows_duplicate,
    coalesce(t.repeated, 0)::bigint as rows_repeated,
from batch as b
left join total as t on t.batch_id = b.batch_id
where b.undone_at is null
    and (b.rows_loaded <> coalesce(t.loaded, 0) or b.rows_duplicate < coalesce(t.repeated, 0))
