-- One row per two people who may be one, with what speaks for and against it, the likeliest first. Nobody is merged here.
-- Pairs are looked for only among people who share something telling; what many share tells nothing (most per block).
with known as materialized (
    select
        p.person_id,
        i.batch_id,
        i.system,
        lower(trim(i.email)) as email,
        lower(trim(i.username)) as username,
        lower(trim(i.employee_number)) as employee_number,
        split_part(lower(trim(i.account)), '|', 2) as account_name,
        nullif(lower(trim(i.org_unit)), '') as unit,
        nullif(trim(i.org_unit), '') as unit_name,
        nullif(lower(trim(i.manager_key)), '') as manager,
        i.hired_on,
        n.display_name,
    from identity as i
    join identity_person as p on p.identity_id = i.identity_id
    left join person_name as n on n.identity_id = i.identity_id
),
spelled as materialized (
    select distinct
        person_id,
        list_sort(string_split(trim(regexp_replace(
            replace(replace(replace(strip_accents(lower(replace(display_name, 'ß', 'ss'))), 'ae', 'a'), 'oe', 'o'), 'ue', 'u'),
            '[^\p{L}\p{N}]+', ' ', 'g'
        )), ' ')) as tokens,
    from known
    where trim(display_name) <> ''
),
name as materialized (
    select distinct person_id, array_to_string(tokens, ' ') as value
    from spelled
    where len(tokens) > 1
),
handle as materialized (
    select distinct person_id, regexp_replace(split_part(raw, '+', 1), '[._-]', '', 'g') as value,
    from (
        select person_id, split_part(unnest([email, split_part(username, '\', -1), account_name]), '@', 1) as raw
        from known
    )
    where len(raw) > 3
        and raw not in ('admin', 'info', 'office', 'support', 'test', 'noreply', 'training', 'learning', 'user', 'guest')
),
address as materialized (
    select distinct person_id, value,
    from (select person_id, unnest([email, username, account_name]) as value from known)
    where value like '_%@_%._%'
),
number as materialized (
    select distinct person_id, ltrim(regexp_replace(value, '[^a-z0-9]', '', 'g'), '0') as value,
    from (select person_id, unnest([employee_number, username]) as value from known)
    where regexp_full_match(value, '[a-z]{0,3}[ -]?[0-9]{3,}')
),
numbered as materialized (
    select distinct person_id, ltrim(regexp_replace(employee_number, '[^a-z0-9]', '', 'g'), '0') as value
    from known
    where employee_number is not null
),
unit as materialized (
    select person_id, unit as value from known where unit is not null
    union
    select p.person_id, lower(trim(j.org_unit)) as value,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    where trim(j.org_unit) <> ''
),
hired as materialized (
    select person_id, hired_on as value from known where hired_on is not null
    union
    select p.person_id, e.hired_on as value,
    from employment as e
    join identity_person as p on p.identity_id = e.identity_id
    where e.hired_on is not null
),
manager as materialized (
    select person_id, manager as value from known where manager is not null
    union
    select p.person_id, lower(trim(j.manager_key)) as value,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    where trim(j.manager_key) <> ''
),
token as materialized (
    select distinct person_id, value,
    from (select person_id, unnest(tokens) as value from spelled)
    where len(value) > 2
),
member as materialized (
    select person_id, hash('name', value) as block from name
    union all
    select person_id, hash('handle', value) as block from handle
    union all
    select person_id, hash('address', value) as block from address
    union all
    select person_id, hash('number', value) as block from number
    union all
    select n.person_id, hash('name and unit', n.value, u.value) as block
    from name as n
    join unit as u on u.person_id = n.person_id
    union all
    select n.person_id, hash('name and day', n.value, h.value) as block
    from name as n
    join hired as h on h.person_id = n.person_id
    union all
    select n.person_id, hash('name and manager', n.value, m.value) as block
    from name as n
    join manager as m on m.person_id = n.person_id
    union all
    select t.person_id, hash('part of a name, unit and day', t.value, u.value, h.value) as block
    from token as t
    join unit as u on u.person_id = t.person_id
    join hired as h on h.person_id = t.person_id
),
telling as (
    select block
    from member
    group by block
    having count(*) between 2 and $most::integer
),
pair as materialized (
    select distinct a.person_id as a, b.person_id as b,
    from telling as t
    join member as a on a.block = t.block
    join member as b on b.block = t.block and b.person_id > a.person_id
),
feature as materialized (
    select
        person_id,
        list(value) filter (kind = 1) as names,
        list(value) filter (kind = 2) as handles,
        list(value) filter (kind = 3) as addresses,
        list(value) filter (kind = 4) as numbers,
        list(value) filter (kind = 5) as stated_numbers,
        list(value) filter (kind = 6) as units,
        list(value) filter (kind = 7) as hired,
        list(value) filter (kind = 8) as managers,
        list(value) filter (kind = 9) as tokens,
        list(value) filter (kind = 10) as systems,
        list(value) filter (kind = 11) as batches,
    from (
        select person_id, 1 as kind, hash(value) as value from name
        union all
        select person_id, 2 as kind, hash(value) as value from handle
        union all
        select person_id, 3 as kind, hash(value) as value from address
        union all
        select person_id, 4 as kind, hash(value) as value from number
        union all
        select person_id, 5 as kind, hash(value) as value from numbered
        union all
        select person_id, 6 as kind, hash(value) as value from unit
        union all
        select person_id, 7 as kind, hash(value) as value from hired
        union all
        select person_id, 8 as kind, hash(value) as value from manager
        union all
        select person_id, 9 as kind, hash(value) as value from token
        union all
        select distinct person_id, 10 as kind, hash(system) as value from known
        union all
        select distinct person_id, 11 as kind, hash(batch_id) as value from known
    )
    where person_id in (select a from pair union select b from pair)
    group by person_id
),
compared as (
    select
        p.a,
        p.b,
        coalesce(list_has_any(x.addresses, y.addresses), false) as same_address,
        coalesce(list_has_any(x.numbers, y.numbers), false) as same_number,
        coalesce(list_has_any(x.handles, y.handles), false) as same_handle,
        coalesce(list_has_any(x.hired, y.hired), false) as same_hire_date,
        coalesce(list_has_any(x.names, y.names), false) as same_name,
        coalesce(list_has_any(x.managers, y.managers), false) as same_manager,
        coalesce(list_has_any(x.units, y.units), false) as same_unit,
        coalesce(list_has_any(x.tokens, y.tokens) and not list_has_any(x.names, y.names), false) as part_of_name,
        not list_has_any(x.systems, y.systems) as other_systems,
        list_has_any(x.batches, y.batches) as in_one_file,
        coalesce(not list_has_any(x.stated_numbers, y.stated_numbers), false) as other_number,
        coalesce(not list_has_any(x.hired, y.hired), false) as other_hire_date,
    from pair as p
    join feature as x on x.person_id = p.a
    join feature as y on y.person_id = p.b
),
scored as materialized (
    select
        *,
        (1 - if(same_address, 0.15, 1) * if(same_number, 0.3, 1) * if(same_handle, 0.55, 1) * if(same_hire_date, 0.6, 1)
            * if(same_name, 0.65, 1) * if(same_manager, 0.7, 1) * if(same_unit, 0.8, 1) * if(part_of_name, 0.85, 1)
            * if(other_systems, 0.85, 1)
        )::double
        * if(in_one_file, 0.35, 1) * if(other_number, 0.3, 1) * if(other_hire_date, 0.6, 1) as score,
    from compared
    where same_address or same_number or same_handle or same_name or (part_of_name and same_unit and same_hire_date)
),
decided as (
    select left_key, right_key, verdict,
    from match_decision
    where subject = 'person' and taken_back_at is null
    qualify row_number() over (partition by left_key, right_key order by decision_id desc) = 1
),
reference as materialized (
    select person_reference(k.key) as reference, p.person_id,
    from identity_keys() as k
    join identity_person as p on p.identity_id = k.identity_id
    where exists (from decided)
    group by all
),
judged as (
    select
        least(x.person_id, y.person_id) as a,
        greatest(x.person_id, y.person_id) as b,
        bool_or(d.verdict = 'different') as is_different,
        bool_or(d.verdict = 'later') as is_later,
    from decided as d
    join reference as x on x.reference = d.left_key
    join reference as y on y.reference = d.right_key
    group by all
),
likely as materialized (
    select s.*, coalesce(j.is_later, false) as is_later,
    from scored as s
    left join judged as j on j.a = s.a and j.b = s.b
    where s.score >= $least and not coalesce(j.is_different, false)
    order by is_later, s.score desc, s.a, s.b
    limit $limit::integer
),
named as (
    select
        k.person_id,
        to_json({
            'names': list_sort(list(distinct k.display_name) filter (k.display_name is not null))[:3],
            'emails': list_sort(list(distinct k.email) filter (k.email is not null))[:3],
            'numbers': list_sort(list(distinct k.employee_number) filter (k.employee_number is not null))[:3],
            'usernames': list_sort(list(distinct k.username) filter (k.username is not null))[:3],
            'accounts': list_sort(list(distinct k.account_name) filter (k.account_name <> ''))[:3],
            'systems': list_sort(list(distinct k.system)),
            'units': list_sort(list(distinct k.unit_name) filter (k.unit_name is not null))[:3],
            'hired': list_sort(list(distinct k.hired_on::varchar) filter (k.hired_on is not null))[:3]
        })::varchar as person,
    from known as k
    where k.person_id in (select a from likely union select b from likely)
    group by k.person_id
),
strongest as (
    select
        p.person_id,
        person_reference(arg_min(k.key, (
            case split_part(k.key, '|', 1)
                when 'email' then 1 when 'number' then 2 when 'account' then 3 when 'username' then 4 else 5
            end, k.key
        ))) as reference,
    from identity_keys() as k
    join identity_person as p on p.identity_id = k.identity_id
    where p.person_id in (select a from likely union select b from likely)
    group by p.person_id
)
select
    least(x.reference, y.reference) as left_key,
    greatest(x.reference, y.reference) as right_key,
    l.score::double as score,
    concat_ws(
        ' ',
        if(l.same_address, 'same_address', null), if(l.same_number, 'same_number', null),
        if(l.same_handle, 'same_handle', null), if(l.same_hire_date, 'same_hire_date', null),
        if(l.same_name, 'same_name', null), if(l.same_manager, 'same_manager', null),
        if(l.same_unit, 'same_unit', null), if(l.part_of_name, 'part_of_name', null),
        if(l.other_systems, 'other_systems', null), if(l.in_one_file, 'in_one_file', null),
        if(l.other_number, 'other_number', null), if(l.other_hire_date, 'other_hire_date', null)
    ) as evidence,
    l.is_later,
    case when x.reference < y.reference then m.person else n.person end as left_subject,
    case when x.reference < y.reference then n.person else m.person end as right_subject,
from likely as l
join named as m on m.person_id = l.a
join named as n on n.person_id = l.b
join strongest as x on x.person_id = l.a
join strongest as y on y.person_id = l.b
order by l.is_later, l.score desc, left_key, right_key
