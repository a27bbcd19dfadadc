-- One row per two items that are one: equivalents by the newest catalogue, and what the analyst decided.
-- An equivalent is named by its code or title in the same system, as system:code, or by what only one item bears; one
-- that no file holds still ties together those that name it.
-- Passing: only other models read it.
with stated as (
    select
        concat(system, '|', item_key) as item,
        system,
        lower(trim(unnest(string_split(equivalent_to, ';')))) as other,
    from alias_key
    where not is_superseded and trim(equivalent_to) <> ''
),
named as (
    select reference, concat(system, '|', item_key) as item,
    from item_reference
    union all
    select concat('*', reference[strpos(reference, '|'):]) as reference, min(concat(system, '|', item_key)) as item,
    from item_reference
    group by 1
    having count(distinct (system, item_key)) = 1
),
spelled as (
    select
        item,
        system,
        other,
        unnest([1, 2, 3, 4, 5]) as place,
        unnest([
            concat(system, '|code ', other), concat(system, '|title ', other),
            regexp_replace(other, '^([^:]+):', '\1|code '), concat('*|code ', other), concat('*|title ', other)
        ]) as reference,
    from stated
    where other <> ''
),
resolved as (
    select
        s.item,
        coalesce(arg_min(n.item, s.place), concat(s.system, '|code ', s.other)) as other,
    from spelled as s
    left join named as n on n.reference = s.reference
    group by s.item, s.system, s.other
),
decided as (
    select left_key, right_key, verdict,
    from match_decision
    where subject = 'item' and taken_back_at is null and verdict <> 'later'
    qualify row_number() over (partition by left_key, right_key order by decision_id desc) = 1
)
select item, other,
from resolved
where item <> other
union
select concat(a.system, '|', a.item_key) as item, concat(b.system, '|', b.item_key) as other,
from decided as d
join item_reference as a on a.reference = d.left_key
join item_reference as b on b.reference = d.right_key
where d.verdict = 'same' and (a.system, a.item_key) <> (b.system, b.item_key)
