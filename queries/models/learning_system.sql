-- One row per learning system with live data; as_of of an answer is the smallest data_to here.
select
    system_id,
    system,
    min(data_from) as data_from,
    max(data_to) as data_to,
from learning_batch
group by all
