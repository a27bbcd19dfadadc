-- One row per learning system with live data; as_of of an answer is the smallest data_to here. How far a system reaches is
-- said by its dated files alone: the day on which a gradebook without dates was imported says nothing about what people
-- did since the log beside it ends. A system without any date bounds nobody; the day of the import stands where nothing is
-- dated at all.
-- Key: system_id; system
-- None without: learning_batch
select
    system_id,
    system,
    min(data_from) as data_from,
    coalesce(
        max(data_to) filter (is_dated),
        (select max(data_to) from learning_batch where is_dated),
        max(data_to)
    ) as data_to,
from learning_batch
group by all
