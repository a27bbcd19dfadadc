-- One row per enrolment method that live files write, with what its source reads in it and what the analyst reads instead.
with written as (
    select batch_id, method, origin, obligation, count(*) as row_count from enrolment where method is not null group by all
    union all
    select batch_id, method, origin, obligation, count(*) as row_count from learning_event where method is not null and kind <> 'waived' group by all
),
spelled as (
    select
        b.system,
        lower(replace(w.method, ' ', '')) as word,
        arg_max(w.method, w.row_count) as spelling,
        sum(w.row_count)::double as row_count,
        arg_max(coalesce(w.origin::varchar, 'unknown'), w.row_count) as shipped,
    from written as w
    join batch as b on b.batch_id = w.batch_id
    group by all
)
select
    s.system,
    s.word,
    s.spelling,
    s.row_count,
    s.shipped,
    v.meaning as ruled,
    v.obligation::varchar as ruled_obligation,
from spelled as s
left join vocabulary_word as v on v.system = s.system and v.field = 'method' and v.word = s.word
order by s.system, s.row_count desc, s.word
limit 200
