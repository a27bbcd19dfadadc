-- Where a row stands in its file. A record of a wide table, one person with many items, becomes many rows of one batch; so
-- that each has a line of its own, the number of its column, from 1, stands above the 40 bits of the line.
create or replace macro record_line(line) as line & 1099511627775;

create or replace macro record_column(line) as line >> 40;

-- Whether an episode counts at all: what was waived does not, nor what was begun after leaving (METRICS.md §0).
create or replace macro is_standing(standing) as standing not in ('waived', 'after_leaving');
