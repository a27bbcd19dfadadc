-- One row per item: one equivalence group, whose versions and equivalents are in item_member. It bears the title and
-- length of its member that was seen last, and the horizon H of its class (A1).
-- Key: item_id; system, item_key
-- References: item_member as system, item_key; length_band
-- None without: item_member
with item as (
    select
        item_id,
        arg_max(system, (coalesce(data_to, date '0001-01-01'), system, item_key)) as system,
        arg_max(item_key, (coalesce(data_to, date '0001-01-01'), system, item_key)) as item_key,
        arg_max(code, (coalesce(data_to, date '0001-01-01'), system, item_key)) as code,
        arg_max(name, (title is not null, coalesce(data_to, date '0001-01-01'), system, item_key)) as name,
        arg_max(format, (coalesce(data_to, date '0001-01-01'), system, item_key)) as format,
        arg_max(nominal_minutes, (coalesce(data_to, date '0001-01-01'), system, item_key)) as nominal_minutes,
        arg_max(validity_months, (coalesce(data_to, date '0001-01-01'), system, item_key)) as validity_months,
        bool_or(is_external) as is_external,
        count(*)::integer as members,
    from item_member
    group by all
),
named as (
    select
        *,
        count(*) over (partition by lower(name)) as namesakes,
    from item
)
select
    item_id,
    system,
    item_key,
    code,
    case when namesakes = 1 then name else concat(name, ' (', concat_ws(' ', system, code), ')') end as title,
    format,
    nominal_minutes,
    validity_months,
    is_external,
    members,
    (case
        when nominal_minutes is null then 0
        when nominal_minutes <= 30 then 1
        when nominal_minutes <= 120 then 2
        when nominal_minutes <= 480 then 3
        when nominal_minutes < 1200 then 4
        else 5
    end)::tinyint as length_band_id,
    (case
        when nominal_minutes <= 30 then 30
        when nominal_minutes >= 1200 then 180
        else 90
    end)::smallint as horizon_days,
from named
