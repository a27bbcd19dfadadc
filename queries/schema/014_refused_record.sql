-- Which record of an earlier file a refused enrolment may be: by its own id, or person, item and day as far as they were read
-- (natural_key), and by what names the person and the item. Null for what was refused before, and where nothing tells.
alter table reject add column natural_key ubigint;
alter table reject add column person_mark ubigint;
alter table reject add column item_mark ubigint;
