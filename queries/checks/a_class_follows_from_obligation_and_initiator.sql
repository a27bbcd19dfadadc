-- One row per decision on initiation whose class is not the one of METRICS.md A0, or whose rules do not exist or carry
-- another confidence than the rule.
select
    i.evidence,
    i.initiator,
    i.initiator_rule,
    i.obligation,
    i.obligation_rule,
    i.is_prompted,
    i.class,
from initiation as i
left join initiation_rule as r on r.rule = i.initiator_rule
left join initiation_rule as o on o.rule = i.obligation_rule
where i.class is distinct from
    case
        when i.obligation in ('mandatory', 'required') then 'assigned_required'
        when i.initiator = 'self' and (i.is_prompted or i.obligation = 'recommended') then 'prompted'
        when i.initiator = 'self' then 'self_initiated'
        when i.initiator in ('manager', 'admin', 'rule') then 'assigned_other'
        else 'unknown'
    end
    or i.initiator_confidence is distinct from r.confidence
    or i.obligation_confidence is distinct from o.confidence
    or (i.initiator = 'unknown') <> (i.initiator_rule = 'R11')
    or (i.obligation = 'unknown') <> (i.obligation_rule = 'R11')
