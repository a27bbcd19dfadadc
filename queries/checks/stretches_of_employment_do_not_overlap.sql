-- One row per stretch of a person's employment that ends before it begins or runs into the next, and per person of an
-- episode without any, accounts apart that match nobody of the personnel files.
-- Looks through: person_spell, episode
-- About: people
with followed as (
    select person_id, from_on, to_on, lead(from_on) over (partition by person_id order by from_on, to_on) as next_on,
    from person_spell
)
select person_id, from_on, to_on, next_on,
from followed
where from_on is null or to_on is null or to_on < from_on or to_on > next_on
union all
select distinct person_id, null::date as from_on, null::date as to_on, null::date as next_on,
from episode
where person_id is null
    or (
        person_id not in (select person_id from person_spell where person_id is not null)
        and person_id not in (select person_id from unmatched_account)
    )
