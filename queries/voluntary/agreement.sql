-- One row per what sources say outright (R2) and what would be inferred without it (R6 to R10): chosen or assigned, where
-- both say something; with Cohen's kappa over all of them. A stated obligation counts as assigned where it is a duty.
with voted as (
    select
        e.evidence,
        count(*) as episodes,
        case
            when evidence_at(e.evidence, 9) <= 2 or evidence_at(e.evidence, 0) >= 2 then 'assigned'
            when evidence_at(e.evidence, 0) = 1 then 'chosen'
        end as stated,
    from episode as e
    group by all
),
vote as (
    select
        evidence,
        unnest(['R6', 'R7', 'R8', 'R9', 'R10']) as rule,
        unnest([
            evidence_at(evidence, 6),
            evidence_at(evidence, 3),
            case when evidence_flag(evidence, 12) then 3 end,
            case when evidence_flag(evidence, 29) then 3 end,
            case when evidence_flag(evidence, 13) and not evidence_flag(evidence, 29) then 1 end
        ]) as origin,
    from voted
),
guessed as (
    select v.evidence, if(arg_min(v.origin, r.place) = 1, 'chosen', 'assigned') as inferred,
    from vote as v
    join initiation_rule as r on r.rule = v.rule
    where v.origin is not null
    group by all
),
cell as (
    select v.stated, g.inferred, sum(v.episodes)::double as episodes,
    from voted as v
    join guessed as g on g.evidence = v.evidence
    where v.stated is not null
    group by all
),
total as (
    select
        sum(episodes) as n,
        sum(episodes) filter (stated = inferred) / sum(episodes) as agreed,
        (sum(episodes) filter (stated = 'chosen') * sum(episodes) filter (inferred = 'chosen')
            + sum(episodes) filter (stated = 'assigned') * sum(episodes) filter (inferred = 'assigned'))
        / (sum(episodes) * sum(episodes)) as expected,
    from cell
)
select
    s.stated,
    i.inferred,
    coalesce(c.episodes, 0) as episodes,
    coalesce(t.agreed, 0) as agreed,
    (t.agreed - t.expected) / nullif(1 - t.expected, 0) as kappa,
from (values ('chosen'), ('assigned')) as s (stated)
cross join (values ('chosen'), ('assigned')) as i (inferred)
cross join total as t
left join cell as c on c.stated = s.stated and c.inferred = i.inferred
where t.n > 0
order by s.stated desc, i.inferred desc
