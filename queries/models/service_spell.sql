-- One row per person and stretch of employment of staff, numbered, [from_on, to_on): contractors are left out, and so
-- is whom only a learning system knows while a personnel file is loaded. exit_kind is null while it lasts.
-- Key: person_id, spell_no; person_id, from_on
-- References: identity_person; employment_spell as person_id, from_on
-- None without: employment_spell
select
    person_id,
    (row_number() over (partition by person_id order by from_on))::smallint as spell_no,
    from_on,
    to_on,
    case
        when to_on = date '9999-12-31' then null
        when lower(trim(leave_kind)) in ('voluntary', 'involuntary') then lower(trim(leave_kind))
        else 'other'
    end as exit_kind,
from employment_spell
where not coalesce(
    regexp_matches(lower(employment_type), '\b(contract(or)?|contingent|freelance(r)?|agency|external)\b'), false
)
    and (person_id in (select person_id from personnel_person) or (select count(*) = 0 from personnel_person))
