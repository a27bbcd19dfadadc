-- One row per pair that is told and person who chose its first item: whether the next one that the person chose was the
-- second, another one, or none yet; with the episode of that next item, else of the first. METRICS.md B2.
with edge as materialized (
    select from_id, to_id,
    from told_edge($from::date, $to::date, $as_of::date)
    where $variant::varchar is null or variant = $variant
),
step as (
    select
        person_id,
        item_id,
        begun_on,
        lead(item_id) over by_person as next_id,
        lead(begun_on) over by_person as next_on,
    from chosen_step($as_of::date)
    window by_person as (partition by person_id order by position)
),
walked as (
    select
        e.to_id,
        s.person_id,
        s.next_id,
        coalesce(s.next_id, s.item_id) as item_id,
        coalesce(s.next_on, s.begun_on) as begun_on,
    from edge as e
    join step as s on s.item_id = e.from_id
    where s.next_id is null or is_within(s.next_on, $from::date, $to::date)
)
select
    w.person_id,
    c.place.batch_id as batch_id,
    c.place.line as line,
    case
        when w.next_id is null then 'nothing_next'
        when w.next_id = w.to_id then 'went_on'
        else 'chose_another'
    end as reason,
from walked as w
left join chosen_place() as c on c.person_id = w.person_id and c.item_id = w.item_id and c.begun_on = w.begun_on
