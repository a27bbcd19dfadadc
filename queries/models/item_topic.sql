-- One row per item and topic, as the newest catalogue that names the item says; spellings that differ in case are one topic.
-- Key: item_id, topic
-- References: item
-- None without: item_of_alias
with stated as (
    select
        i.item_id,
        trim(unnest(string_split(a.topics, ';'))) as topic,
    from item_alias as a
    join item_of_alias as i on i.alias_id = a.alias_id
    join alias_key as k on k.alias_id = a.alias_id
    where a.topics is not null and not k.is_superseded
),
spelled as (
    select lower(topic) as topic_key, min(topic) as topic,
    from stated
    where topic <> ''
    group by all
)
select distinct
    s.item_id,
    t.topic,
from stated as s
join spelled as t on t.topic_key = lower(s.topic)
