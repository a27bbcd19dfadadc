-- One row per person who is compared at more or fewer quarters than the person's time in roles holds (METRICS.md C4): first
-- days of a quarter a year or more into the learning data, 90 days or more into the role, and 30 or more before an exit.
-- Looks through: role_spell, landmark
-- About: people
with span as (
    select l.from_on + 365 as from_on, w.to_on,
    from (select min(data_from) as from_on from learning_system) as l
    cross join personnel_window as w
    where l.from_on is not null and w.to_on < date '9999-12-31'
),
stay as (
    select
        r.person_id,
        greatest(r.from_on + 90, s.from_on) as from_on,
        least(r.to_on - 1, e.to_on - 31, s.to_on) as to_on,
    from role_spell as r
    join service_spell as e on e.person_id = r.person_id and e.spell_no = r.spell_no
    cross join span as s
),
counted as (
    select
        person_id,
        year(to_on) * 4 + quarter(to_on) - year(from_on - 1) * 4 - quarter(from_on - 1) as quarters,
        0 as landmarks,
    from stay
    where to_on >= from_on
    union all
    select person_id, 0 as quarters, count(*) as landmarks,
    from landmark
    group by all
)
select person_id, sum(quarters)::integer as quarters, sum(landmarks)::integer as landmarks,
from counted
group by all
having sum(quarters) <> sum(landmarks)
