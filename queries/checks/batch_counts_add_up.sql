-- One row per batch where rows read are not rows loaded, duplicate and rejected together.
select
    batch_id,
    file_name,
    rows_read::double as rows_read,
    (rows_loaded + rows_duplicate + rows_rejected)::double as rows_accounted,
from batch
where rows_read <> rows_loaded + rows_duplicate + rows_rejected
