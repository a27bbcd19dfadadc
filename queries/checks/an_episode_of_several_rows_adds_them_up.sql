-- One row per episode of several rows of reports that began on another day than the first of them states, was last active before
-- one of them, or counts other time than theirs together, as far as all of them state it on one basis. Time is capped at three
-- times the item's length.
-- Looks through: episode_row
-- About: learning
with member as (
    select batch_id, line, row_batch_id, row_line from episode_row
    union all
    select distinct batch_id, line, batch_id, line from episode_row
),
told as (
    select
        m.batch_id,
        m.line,
        min(r.started_at) as started_at,
        max(greatest(r.started_at, r.last_activity_at)) as last_at,
        sum(r.seconds) as seconds,
        min(coalesce(r.time_basis::varchar, '')) filter (r.seconds is not null) as basis,
        count(distinct coalesce(r.time_basis::varchar, '')) filter (r.seconds is not null) as bases,
    from member as m
    left join enrolment as r on r.batch_id = m.row_batch_id and r.line = m.row_line
    group by all
    having count(*) = count(r.line)
)
select e.batch_id, e.line, e.seconds, e.effort, e.started_on, e.last_active_on,
from told as s
join episode as e on e.batch_id = s.batch_id and e.line = s.line
join item as t on t.item_id = e.item_id
left join local_day as d on d.utc_on = s.started_at::date
left join local_day as l on l.utc_on = s.last_at::date
where e.started_on is distinct from local_date(s.started_at, d.first_on, d.turns_at, d.next_on)
    or (s.last_at is not null
        and coalesce(e.last_active_on < local_date(s.last_at, l.first_on, l.turns_at, l.next_on), true))
    or (s.bases < 2 and coalesce(
        e.effort <> case when s.seconds is null or s.basis = 'nominal' then 0 when s.basis = 'content' then 3 else 2 end, true
    ))
    or (s.bases < 2 and e.seconds is distinct from case
        when s.basis <> 'nominal' then least(s.seconds, 2147483647, (180 * t.nominal_minutes)::integer)
    end)
