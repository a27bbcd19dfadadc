-- One row per person with two stretches of employment at once.
select a.person_id,
from person_spell as a
join person_spell as b
    on b.person_id = a.person_id and b.from_on > a.from_on and b.from_on < a.to_on
