-- One row per episode that counts nowhere, not by its day or not where completion is asked, although nothing says so; or that
-- counts although it was begun after its person had left, or although no file of the systems of its rows can tell completions.
-- An employment that ends and none that holds the day makes it one from after leaving.
-- Looks through: episode
-- About: learning
with first_leaving as (
    select person_id, min(to_on) as left_on
    from employment_spell
    where to_on < date '9999-12-31'
    group by person_id
),
gone as (
    select e.batch_id, e.line, e.standing, e.anchored_on >= l.left_on and s.person_id is null as is_gone
    from episode as e
    join first_leaving as l on l.person_id = e.person_id
    left join employment_spell as s
        on s.person_id = e.person_id and e.anchored_on >= s.from_on and e.anchored_on < s.to_on
),
told as (
    select identity_id, alias_id, case status when 'waived' then 'waived' else 'undated' end as standing
    from enrolment
    where status = 'waived'
        or (status = 'completed' and coalesce(completed_at, last_activity_at, closed_at) is null)
    union all
    select identity_id, alias_id, 'waived' as standing
    from learning_event
    where kind = 'waived'
),
reason as (
    select distinct p.person_id, i.item_id, t.standing
    from told as t
    join identity_person as p on p.identity_id = t.identity_id
    join item_of_alias as i on i.alias_id = t.alias_id
),
mute as (
    select l.system
    from learning_batch as l
    join batch as b on b.batch_id = l.batch_id
    group by l.system
    having bool_and(coalesce(b.reading, '') like '%"tellsCompletion":false%')
),
made_of as (
    select batch_id, line, batch_id as row_batch_id
    from episode
    where exists (select 1 from mute)
    union all
    select batch_id, line, row_batch_id
    from episode_row
    where exists (select 1 from mute)
),
untold as (
    select m.batch_id, m.line
    from made_of as m
    join batch as b on b.batch_id = m.row_batch_id
    left join mute as u on u.system = b.system
    group by m.batch_id, m.line
    having bool_and(u.system is not null)
)
select batch_id, line, standing::varchar as standing,
from gone
where standing <> 'waived' and is_gone <> (standing = 'after_leaving')
union all
select e.batch_id, e.line, e.standing::varchar as standing,
from episode as e
anti join reason as r on r.person_id = e.person_id and r.item_id = e.item_id and r.standing = e.standing::varchar
where e.standing in ('waived', 'undated')
union all
select e.batch_id, e.line, e.standing::varchar as standing,
from episode as e
anti join first_leaving as l on l.person_id = e.person_id
where e.standing = 'after_leaving'
union all
select batch_id, line, standing::varchar as standing,
from episode
where standing = 'backdated' and days_to_end is null
union all
select e.batch_id, e.line, e.standing::varchar as standing,
from episode as e
anti join untold as u on u.batch_id = e.batch_id and u.line = e.line
where e.standing = 'untold'
union all
select e.batch_id, e.line, e.standing::varchar as standing,
from episode as e
join untold as u on u.batch_id = e.batch_id and u.line = e.line
where e.standing not in ('untold', 'waived', 'after_leaving') and e.outcome <> 'completed'
    and not exists (
        select 1
        from episode as o
        where o.person_id = e.person_id and o.item_id = e.item_id and (o.batch_id <> e.batch_id or o.line <> e.line)
    )
