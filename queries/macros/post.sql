-- A part of the post of today, as it was on the day of the hire: what the first other row that tells it states for before, and
-- nothing where such a row is of that very day, because it tells more. first_told: its day (told_on) and what was before (was).
create or replace macro part_at_hire(own, first_told, hired_on) as
    case when first_told.told_on = hired_on then null else coalesce(first_told.was, own) end;
