-- One row per episode before judgement: its enrolment, or what several say together, and all evidence on initiation.
-- Passing, as a view: only other models read it.
-- None without: enrolment_record or chained_enrolment
with enrolled as (
    select r.* exclude (told),
    from enrolment_record as r
    anti join repeated_pair as p on p.person_id = r.person_id and p.item_id = r.item_id
    union all
    select *,
    from chained_enrolment
)
select e.* replace (e.evidence | coalesce(v.evidence, 0) as evidence),
from enrolled as e
left join initiation_evidence as v on v.batch_id = e.batch_id and v.line = e.line
