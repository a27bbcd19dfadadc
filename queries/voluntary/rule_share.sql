-- One row per rule of evidence in its order: how many episodes it decided, and the initiator and the obligation of how many.
-- A class is decided by the rule of its obligation where that makes it required, else by the rule of its initiator.
with judged as (
    select
        i.initiator_rule,
        i.obligation_rule,
        case
            when i.class = 'assigned_required' then i.obligation_rule
            when i.class = 'unknown' then 'R11'
            else i.initiator_rule
        end as deciding_rule,
        case
            when i.class = 'assigned_required' then i.obligation_confidence
            when i.class = 'unknown' then 0
            else i.initiator_confidence
        end as confidence,
        i.is_prompted and i.class = 'prompted' as is_by_prompt,
        count(*) as episodes,
    from episode as e
    join initiation as i on i.evidence = e.evidence
    group by all
)
select
    r.rule,
    r.place::integer as place,
    r.confidence,
    r.days,
    r.minutes,
    r.people,
    r.share,
    coalesce(sum(j.episodes) filter (j.deciding_rule = r.rule or (r.rule = 'prompt' and j.is_by_prompt)), 0)::double as decided,
    coalesce(sum(j.episodes) filter (j.initiator_rule = r.rule), 0)::double as decided_initiator,
    coalesce(sum(j.episodes) filter (j.obligation_rule = r.rule), 0)::double as decided_obligation,
    coalesce(sum(j.episodes), 0)::double as episodes,
    sum(j.episodes * j.confidence) / sum(j.episodes) as mean_confidence,
    exists (select 1 from setting as s where s.name like concat('rule.', r.rule, '.%')) as is_changed,
from initiation_rule as r
left join judged as j on true
group by all
order by place
