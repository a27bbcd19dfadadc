-- One row per enrolment that renews a certificate (R5): it began within so many calendar days of the end of the certificate that
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
dated as (
    select
        e.batch_id,
        e.line,
        local_date(e.anchored_at, d.first_on, d.turns_at, d.next_on) as anchored_on,
        local_date(e.certified_until, c.first_on, c.turns_at, c.next_on) as certified_to,
    from earlier as e
    left join local_day as d on d.utc_on = e.anchored_at::date
    left join local_day as c on c.utc_on = e.certified_until::date
),
rule as (
    select days
    from initiation_rule
    where rule = 'R5'
)
select d.batch_id, d.line,
from dated as d
cross join rule as r
where d.anchored_on between d.certified_to - r.days and d.certified_to + r.days
