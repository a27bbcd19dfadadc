-- One row per pattern that is told and person with at least two items of the person's own choice: whether the person took the
-- pattern, with the episode of its last item. METRICS.md B3.
with pattern as materialized (
    select pattern, item_1, item_2, item_3, item_4,
    from told_pattern($from::date, $to::date, $as_of::date)
    where $variant::varchar is null or variant = $variant
),
supporter as (
    select p.pattern, w.person_id, w.last_on, coalesce(p.item_4, p.item_3, p.item_2) as last_id,
    from pattern as p
    join walked_pattern($as_of::date, 5) as w
        on w.item_1 = p.item_1 and w.item_2 = p.item_2 and w.item_3 is not distinct from p.item_3
        and w.item_4 is not distinct from p.item_4
    where is_within(w.last_on, $from::date, $to::date)
)
select
    p.person_id,
    c.place.batch_id as batch_id,
    c.place.line as line,
    if(s.person_id is null, 'other_items', 'took_path') as reason,
from pattern as t
cross join walking_person($as_of::date) as p
left join supporter as s on s.pattern = t.pattern and s.person_id = p.person_id
left join chosen_place() as c on c.person_id = s.person_id and c.item_id = s.last_id and c.begun_on = s.last_on
