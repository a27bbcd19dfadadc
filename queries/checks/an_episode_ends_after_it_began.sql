-- One row per episode whose days contradict its outcome: open ones have no end, a clamped completion lies on the first
-- day at the earliest, and only a credit entered afterwards may end before it began.
-- Looks through: episode
-- About: learning
select batch_id, line, standing, outcome, anchored_on, days_to_end,
from episode
where anchored_on is null
    or standing is null
    or outcome is null
    or anchored_month is distinct from month_number(anchored_on)
    or (outcome = 'open') <> (days_to_end is null)
    or (standing = 'backdated' and (outcome <> 'completed' or days_to_end >= -1))
    or (standing <> 'backdated' and days_to_end < 0 and (standing = 'in' or outcome <> 'completed'))
