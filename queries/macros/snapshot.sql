-- Is an enrolment open in its file, and young enough to stand in a later file of the same report that begins there?
-- Missing from that file, it was withdrawn (METRICS.md §0).
create or replace macro is_open_before(status, enrolled_at, next_data_from) as
    status in ('not_started', 'in_progress', 'unknown') and enrolled_at >= next_data_from - interval 31 day;
