-- One row per person and pair of neighbouring quarters: the state at the end of the first, of which the shares are. What its
-- answer does not tell, because fewer than ten people were in it or a smaller one would be given away, stands together.
-- METRICS.md E2. It leads to nobody: counts of ten people or more, and no row.
with stepped as (
    select quarter, quarters, person_id, before, 1 as people,
    from type_step($as_of::date, $from::date, $to::date)
    where quarters = 1
)
select
    s.person_id,
    null::integer as batch_id,
    null::bigint as line,
    if(t.is_told and t.total >= 10, 'from_' || s.before, 'few_in_state') as reason,
from stepped as s
join told_beginning('stepped') as t on t.quarter = s.quarter and t.before = s.before
