-- One row per combination of evidence: which rules decide on initiator and obligation, and the class (METRICS.md A0).
-- The first rule in the order of initiation_rule that says something decides, for each of the two facts.
-- Key: evidence
-- References: initiation_rule as initiator_rule; initiation_rule as obligation_rule
-- None without: episode_evidence
with combination as (
    select distinct evidence,
    from episode_evidence
),
stated as (
    select
        evidence,
        unnest(['R1', 'R2', 'R3', 'R6', 'R7']) as rule,
        unnest([
            evidence_at(evidence, 17), evidence_at(evidence, 0), evidence_at(evidence, 23),
            evidence_at(evidence, 6), evidence_at(evidence, 3)
        ]) as origin,
    from combination
),
first_stated as (
    select s.evidence, arg_min(s.origin, r.place) as origin,
    from stated as s
    join initiation_rule as r on r.rule = s.rule
    where s.origin is not null
    group by all
),
due as (
    select
        c.evidence,
        evidence_flag(c.evidence, 12) and f.origin is distinct from 1 as is_telling,
    from combination as c
    left join first_stated as f on f.evidence = c.evidence
),
origin_vote as (
    select evidence, rule, origin,
    from stated
    union all
    select evidence, 'R8' as rule, 3 as origin from due where is_telling
    union all
    select evidence, 'R9' as rule, 3 as origin from combination where evidence_flag(evidence, 29)
    union all
    select evidence, 'R10' as rule, 1 as origin
    from combination
    where evidence_flag(evidence, 13) and not evidence_flag(evidence, 29)
),
obligation_vote as (
    select
        evidence,
        unnest(['R1', 'R2', 'R3', 'R4']) as rule,
        unnest([
            evidence_at(evidence, 20), evidence_at(evidence, 9), evidence_at(evidence, 26), evidence_at(evidence, 14)
        ]) as obligation,
    from combination
    union all
    select evidence, 'R5' as rule, 2 as obligation from combination where evidence_flag(evidence, 31)
    union all
    select evidence, 'R8' as rule, 2 as obligation from due where is_telling
),
initiator as (
    select
        v.evidence,
        arg_min(v.origin, r.place) as origin,
        arg_min(v.rule, r.place) as rule,
        arg_min(r.confidence, r.place) as confidence,
    from origin_vote as v
    join initiation_rule as r on r.rule = v.rule
    where v.origin is not null
    group by all
),
duty as (
    select
        v.evidence,
        arg_min(v.obligation, r.place) as obligation,
        arg_min(v.rule, r.place) as rule,
        arg_min(r.confidence, r.place) as confidence,
    from obligation_vote as v
    join initiation_rule as r on r.rule = v.rule
    where v.obligation is not null
    group by all
)
select
    c.evidence,
    coalesce(['self', 'manager', 'admin', 'rule'][i.origin], 'unknown') as initiator,
    coalesce(i.rule, 'R11') as initiator_rule,
    coalesce(i.confidence, 0) as initiator_confidence,
    coalesce(['mandatory', 'required', 'recommended', 'optional'][d.obligation], 'unknown') as obligation,
    coalesce(d.rule, 'R11') as obligation_rule,
    coalesce(d.confidence, 0) as obligation_confidence,
    evidence_flag(c.evidence, 30) as is_prompted,
    (case
        when d.obligation <= 2 then 'assigned_required'
        when i.origin = 1 and (evidence_flag(c.evidence, 30) or d.obligation = 3) then 'prompted'
        when i.origin = 1 then 'self_initiated'
        when i.origin >= 2 then 'assigned_other'
        else 'unknown'
    end)::enum ('self_initiated', 'prompted', 'assigned_required', 'assigned_other', 'unknown') as class,
from combination as c
left join initiator as i on i.evidence = c.evidence
left join duty as d on d.evidence = c.evidence
