-- One row per decision about two people or two items, the newest first, with what each is called in the data of today.
with reference as (
    select person_reference(k.key) as reference, p.person_id,
    from identity_keys() as k
    join identity_person as p on p.identity_id = k.identity_id
    where exists (from match_decision where subject = 'person')
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
    where r.reference in (select left_key from match_decision union select right_key from match_decision)
    group by r.reference
    union all
    select r.reference, concat(m.name, ' (', concat_ws(' ', m.system, m.code), ')') as name,
    from item_reference as r
    join item_member as m on m.system = r.system and m.item_key = r.item_key
)
select
    d.decision_id,
    d.subject,
    d.verdict,
    d.score,
    d.evidence,
    x.name as left_name,
    y.name as right_name,
    d.decided_by,
    strftime(d.decided_at, '%Y-%m-%dT%H:%M:%SZ') as decided_at,
    d.taken_back_by,
    strftime(d.taken_back_at, '%Y-%m-%dT%H:%M:%SZ') as taken_back_at,
from match_decision as d
left join called as x on x.reference = d.left_key
left join called as y on y.reference = d.right_key
where $subject is null or d.subject = $subject
order by d.decision_id desc
limit $limit::integer
