-- One row: the thresholds of the types of autonomy (METRICS.md E). An analyst overrides one by a row in setting, named
-- types.<column>, such as types.proactive_items. changed counts those that differ from the written ones.
-- Key: one row
-- Of settings alone.
with written as (
    select *
    from (values
        ('window_days', 180), ('exposure_days', 90), ('strategic_items', 2), ('strategic_share', 0.5),
        ('credential_items', 1), ('role_items', 2), ('proactive_items', 2), ('reactive_items', 1), ('confident_items', 3),
    ) as rule (name, value)
),
chosen as (
    select
        w.name,
        coalesce(any_value(try_cast(s.value as double)), any_value(w.value))::double as value,
        coalesce(any_value(try_cast(s.value as double)) <> any_value(w.value), false) as is_changed,
    from written as w
    left join setting as s on s.name = concat('types.', w.name)
    group by all
)
select
    max(value) filter (name = 'window_days')::integer as window_days,
    max(value) filter (name = 'exposure_days')::integer as exposure_days,
    max(value) filter (name = 'strategic_items')::integer as strategic_items,
    max(value) filter (name = 'strategic_share') as strategic_share,
    max(value) filter (name = 'credential_items')::integer as credential_items,
    max(value) filter (name = 'role_items')::integer as role_items,
    max(value) filter (name = 'proactive_items')::integer as proactive_items,
    max(value) filter (name = 'reactive_items')::integer as reactive_items,
    max(value) filter (name = 'confident_items')::integer as confident_items,
    count(*) filter (is_changed)::integer as changed,
from chosen
