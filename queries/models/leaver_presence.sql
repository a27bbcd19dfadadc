-- One row per live batch of a learning system: how many people the personnel files say left while its data ran, and how
-- many of them it names. None of several means that those who left are missing from it, with what they did not finish,
-- provided that the personnel files know somebody in it at all.
-- Key: batch_id, personnel_system
-- References: learning_batch; learning_system
-- None without: employment, learning_batch
with leaver as (
    select p.person_id, b.system as personnel_system, max(e.left_on) as left_on,
    from employment as e
    join identity_person as p on p.identity_id = e.identity_id
    join batch as b on b.batch_id = e.batch_id
    where e.left_on is not null
    group by all
),
present as (
    select distinct i.batch_id, p.person_id,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
),
known as (
    select p.batch_id, l.system as personnel_system, count(distinct p.person_id) as persons,
    from present as p
    join identity_person as ip on ip.person_id = p.person_id
    join identity as l on l.identity_id = ip.identity_id
    where l.system in (select personnel_system from leaver)
    group by all
)
select
    b.batch_id,
    b.system_id,
    b.system,
    l.personnel_system,
    count(*)::integer as leavers,
    count(p.person_id)::integer as present,
    coalesce(max(k.persons), 0)::integer as known,
from learning_batch as b
join leaver as l on l.left_on >= b.data_from and l.left_on <= b.data_to and l.personnel_system <> b.system
left join known as k on k.batch_id = b.batch_id and k.personnel_system = l.personnel_system
left join present as p on p.batch_id = b.batch_id and p.person_id = l.person_id
group by all
