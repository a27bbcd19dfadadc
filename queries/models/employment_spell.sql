-- One row per person and stretch of employment that a source states, half-open [from_on, to_on).
-- Personnel files win over the hire and leave dates of a learning system.
with stated as (
    select p.person_id, e.hired_on as from_on, max(e.left_on) as to_on,
    from employment as e
    join identity_person as p on p.identity_id = e.identity_id
    where e.hired_on is not null
    group by all
),
noted as (
    select
        p.person_id,
        coalesce(min(i.hired_on), date '0001-01-01') as from_on,
        arg_max(i.left_on, b.data_to) as to_on,
        min(i.hired_on) is null as is_start_unknown,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
    left join batch as b on b.batch_id = i.batch_id
    where i.hired_on is not null or i.left_on is not null
    group by all
),
spell as (
    select person_id, from_on, coalesce(to_on, date '9999-12-31') as to_on, false as is_start_unknown,
    from stated
    union all
    select person_id, from_on, coalesce(to_on, date '9999-12-31') as to_on, is_start_unknown,
    from noted
    where person_id not in (select person_id from stated)
)
select
    person_id,
    from_on,
    least(to_on, lead(from_on, 1, date '9999-12-31') over (partition by person_id order by from_on)) as to_on,
    is_start_unknown,
from spell
