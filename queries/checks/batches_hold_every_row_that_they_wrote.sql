-- One row per table and batch with fewer, more or other rows than the import wrote: a line that is lost and another that stands
-- twice in its place do not make up for each other. Rows that repeat an earlier batch, answers, questions and names are
-- among them, which the counts of the import say nothing of.
-- Looks through: batch
-- About: imports
select
    coalesce(w.held_in, h.held_in) as held_in,
    coalesce(w.batch_id, h.batch_id) as batch_id,
    coalesce(w.row_count, 0) as rows_written,
    coalesce(h.row_count, 0) as rows_held,
from batch_rows as w
full join rows_held() as h on h.batch_id = w.batch_id and h.held_in = w.held_in
where w.row_count is distinct from h.row_count or w.line_squares is distinct from h.line_squares
