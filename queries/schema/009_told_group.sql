-- The groups of people that others than analysts were told numbers of, whichever table told them: a later number of nearly
-- the same people would single out the few who make the difference (METRICS.md §I rules 3 and 4). Names nobody: sketches
-- as in told_cell, with the smallest ten of their boxes to find nearly equal ones by.
create table told_group (
    family varchar,
    layer varchar,
    digest varchar,
    sketch varchar,
    marks bigint[]
);
