-- One row per batch whose counts do not add up. Batches that were taken back keep theirs.
-- Looks through: batch
-- About: imports
select batch_id, rows_read, rows_loaded, rows_duplicate, rows_rejected,
from batch
where rows_read is distinct from rows_loaded + rows_duplicate + rows_rejected
