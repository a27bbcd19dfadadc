-- One row per recommendation of a list of prompts or a log: to whom, about what, and on which of the organisation's days; or
-- of somebody who was left out of it, to compare with (is_held_out). shown_from is its time of day where that is known.
-- Passing: only other models read it.
-- None without: prompt
with told as (
    select
        batch_id,
        line,
        identity_id,
        alias_id,
        shown_at,
        coalesce(is_date_only, true) as is_date_only,
        is_held_out(channel) as is_held_out,
    from prompt
    union all
    select batch_id, line, identity_id, alias_id, happened_at as shown_at, false as is_date_only, false as is_held_out
    from learning_event
    where kind = 'recommended'
)
select
    t.batch_id,
    t.line,
    p.person_id,
    i.item_id,
    t.is_held_out,
    local_date(t.shown_at, d.first_on, d.turns_at, d.next_on) as shown_on,
    t.shown_at,
    if(t.is_date_only, timestamp '0001-01-01', t.shown_at) as shown_from,
from told as t
join identity_person as p on p.identity_id = t.identity_id
join item_of_alias as i on i.alias_id = t.alias_id
left join local_day as d on d.utc_on = t.shown_at::date
where t.shown_at is not null
