-- One row per entry of the log, the newest first: what was decided at once about one pair or many, and what each of a
-- pair is called in the data of today.
with entry as (
    select
        entry_id,
        min(subject) as subject,
        min(verdict) as verdict,
        min(decided_by) as decided_by,
        strftime(min(decided_at), '%Y-%m-%dT%H:%M:%SZ') as decided_at,
    from match_decision
    where $subject is null or subject = $subject
    group by all
    order by entry_id desc
    limit $limit::integer
),
wanted as (
    select unnest([left_key, right_key]) as reference,
    from match_decision
    where entry_id in (select entry_id from entry)
),
reference as (
    select person_reference(k.key) as reference, p.person_id,
    from identity_keys() as k
    join identity_person as p on p.identity_id = k.identity_id
    where exists (from entry where subject = 'person')
    group by all
),
called as (
    select
        r.reference,
        coalesce(min(n.display_name), min(i.email), min(i.employee_number), min(i.username)) as name,
    from reference as r
    join identity_person as p on p.person_id = r.person_id
    join identity as i on i.identity_id = p.identity_id
    left join person_name as n on n.identity_id = i.identity_id
    where r.reference in (select reference from wanted)
    group by r.reference
    union all
    select r.reference, concat(m.name, ' (', concat_ws(' ', m.system, m.code), ')') as name,
    from item_reference as r
    join item_member as m on m.system = r.system and m.item_key = r.item_key
)
select
    e.entry_id,
    e.subject,
    e.verdict,
    e.decided_by,
    e.decided_at,
    list({
        decision_id: d.decision_id,
        score: d.score,
        evidence: d.evidence,
        left_name: x.name,
        right_name: y.name,
        taken_back_by: d.taken_back_by,
        taken_back_at: strftime(d.taken_back_at, '%Y-%m-%dT%H:%M:%SZ')
    } order by d.decision_id) as pairs,
from entry as e
join match_decision as d on d.entry_id = e.entry_id
left join called as x on x.reference = d.left_key
left join called as y on y.reference = d.right_key
group by all
order by e.entry_id desc
