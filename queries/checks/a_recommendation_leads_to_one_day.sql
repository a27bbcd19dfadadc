-- One row per person, item and day with a recommendation in a list or a log that is not counted, and per counted one that
-- no list and no log tells of, or that is said to be held out although one was shown.
-- Looks through: prompt, learning_event, prompt_shown
-- About: learning
with told as (
    select identity_id, alias_id, shown_at, is_held_out(channel) as is_held_out from prompt
    union all
    select identity_id, alias_id, happened_at as shown_at, false as is_held_out from learning_event where kind = 'recommended'
),
dated as (
    select
        p.person_id,
        i.item_id,
        local_date(t.shown_at, d.first_on, d.turns_at, d.next_on) as shown_on,
        bool_and(t.is_held_out) as is_held_out,
    from told as t
    join identity_person as p on p.identity_id = t.identity_id
    join item_of_alias as i on i.alias_id = t.alias_id
    left join local_day as d on d.utc_on = t.shown_at::date
    where t.shown_at is not null
    group by all
)
select
    coalesce(d.person_id, s.person_id) as person_id,
    coalesce(d.item_id, s.item_id) as item_id,
    coalesce(d.shown_on, s.shown_on) as shown_on,
    s.person_id is not null as is_counted,
from dated as d
full join prompt_shown as s
    on s.person_id = d.person_id and s.item_id = d.item_id and s.shown_on = d.shown_on
where d.is_held_out is distinct from s.is_held_out
