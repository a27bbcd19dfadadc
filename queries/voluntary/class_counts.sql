-- One row per initiation class: its episodes.
select class::varchar as class, count(*)::double as episodes,
from episode
group by all
order by class
