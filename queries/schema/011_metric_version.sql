-- From which day on a measure follows which version of its definition here; no day for the version that it began with.
create table metric_version (metric varchar, version integer, since date);
