-- One row per step of somebody's chosen sequence: whether the silo index counts it, and why. METRICS.md B7.
with chosen as (
    select
        person_id,
        item_id,
        coalesce(started_on, anchored_on) as begun_on,
        min({'batch_id': batch_id, 'line': line}) as first_row,
    from asked
    where class = 'self_initiated' and is_meaningful and is_taken(standing)
    group by all
)
select
    s.person_id,
    c.first_row.batch_id as batch_id,
    c.first_row.line as line,
    case
        when s.begun_on > $as_of::date then 'after_data'
        when not is_within(s.begun_on, $from::date, $to::date) then 'outside_period'
        when h.item_id is null then 'homeless'
        when d.department is null then 'no_unit'
        when d.department = h.department then 'own_department'
        else 'other_department'
    end as reason,
from chosen_sequence as s
join chosen as c on c.person_id = s.person_id and c.item_id = s.item_id and c.begun_on = s.begun_on
left join item_home as h on h.item_id = s.item_id
left join org_unit as u on u.org_unit_id = s.org_unit_id and u.org_unit_id > 0
left join department as d on d.unit = u.name
