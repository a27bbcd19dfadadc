-- One row per live batch that keeps more or fewer refused rows than it counted, or one without line or reason.
-- Looks through: batch
-- About: imports
with kept as (
    select batch_id, count(*) as refused, count(*) filter (line is null or reason is null) as unexplained,
    from reject
    group by all
)
select b.batch_id, b.rows_rejected, coalesce(k.refused, 0) as rows_kept, coalesce(k.unexplained, 0) as rows_unexplained,
from batch as b
left join kept as k on k.batch_id = b.batch_id
where b.undone_at is null and (b.rows_rejected <> coalesce(k.refused, 0) or k.unexplained > 0)
