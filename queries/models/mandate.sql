-- One row per item, audience and stretch of days over which one obligation of a mandatory list holds (R4), [from_on, to_on).
-- Only the newest list of a source holds: it replaces the older ones, whatever they cover, until it is undone. What the
-- analyst ruled for an audience by hand adds to it. A list binds an item by the code or title of any of its members.
-- org_unit_id is set for a unit's duty, job_code for a role's; both null bind everybody.
-- Key: item_id, org_unit_id, job_code, from_on where org_unit_id is distinct from -1
-- References: item; org_unit where org_unit_id <> -1
-- None without: item_member, mandatory_item or initiation_override
with newest as (
    select max(m.batch_id) as batch_id,
    from mandatory_item as m
    join batch as b on b.batch_id = m.batch_id
    where b.undone_at is null
    group by b.source_id
),
named as (
    select
        m.item_id,
        m.system,
        m.code,
        case when count(distinct m.item_id) over (partition by lower(m.name)) = 1 then lower(m.name) end as title,
    from item_member as m
),
listed as (
    select
        i.item_id,
        case m.audience_kind when 'all' then 'all' when 'role' then 'role' else 'unit' end as audience_kind,
        case when m.audience_kind = 'all' then '' else lower(trim(coalesce(m.audience, ''))) end as audience_key,
        coalesce(m.valid_from, date '0001-01-01') as from_on,
        coalesce(m.valid_to + 1, date '9999-12-31') as to_on,
        coalesce(m.obligation, 'mandatory'::obligation) as obligation,
    from mandatory_item as m
    join newest as n on n.batch_id = m.batch_id
    join named as i
        on (lower(trim(m.item_code)) = i.code or (m.item_code is null and lower(trim(m.item_title)) = i.title))
        and (m.system is null or m.system = i.system or m.system not in (select system from learning_system))
    union all
    select
        i.item_id,
        o.audience_kind,
        case when o.audience_kind = 'all' then '' else lower(trim(coalesce(o.audience, ''))) end as audience_key,
        coalesce(o.valid_from, date '0001-01-01') as from_on,
        coalesce(o.valid_to + 1, date '9999-12-31') as to_on,
        coalesce(o.obligation, 'mandatory'::obligation) as obligation,
    from initiation_override as o
    join item_reference as r on r.reference = o.item_key
    join item_member as i on i.system = r.system and i.item_key = r.item_key
    where o.audience_kind is not null
),
cut as (
    select item_id, audience_kind, audience_key, unnest([from_on, to_on]) as from_on,
    from listed
),
stretch as (
    select distinct on (item_id, audience_kind, audience_key, from_on)
        item_id,
        audience_kind,
        audience_key,
        from_on,
        lead(from_on) over (partition by item_id, audience_kind, audience_key order by from_on) as to_on,
    from (select distinct item_id, audience_kind, audience_key, from_on from cut)
)
select
    s.item_id,
    case when s.audience_kind = 'unit' then coalesce(u.org_unit_id, -1) end::smallint as org_unit_id,
    case when s.audience_kind = 'role' then s.audience_key end as job_code,
    s.from_on,
    s.to_on,
    min(bits_of(enum_code(l.obligation))) as obligation_bits,
from stretch as s
join listed as l
    on l.item_id = s.item_id and l.audience_kind = s.audience_kind and l.audience_key = s.audience_key
    and l.from_on <= s.from_on and l.to_on >= s.to_on
left join org_unit as u on lower(u.name) = case when s.audience_kind = 'unit' then s.audience_key end
where s.to_on is not null
group by all
