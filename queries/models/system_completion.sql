-- One row per learning system with episodes: whether its files tell of any completion, and how many people began something.
-- Key: system_id
-- References: learning_system
select
    system_id,
    bool_or(outcome = 'completed' or standing = 'undated') as is_telling,
    count(distinct person_id)::integer as persons,
from episode
group by system_id
