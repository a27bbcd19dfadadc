-- One row per path that is told and person who began anything of their own in the quarter: took the path or not. And one per
-- person who took a path of which enough people did, but which is not told, with the first condition that it misses; with the
-- episode of the path's last step. METRICS.md B5.
with path as materialized (
    select
        e.quarter, e.item_1, e.item_2, e.item_3, e.item_4, e.judgement,
        e.judgement in ('emergent', 'established', 'formalised', 'fading') as is_told,
    from judged_pattern($as_of::date) as e
    join item as i_1 on i_1.item_id = e.item_1
    join item as i_2 on i_2.item_id = e.item_2
    join item as i_3 on i_3.item_id = e.item_3
    left join item as i_4 on i_4.item_id = e.item_4
    where is_within(period_start('quarter', e.quarter), $from::date, $to::date)
        and ($variant::varchar is null or concat_ws(' → ', i_1.title, i_2.title, i_3.title, i_4.title) = $variant)
),
walked as (
    select
        *,
        period_number('quarter', month_number(last_on))::integer as quarter,
        coalesce(item_4, item_3) as last_item,
    from walked_pattern($as_of::date, 5)
    where length > 2
),
supporter as materialized (
    select p.*, w.person_id, c.place
    from path as p
    join walked as w
        on w.quarter = p.quarter and w.item_1 = p.item_1 and w.item_2 = p.item_2 and w.item_3 = p.item_3
        and w.item_4 is not distinct from p.item_4
    join chosen_place() as c on c.person_id = w.person_id and c.item_id = w.last_item and c.begun_on = w.last_on
),
active as (
    select distinct person_id, period_number('quarter', month_number(begun_on))::integer as quarter,
    from chosen_step($as_of::date)
)
select
    a.person_id,
    s.place.batch_id as batch_id,
    s.place.line as line,
    if(s.person_id is null, 'other_items', 'took_path') as reason,
from path as p
join active as a on a.quarter = p.quarter
left join supporter as s
    on s.person_id = a.person_id and s.quarter = p.quarter and s.item_1 = p.item_1 and s.item_2 = p.item_2
    and s.item_3 = p.item_3 and s.item_4 is not distinct from p.item_4
where p.is_told
union all
select person_id, place.batch_id as batch_id, place.line as line, judgement as reason,
from supporter
where not is_told
