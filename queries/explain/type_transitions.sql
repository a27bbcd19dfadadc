-- One row per person and pair of neighbouring quarters: the state at the end of the first, of which the shares are. What its
-- answer does not tell, because fewer than ten people were in it, stands together. METRICS.md E2. It leads to nobody: counts
-- of ten people or more, and no row.
with stepped as (
    select quarter, person_id, before, count(*) over (partition by quarter, before) as people,
    from type_step($as_of::date, $from::date, $to::date)
    where quarters = 1
)
select
    person_id,
    null::integer as batch_id,
    null::bigint as line,
    if(people >= 10, 'from_' || before, 'few_in_state') as reason,
from stepped
