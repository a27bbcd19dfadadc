-- One row per class of learning that is counted in a narrower variant of a measure and not in the wider one, so that a
-- numerator could pass the one that it is part of.
-- Looks through: episode_class
-- About: learning
select class,
from episode_class
where (is_variant(class, 'strict') or is_variant(class, 'self_initiated') or is_variant(class, 'prompted'))
    and not (is_variant(class, 'broad') and is_variant(class, 'voluntary_broad'))
