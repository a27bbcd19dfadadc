-- Who takes items at home in which department. METRICS.md B7.

-- The steps of everybody's chosen sequence that have a home, with the department of the learner's unit on that day.
create or replace macro housed_step(as_of) as table
    select
        s.person_id,
        s.item_id,
        s.begun_on,
        s.org_unit_id,
        d.department as from_group,
        h.department as to_group,
    from chosen_sequence as s
    join item_home as h on h.item_id = s.item_id
    join org_unit as u on u.org_unit_id = s.org_unit_id
    join department as d on d.unit = u.name
    where s.org_unit_id > 0 and s.begun_on <= as_of;
