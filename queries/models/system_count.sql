-- One row per learning system with episodes: whether its files tell of any completion, how many people began something, how
-- much was begun by how many people after they had left, and on which day last, and how much stands outside because no file can
-- tell completions.
-- Key: system_id
-- References: learning_system
-- None without: episode
select
    system_id,
    bool_or(outcome = 'completed' or standing = 'undated') as is_telling,
    count(distinct person_id)::integer as persons,
    (count(*) filter (standing = 'after_leaving'))::integer as after_leaving,
    (count(distinct person_id) filter (standing = 'after_leaving'))::integer as leavers,
    max(anchored_on) filter (standing = 'after_leaving') as last_after_leaving,
    (count(*) filter (standing = 'untold'))::integer as untold,
    (count(distinct person_id) filter (standing = 'untold'))::integer as untold_people,
from episode
group by system_id
