-- One row per enrolment that renews a certificate (R5): it began within so many days of the end of the certificate that
-- the person's latest completion of the item gave.
-- Passing: only other models read it.
with earlier as (
    select
        r.batch_id,
        r.line,
        r.anchored_at,
        arg_max(c.certified_until, c.completed_at) as certified_until,
    from certificate as c
    join enrolment_record as r
        on r.person_id = c.person_id and r.item_id = c.item_id and r.anchored_at > c.completed_at
    group by all
),
rule as (
    select to_days(days) as width,
    from initiation_rule
    where rule = 'R5'
)
select e.batch_id, e.line,
from earlier as e
cross join rule as r
where e.anchored_at between e.certified_until - r.width and e.certified_until + r.width
