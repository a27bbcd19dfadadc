-- One row per identity, person, name of an item, unit or owner that a table names and the table made of it does not list, per
-- key of one person that stands for nobody, and per item whose only owners learn and that is at home nowhere.
-- Looks through: identity_person, employment, job_history, item_alias, org_unit
-- About: people
select 'identity_key' as missing_in, identity_id as id from identity_person
anti join identity_key using (identity_id)
union all
select 'person' as missing_in, person_id as id
from (select distinct person_id from identity_person)
anti join person using (person_id)
union all
select 'personnel_person' as missing_in, p.person_id as id
from (select identity_id from employment union select identity_id from job_history) as f
join identity_person as p on p.identity_id = f.identity_id
anti join personnel_person as l on l.person_id = p.person_id
union all
select 'alias_key' as missing_in, alias_id as id from item_alias
anti join alias_key using (alias_id)
union all
select 'department' as missing_in, u.org_unit_id as id
from org_unit as u
anti join department as d on d.unit = u.name
where u.org_unit_id > 0
union all
select 'department' as missing_in, a.alias_id as id
from item_alias as a
anti join department as d on d.unit = trim(a.owner_unit)
where trim(a.owner_unit) <> ''
union all
select 'item_home' as missing_in, o.item_id as id
from (
    select i.item_id
    from item_alias as a
    join alias_key as k on k.alias_id = a.alias_id and not k.is_superseded
    join item_of_alias as i on i.alias_id = a.alias_id
    left join department as d on d.unit = trim(a.owner_unit)
    where trim(a.owner_unit) <> ''
    group by i.item_id
    having bool_and(
        d.department in (select h.department from department as h join org_unit as u on u.name = h.unit and u.org_unit_id > 0)
        and lower(trim(a.owner_unit)) not in (
            select lower(trim(unnest(string_split(value, ';')))) from setting where name = 'silo.general_owners'
        )
    )
) as o
anti join item_home as h on h.item_id = o.item_id
union all
select 'person_mark' as missing_in, p.person_id as id
from (select distinct person_id from identity_person) as p
anti join person_mark as m on m.person_id = p.person_id
where p.person_id in (
    select n.person_id
    from identity as i
    join identity_person as n on n.identity_id = i.identity_id
    where coalesce(i.email, i.email_sha1, i.username, i.employee_number, i.account) is not null
)
union all
select 'person_key' as missing_in, min(s.person_id) as id
from (
    select p.person_id, lower(trim(unnest([i.email, i.username, i.employee_number, i.account]))) as key
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
) as s
anti join person_key as k on k.key = s.key
where s.key is not null
group by s.key
having min(s.person_id) = max(s.person_id)
