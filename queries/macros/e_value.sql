-- How strong an unmeasured trait would have to go with both learning and the outcome to explain a risk ratio away
-- (VanderWeele and Ding 2017). METRICS.md C4.
create or replace macro e_value(rr) as
    case
        when rr <= 0 then null
        when rr >= 1 then rr + sqrt(rr * (rr - 1))
        else 1 / rr + sqrt(1 / rr * (1 / rr - 1))
    end;
