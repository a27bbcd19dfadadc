-- One row per two items that may be versions or equivalents of one, the likeliest first. Nothing is merged here.
with member as (
    select
        item_id,
        concat(system, '|', item_key) as reference,
        system,
        code,
        lower(trim(name)) as title,
        trim(regexp_replace(
            lower(strip_accents(name)),
            '\b(v|ver|version|edition|ed|rev|release)?[ .]?\d+(\.\d+)*\b|\(.*?\)|[^\p{L}\p{N}]+', ' ', 'g'
        )) as plain_title,
        regexp_replace(code, '[-_ .]?(v|r|rev)?\d{1,2}$', '') as plain_code,
        format,
        nominal_minutes,
        version,
    from item_member
    where title is not null
),
block as (
    select plain_title
    from member
    where len(plain_title) > 3
    group by plain_title
    having count(distinct item_id) between 2 and $most::integer
),
decided as (
    select left_key, right_key, verdict,
    from match_decision
    where subject = 'item' and taken_back_at is null
    qualify row_number() over (partition by left_key, right_key order by decision_id desc) = 1
),
judged as (
    select
        x.item_id as a,
        y.item_id as b,
        bool_or(d.verdict = 'different') as is_different,
        bool_or(d.verdict = 'later') as is_later,
    from decided as d
    join item_reference as r on r.reference = d.left_key
    join item_reference as s on s.reference = d.right_key
    join item_member as x on x.system = r.system and x.item_key = r.item_key
    join item_member as y on y.system = s.system and y.item_key = s.item_key
    group by all
),
pair as (
    select
        least(x.reference, y.reference) as left_key,
        greatest(x.reference, y.reference) as right_key,
        if(x.reference < y.reference, x.item_id, y.item_id) as left_id,
        if(x.reference < y.reference, y.item_id, x.item_id) as right_id,
        list_filter([
            case when x.title = y.title then 'same_title' else 'same_title_but_version' end,
            case when x.system <> y.system then 'other_systems' end,
            case when abs(x.nominal_minutes - y.nominal_minutes) <= 0.2 * greatest(x.nominal_minutes, y.nominal_minutes) then 'same_length' end,
            case when lower(x.format) = lower(y.format) then 'same_format' end,
            case when x.plain_code = y.plain_code and x.system = y.system then 'same_code_but_version' end,
            case when abs(x.nominal_minutes - y.nominal_minutes) > 0.5 * greatest(x.nominal_minutes, y.nominal_minutes) then 'other_length' end
        ], lambda code: code is not null) as evidence,
    from block as k
    join member as x on x.plain_title = k.plain_title
    join member as y on y.plain_title = k.plain_title and y.item_id > x.item_id
),
weight as (
    select *,
    from (values
        ('same_title', 0.6, 1.0), ('same_title_but_version', 0.45, 1.0), ('other_systems', 0.1, 1.0),
        ('same_length', 0.3, 1.0), ('same_format', 0.1, 1.0), ('same_code_but_version', 0.4, 1.0), ('other_length', 0.0, 0.6)
    ) as weight (code, weight, factor)
),
scored as (
    select
        p.left_key,
        p.right_key,
        any_value(p.left_id) as left_id,
        any_value(p.right_id) as right_id,
        (1 - product(1 - w.weight)) * product(w.factor) as score,
        any_value(p.evidence) as evidence,
    from pair as p, unnest(p.evidence) as e (code)
    join weight as w on w.code = e.code
    group by p.left_key, p.right_key
),
one_each as (
    select *,
    from scored
    qualify row_number() over (
        partition by least(left_id, right_id), greatest(left_id, right_id) order by score desc, left_key, right_key
    ) = 1
),
described as (
    select
        reference,
        to_json({
            'names': [any_value(name)], 'systems': [any_value(m.system)],
            'codes': list(code) filter (code is not null), 'formats': list(format) filter (format is not null),
            'minutes': list(nominal_minutes) filter (nominal_minutes is not null),
            'versions': list(version) filter (version is not null)
        })::varchar as item,
    from (select *, concat(system, '|', item_key) as reference from item_member) as m
    where reference in (select left_key from one_each union select right_key from one_each)
    group by reference
)
select
    o.left_key,
    o.right_key,
    o.score::double as score,
    array_to_string(o.evidence, ' ') as evidence,
    coalesce(j.is_later, false) as is_later,
    x.item as left_subject,
    y.item as right_subject,
from one_each as o
join described as x on x.reference = o.left_key
join described as y on y.reference = o.right_key
left join judged as j
    on least(j.a, j.b) = least(o.left_id, o.right_id) and greatest(j.a, j.b) = greatest(o.left_id, o.right_id)
where o.score >= $least and not coalesce(j.is_different, false)
order by is_later, o.score desc, o.left_key, o.right_key
limit $limit::integer
