-- One row per item that a system knows, and the group of versions and equivalents that it is one with (item_id).
-- Key: system, item_key
-- References: item
-- None without: alias_key
with member as (
    select
        system,
        item_key,
        max(code_key) as code,
        arg_max(title, (data_to, title)) filter (not is_superseded) as title,
        arg_max(format, (data_to, format)) filter (not is_superseded) as format,
        arg_max(nominal_minutes, (data_to, nominal_minutes)) filter (not is_superseded) as nominal_minutes,
        arg_max(validity_months, (data_to, validity_months)) filter (not is_superseded) as validity_months,
        arg_max(version, (data_to, version)) filter (not is_superseded) as version,
        bool_or(is_external) filter (not is_superseded) as is_external,
        max(data_to) as data_to,
    from alias_key
    group by all
),
grouped as (
    select
        m.*,
        coalesce(g.leader, concat(m.system, '|', m.item_key)) as leader,
    from member as m
    left join item_group as g on g.item = concat(m.system, '|', m.item_key)
)
select
    (dense_rank() over (order by leader))::integer as item_id,
    * exclude (leader),
    coalesce(title, code, 'not_stated') as name,
from grouped
