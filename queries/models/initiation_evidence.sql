-- One row per enrolment about which something besides its own row speaks: R1 by hand, R3 assignment, R5 renewal, R9 bulk,
-- prompts.
-- Passing: only other models read it.
with override as (
    select
        i.item_id,
        o.person_key is null as is_for_all,
        p.person_id,
        arg_max(o.origin, o.override_id) as origin,
        arg_max(o.obligation, o.override_id) as obligation,
    from initiation_override as o
    join item_reference as r on r.reference = o.item_key
    join item_member as i on i.system = r.system and i.item_key = r.item_key
    left join person_of_reference as p on p.reference = o.person_key
    where o.audience_kind is null
    group by all
),
ruled as (
    select
        r.batch_id,
        r.line,
        arg_min(o.origin, o.is_for_all) as override_origin,
        arg_min(o.obligation, o.is_for_all) as override_obligation,
    from enrolment_record as r
    join override as o on o.item_id = r.item_id
    where o.is_for_all or o.person_id = r.person_id
    group by all
),
-- An assignment without a day binds from the start: a list of what is required must not let anything pass for chosen. Of several
-- the newest says who assigned and, as far as it is stated, how binding it is; of the same moment the most binding.
assigned as (
    select
        r.batch_id,
        r.line,
        arg_max(a.origin, (coalesce(a.assigned_at, timestamp '0001-01-01'), -enum_code(a.origin))) as assigned_origin,
        arg_max(a.obligation, (coalesce(a.assigned_at, timestamp '0001-01-01'), -enum_code(a.obligation)))
            as assigned_obligation,
    from assignment_item as a
    join enrolment_record as r on r.person_id = a.person_id and r.item_id = a.item_id
    left join local_day as d on d.utc_on = r.anchored_at::date
    where a.assigned_on is null
        or a.assigned_on
        <= local_date(r.anchored_at, d.first_on, d.turns_at, d.next_on)
        + (select days from initiation_rule where rule = 'R3')
    group by all
),
reached as (
    select
        r.batch_id,
        r.line,
        r.anchored_at,
        r.is_date_only,
        s.shown_on,
        s.shown_from,
    from shown_prompt as s
    join enrolment_record as r on r.person_id = s.person_id and r.item_id = s.item_id
    where not s.is_held_out
),
prompted as (
    select distinct
        r.batch_id,
        r.line,
    from reached as r
    left join local_day as d on d.utc_on = r.anchored_at::date
    where follows_prompt(
        local_date(r.anchored_at, d.first_on, d.turns_at, d.next_on),
        r.anchored_at,
        r.is_date_only,
        r.shown_on,
        r.shown_from,
        (select days from initiation_rule where rule = 'prompt')
    )
),
evidence as (
    select batch_id, line, override_origin, override_obligation,
        null::origin as assigned_origin, null::obligation as assigned_obligation,
        false as is_bulk, false as is_prompted, false as is_renewal,
    from ruled
    union all
    select batch_id, line, null, null, assigned_origin, assigned_obligation, false, false, false, from assigned
    union all
    select batch_id, line, null, null, null, null, true, false, false, from bulk_enrolment
    union all
    select batch_id, line, null, null, null, null, false, true, false, from prompted
    union all
    select batch_id, line, null, null, null, null, false, false, true, from renewal
)
select
    batch_id,
    line,
    (bits_of(enum_code(max(override_origin))) << 17)
    | (bits_of(enum_code(max(override_obligation))) << 20)
    | (bits_of(enum_code(max(assigned_origin))) << 23)
    | (bits_of(enum_code(max(assigned_obligation))) << 26)
    | (bool_or(is_bulk)::uinteger << 29)
    | (bool_or(is_prompted)::uinteger << 30)
    | (bool_or(is_renewal)::uinteger << 31) as evidence,
from evidence
group by all
