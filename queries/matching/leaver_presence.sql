-- One row per learning system and personnel system: leavers while the learning data ran, and how many of them it names.
with leaver as (
    select p.person_id, b.system as personnel_system, max(e.left_on) as left_on,
    from employment as e
    join identity_person as p on p.identity_id = e.identity_id
    join batch as b on b.batch_id = e.batch_id
    where e.left_on is not null
    group by all
),
present as (
    select distinct i.system, p.person_id,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
)
select
    s.system,
    l.personnel_system,
    count(*)::integer as leavers,
    count(p.person_id)::integer as present,
    count(p.person_id)::double / count(*) as present_share,
from learning_system as s
join leaver as l on l.left_on >= s.data_from and l.left_on <= s.data_to and l.personnel_system <> s.system
left join present as p on p.system = s.system and p.person_id = l.person_id
group by s.system, l.personnel_system
order by s.system, l.personnel_system
