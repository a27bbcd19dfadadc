-- One row per person and period: whether the reach counts the person, and why, with the first episode that speaks for it.
-- METRICS.md A8. Who did nothing in the period has no episode and so no line in a file.
with person_period as (
    select p.person_id, t.period_no,
    from person as p
    cross join passed_period($grain, $from::date, $to::date, $as_of::date) as t
),
employed as (
    select
        person_id,
        period_no,
        $id_1::integer is null or dimension_key($on_1, org_unit_id, item_id, system_id, length_band_id) = $id_1 as fits,
    from employed_person($grain, $from::date, $to::date, $as_of::date)
),
moment as (
    select *, coalesce(started_on, anchored_on) as active_on
    from asked
    where standing <> 'waived' and is_meaningful
    union all
    select *, ended_on as active_on
    from asked
    where standing <> 'waived' and outcome = 'completed'
),
active as (
    select
        person_id,
        period_number($grain, month_number(active_on))::integer as period_no,
        bool_or(class = 'self_initiated') as is_self_directed,
        arg_min({'batch_id': batch_id, 'line': line}, (class <> 'self_initiated', active_on, batch_id, line)) as first,
    from moment
    where active_on <= $as_of::date and is_within(active_on, $from::date, $to::date)
    group by all
),
reasoned as (
    select
        p.person_id,
        a.first.batch_id as batch_id,
        a.first.line as line,
        case
            when e.person_id is null then 'not_employed'
            when not e.fits then 'outside_filter'
            when a.person_id is null then 'no_activity'
            when a.is_self_directed then 'active'
            else 'inactive'
        end as reason,
    from person_period as p
    left join employed as e on e.person_id = p.person_id and e.period_no = p.period_no
    left join active as a on a.person_id = p.person_id and a.period_no = p.period_no
)
select
    *,
    case
        when reason = 'active' then 'numerator'
        when reason in ('inactive', 'no_activity') then 'denominator'
        else 'out'
    end as counted,
from reasoned
