-- One row per enrolment about which something besides its own row speaks: R1 by hand, R3 assignment, R4 mandatory list,
-- R5 renewal, R9 bulk, prompts.
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
mandated as (
    select
        r.batch_id,
        r.line,
        r.person_id,
        r.item_id,
        r.org_unit_id,
        local_date(r.anchored_at, d.first_on, d.turns_at, d.next_on) as anchored_on,
    from enrolment_record as r
    left join local_day as d on d.utc_on = r.anchored_at::date
    where r.item_id in (select item_id from mandate)
),
placed as (
    select
        m.* exclude (org_unit_id),
        coalesce(u.org_unit_id, case when o.is_before_history then o.org_unit_id end, m.org_unit_id) as org_unit_id,
        u.job_code,
    from mandated as m
    left join person as o on o.person_id = m.person_id
    left join unit_spell as u
        on u.person_id = m.person_id and m.anchored_on >= u.from_on and m.anchored_on < u.to_on
),
bound as (
    select
        p.batch_id,
        p.line,
        least(a.obligation_bits, u.obligation_bits, j.obligation_bits) as obligation_bits,
    from placed as p
    left join mandate as a
        on a.item_id = p.item_id and a.org_unit_id is null and a.job_code is null
        and p.anchored_on >= a.from_on and p.anchored_on < a.to_on
    left join mandate as u
        on u.item_id = p.item_id and u.org_unit_id = p.org_unit_id
        and p.anchored_on >= u.from_on and p.anchored_on < u.to_on
    left join mandate as j
        on j.item_id = p.item_id and j.job_code = p.job_code
        and p.anchored_on >= j.from_on and p.anchored_on < j.to_on
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
        null::uinteger as obligation_bits, false as is_bulk, false as is_prompted, false as is_renewal,
    from ruled
    union all
    select batch_id, line, null, null, assigned_origin, assigned_obligation, null, false, false, false, from assigned
    union all
    select batch_id, line, null, null, null, null, obligation_bits, false, false, false,
    from bound
    where obligation_bits is not null
    union all
    select batch_id, line, null, null, null, null, null, true, false, false, from bulk_enrolment
    union all
    select batch_id, line, null, null, null, null, null, false, true, false, from prompted
    union all
    select batch_id, line, null, null, null, null, null, false, false, true, from renewal
)
select
    batch_id,
    line,
    (coalesce(min(obligation_bits), 0) << 14)
    | (bits_of(enum_code(max(override_origin))) << 17)
    | (bits_of(enum_code(max(override_obligation))) << 20)
    | (bits_of(enum_code(max(assigned_origin))) << 23)
    | (bits_of(enum_code(max(assigned_obligation))) << 26)
    | (bool_or(is_bulk)::uinteger << 29)
    | (bool_or(is_prompted)::uinteger << 30)
    | (bool_or(is_renewal)::uinteger << 31) as evidence,
from evidence
group by all
