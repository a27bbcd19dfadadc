-- One row per line of a file that stands in several episodes, or that joins an episode which is not there.
-- Looks through: episode, episode_row
-- About: learning
with place as (
    select batch_id, line, false as is_orphan from episode
    union all
    select r.row_batch_id as batch_id, r.row_line as line, e.line is null as is_orphan,
    from episode_row as r
    left join episode as e on e.batch_id = r.batch_id and e.line = r.line
)
select batch_id, line, count(*) as episodes,
from place
group by all
having count(*) > 1 or bool_or(is_orphan)
