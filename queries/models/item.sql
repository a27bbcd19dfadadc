-- One row per item, which is also its equivalence group: newest title and length, and the horizon H of its class (A1).
with item as (
    select
        system,
        item_key,
        arg_max(title, (data_to, title)) filter (not is_superseded) as title,
        max(code_key) as code,
        arg_max(format, (data_to, format)) filter (not is_superseded) as format,
        arg_max(nominal_minutes, (data_to, nominal_minutes)) filter (not is_superseded) as nominal_minutes,
        bool_or(is_external) filter (not is_superseded) as is_external,
    from alias_key
    group by all
),
numbered as (
    select
        (row_number() over (order by system, item_key))::integer as item_id,
        *,
        coalesce(title, code, 'not_stated') as name,
        count(*) over (partition by lower(coalesce(title, code, 'not_stated'))) as namesakes,
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
    is_external,
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
from numbered
