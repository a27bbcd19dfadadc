-- What others than analysts were told, so that a later state of the data tells no more (METRICS.md §I rule 5). Names
-- nobody: who stands behind a number is a sketch, 64 sums of hashes, of which only equality can be read. A row is a layer
-- of one place (period and names of the breakdown) in the order of telling.
create table told_cell (
    question varchar,
    place varchar,
    layer varchar,
    told_no integer,
    is_newest_state boolean,
    sketch varchar,
    cells varchar
);
