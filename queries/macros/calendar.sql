-- Calendar days of the organisation and report periods. Nothing here depends on the session's time zone.
-- The local day of a UTC time; the last three arguments are the row of local_day for the UTC day of that time.
create or replace macro local_date(stamp, first_on, turns_at, next_on) as
    case when stamp >= turns_at then next_on else coalesce(first_on, stamp::date) end;

-- Months since year 0.
create or replace macro month_number(day) as (year(day) * 12 + month(day) - 1)::smallint;

-- The period of a month: itself, the number of its quarter, of its year, or 0 when there is no grain.
create or replace macro period_number(grain, month_no) as
    (case grain
        when 'month' then month_no
        when 'quarter' then month_no // 3
        when 'year' then month_no // 12
        else 0
    end)::smallint;

-- The months of one period.
create or replace macro period_months(grain) as
    case grain when 'month' then 1 when 'quarter' then 3 when 'year' then 12 end;

-- The first day of a period; null when there is no grain.
create or replace macro period_start(grain, period_no) as
    case
        when grain in ('month', 'quarter', 'year')
            then make_date(
                (period_no * period_months(grain) // 12)::integer,
                (period_no * period_months(grain) % 12 + 1)::integer,
                1
            )
    end;

-- Is a row inside the asked period, half-open; an end that is not given is open.
create or replace macro is_within(day, from_on, to_on) as
    (from_on is null or day >= from_on) and (to_on is null or day < to_on);

-- Whole years of tenure on a day, in the bands of METRICS.md C4: none, one, two to four, five and more. The anniversary ends a
-- year, whether or not a 29 February lay in it.
create or replace macro tenure_band(hired_on, day) as
    case
        when hired_on > (day - to_years(1))::date then 0
        when hired_on > (day - to_years(2))::date then 1
        when hired_on > (day - to_years(5))::date then 2
        else 3
    end;

-- Mondays to Fridays from one day up to another, [from_on, to_on); the first day of year 1 was a Monday. Public holidays count.
create or replace macro weekdays_before(day) as
    (day - date '0001-01-01') // 7 * 5 + least((day - date '0001-01-01') % 7, 5);
create or replace macro working_days(from_on, to_on) as
    case when to_on > from_on then weekdays_before(to_on) - weekdays_before(from_on) else 0 end;
