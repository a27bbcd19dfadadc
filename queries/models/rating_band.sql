-- One row per person and day of rating: the mean of that day's scores in three bands of the scale, 1 to 3.
-- Passing: only other models read it.
with scored as (
    select
        p.person_id,
        r.rated_on,
        avg((r.score - 1) / (coalesce(r.points, 5) - 1)) as score,
    from manager_rating as r
    join identity_person as p on p.identity_id = r.identity_id
    where r.rated_on is not null and r.score is not null
    group by all
)
select
    person_id,
    rated_on,
    (case when score < 0.375 then 1 when score < 0.625 then 2 else 3 end)::tinyint as rating_band,
from scored
