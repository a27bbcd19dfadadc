-- Where a row stands in its file. A record of a wide table, one person with many items, becomes many rows of one batch; so
-- that each has a line of its own, the number of its column, from 1, stands above the 40 bits of the line.
create or replace macro record_line(line) as line & 1099511627775;

create or replace macro record_column(line) as line >> 40;

-- How many days after its enrolment an episode ended where periods are counted (A2p, ruling 0b.11): what was completed on an
-- unknown day, on the last one of which anything is known, unless the person had left by then.
create or replace macro days_to_known_end(standing, days_to_end, anchored_on, last_active_on) as
    case
        when standing = 'undated'
            then least(greatest(coalesce(last_active_on - anchored_on, 0), 0), coalesce(days_to_end, 1000000))::integer
        else days_to_end
    end;

-- Whether such an end is a completion.
create or replace macro is_known_completion(standing, outcome, days_to_end, anchored_on, last_active_on) as
    case
        when standing = 'undated'
            then greatest(coalesce(last_active_on - anchored_on, 0), 0) < coalesce(days_to_end, 1000000)
        else outcome = 'completed'
    end;

-- Whether an episode counts at all: what was waived does not, nor what was begun after leaving (METRICS.md §0).
create or replace macro is_standing(standing) as standing not in ('waived', 'after_leaving');

-- Whether it was taken on the days that its rows state, completed or not: it counts, and is no credit entered afterwards.
create or replace macro is_taken(standing) as standing in ('in', 'undated', 'untold');

-- Whether it counts where it matters which learning is open and which is completed (METRICS.md A2p).
create or replace macro is_followed(standing) as standing in ('in', 'undated', 'backdated');

-- Is a refused record left out because of what it says, and not because it is damaged? No limit on damage counts it, and it is
-- nobody's enrolment.
create or replace macro is_left_out(reason) as
    reason in (
        'part_of_a_course', 'test_person', 'deleted_assignment', 'process_not_completed', 'preview_response',
        'no_cell_is_filled', 'header_again', 'row_of_sums'
    );
