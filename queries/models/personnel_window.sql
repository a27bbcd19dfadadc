-- One row: the first day from which the personnel files tell of everybody, leavers included, and the last day they reach.
-- Such files mostly list those who were there in some period; before the month of the first known exit nobody left, which
-- cannot be. Where nobody ever left, they are taken to tell of all from the first day of the learning data on, unless they end
-- before it. The analyst may set the day ('personnel.from').
-- Key: one row
with reach as (
    select
        max(data_to) as to_on,
        min(data_from) as from_on,
    from batch
    where undone_at is null
        and batch_id in (select batch_id from job_history union select batch_id from employment)
)
select
    coalesce(
        (select try_cast(any_value(value) as date) from setting where name = 'personnel.from'),
        (
            select date_trunc('month', min(to_on))::date
            from service_spell
            where to_on < date '9999-12-31' and to_on > date '0001-01-01'
        ),
        case when l.from_on <= coalesce(r.to_on, date '9999-12-31') then l.from_on end,
        r.from_on,
        date '0001-01-01'
    ) as from_on,
    coalesce(r.to_on, date '9999-12-31') as to_on,
from reach as r
cross join (select min(data_from) as from_on from learning_system) as l
