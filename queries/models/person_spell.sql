-- One row per person and stretch of employment, [from_on, to_on). Where no source states it, from the first learning
-- record on, without an end (is_inferred). Where a personnel file is loaded, only its people are employed: an account of a
-- learning system that matches none of them may be one of them once more.
-- Key: person_id, from_on, is_inferred
-- References: identity_person
with seen as (
    select person_id, min(anchored_on) as first_on,
    from episode
    group by all
)
select
    s.person_id,
    case
        when s.is_start_unknown then least(e.first_on, nullif(s.from_on, date '0001-01-01'), s.to_on)
        else s.from_on
    end as from_on,
    s.to_on,
    s.is_start_unknown as is_inferred,
from employment_spell as s
left join seen as e on e.person_id = s.person_id
where s.person_id in (select person_id from personnel_person) or (select count(*) = 0 from personnel_person)
union all
select
    person_id,
    first_on as from_on,
    date '9999-12-31' as to_on,
    true as is_inferred,
from seen
where person_id not in (select person_id from employment_spell)
    and person_id not in (select person_id from unmatched_account)
