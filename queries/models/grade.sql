-- One row per grade that any live row of a job history states; 0 = none known. Two grades of one scale compare by rank:
-- by the order that the analyst sets ("Junior; Senior; Lead"), else by the number in the name, where the words around it
-- agree. What follows the number is a step inside the grade (G6B is a step of G6). band_id is the grade without its step.
-- Key: grade_id; name
-- References: grade as band_id
with stated as (
    select distinct trim(grade) as name from job_statement where trim(grade) not in ('', 'not_stated')
),
placed as (
    select
        name,
        list_position(
            (
                select list_transform(string_split(any_value(value), ';'), lambda word: lower(trim(word)))
                from setting where name = 'grade.order'
            ),
            lower(name)
        ) as place,
        lower(regexp_extract(name, '^(\D*)\d', 1)) as stem,
        try_cast(regexp_extract(name, '\d+') as integer) as number,
        lower(regexp_extract(name, '\d+(.*)$', 1)) as step,
    from stated
),
ranked as (
    select
        (row_number() over (order by name))::smallint as grade_id,
        name,
        case when place > 0 then 'set' when number is not null then 'numbered ' || stem end as scale,
        (case when place > 0 then place else number end)::double as rank,
        case when place > 0 then '' else step end as step,
    from placed
)
select
    grade_id,
    name,
    scale,
    rank,
    step,
    case when scale is null then grade_id else min(grade_id) over (partition by scale, rank) end::smallint as band_id,
from ranked
union all
select
    0::smallint as grade_id, 'not_stated' as name, null as scale, null as rank, '' as step, 0::smallint as band_id,
