-- One row per decision on initiation whose class is not the one of METRICS.md A0, whose rules do not exist or carry another
-- confidence than the rule, or whose evidence does not say what the rule that decided takes from it.
-- Looks through: initiation
-- About: learning
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
    or i.is_prompted <> ((i.evidence >> 30) & 1 = 1)
    or i.initiator <> case i.initiator_rule
        when 'R8' then 'admin'
        when 'R9' then 'admin'
        when 'R10' then 'self'
        when 'R11' then 'unknown'
        else ['self', 'manager', 'admin', 'rule'][
            (i.evidence >> case i.initiator_rule when 'R1' then 17 when 'R2' then 0 when 'R3' then 23 when 'R6' then 6 else 3 end) & 7
        ]
    end
    or i.obligation <> case i.obligation_rule
        when 'R5' then 'required'
        when 'R8' then 'required'
        when 'R11' then 'unknown'
        else ['mandatory', 'required', 'recommended', 'optional'][
            (i.evidence >> case i.obligation_rule when 'R1' then 20 when 'R2' then 9 when 'R3' then 26 else 14 end) & 7
        ]
    end
