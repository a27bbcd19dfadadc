-- What an answer on a scale means: METRICS.md D2. 11 points run from 0 to 10, all others from 1.
create or replace macro favour_of(score, points) as
    case
        when score is null then null
        when points in (10, 11) then case when score >= 9 then 1 when score >= 7 then 0 else -1 end
        when points = 7 then case when score >= 6 then 1 when score >= 4 then 0 else -1 end
        when points = 5 then case when score >= 4 then 1 when score >= 3 then 0 else -1 end
        when points > 1 then case
            when (score - 1) / (points - 1) > 0.65 then 1 when (score - 1) / (points - 1) < 0.35 then -1 else 0
        end
    end;

-- The score from 0 to 100.
create or replace macro rescaled(score, points) as
    case when points = 11 then score * 10 when points > 1 then (score - 1) / (points - 1) * 100 end;

-- A rating from 1 to so many points, from 1 to 5 (D6).
create or replace macro of_five(score, points) as
    if(points > 1 and points <> 5, 1 + 4 * (score - 1) / (points - 1), score);

-- Half the width of the 95 % interval of a difference of two shares of the same n cases (D3).
create or replace macro net_margin(positive, negative, n) as
    z_95() * sqrt((positive + negative - pow(positive - negative, 2)) / nullif(n, 0));

-- The class of a comment by its compound tone (D5).
create or replace macro tone_of(compound) as
    case when compound >= 0.05 then 1 when compound <= -0.05 then -1 else 0 end;
