-- One row per combination of evidence that leaves episodes without a class, or decides it twice.
select
    e.evidence,
    count(*)::double as episodes,
from episode as e
left join initiation as i on i.evidence = e.evidence
group by e.evidence
having count(*) filter (e.class is null or i.class is null or e.class <> i.class) > 0
    or count(distinct i.class) <> 1
