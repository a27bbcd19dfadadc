-- Whether a line of a cost sheet is an amount of money (METRICS.md G); sheets name the currency on every line, that of minutes,
-- of moves or of a share, too.
create or replace macro is_money(input) as
    not starts_with(input, 'confidence_') and input not in (
        'minutes_per_assignment', 'assignments_released', 'extra_moves', 'avoided_exits', 'productivity_units', 'programme_start'
    );
