-- One row per file of learning and personnel system whose number of people who left while its data ran is another one than the
-- last days of employment say, or of whom more are named than there are: it tells whether leavers are missing from the file.
-- Looks through: leaver_presence, employment
-- About: people
with departure as (
    select p.person_id, b.system, max(e.left_on) as left_on,
    from employment as e
    join identity_person as p on p.identity_id = e.identity_id
    join batch as b on b.batch_id = e.batch_id
    group by all
),
stated as (
    select f.batch_id, d.system as personnel_system, count(*) as leavers,
    from learning_batch as f
    join departure as d on d.left_on between f.data_from and f.data_to and d.system <> f.system
    group by all
)
select
    coalesce(s.batch_id, h.batch_id) as batch_id,
    coalesce(s.personnel_system, h.personnel_system) as personnel_system,
    s.leavers as people_left,
    h.leavers as people_counted,
    h.present as people_named,
from stated as s
full join leaver_presence as h on h.batch_id = s.batch_id and h.personnel_system = s.personnel_system
where s.leavers is distinct from h.leavers or h.present > h.leavers
