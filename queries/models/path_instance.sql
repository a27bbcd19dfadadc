-- One row per path: a person's longest run of chosen items, each begun at most 60 days after the one before, of at least
-- three items (METRICS.md B0). Assigned items in between do not break a run; their share of all items begun in its time is
-- assigned_share. coherence is the mean overlap (Jaccard) of the topics of each two of its items that have topics.
-- Key: person_id, run_no
-- References: identity_person; chosen_sequence as person_id, first_position
-- None without: chosen_sequence
with stepped as (
    select
        *,
        coalesce(begun_on - lag(begun_on) over (partition by person_id order by position) > 60, true) as is_start,
    from chosen_sequence
),
run as (
    select
        person_id,
        item_id,
        position,
        begun_on,
        sum(is_start::integer) over (partition by person_id order by position)::integer as run_no,
    from stepped
),
path as (
    select
        person_id,
        run_no,
        count(*)::integer as length,
        min(begun_on, 3)[3] as third_on,
        min(begun_on) as first_on,
        max(begun_on) as last_on,
        min(position) as first_position,
    from run
    group by all
    having count(*) >= 3
),
labelled as (
    select p.person_id, p.run_no, r.item_id, r.position, list_sort(list(t.topic)) as topics,
    from path as p
    join run as r on r.person_id = p.person_id and r.run_no = p.run_no
    join item_topic as t on t.item_id = r.item_id
    group by all
),
overlap as (
    select
        a.person_id,
        a.run_no,
        avg(
            len(list_intersect(a.topics, b.topics)) / len(list_distinct(list_concat(a.topics, b.topics)))
        ) as coherence,
    from labelled as a
    join labelled as b
        on b.person_id = a.person_id and b.run_no = a.run_no and b.position > a.position
    group by all
),
assigned as (
    select p.person_id, p.run_no, count(*) as episodes,
    from path as p
    join episode as e on e.person_id = p.person_id
    where e.class in ('assigned_required', 'assigned_other') and is_standing(e.standing)
        and coalesce(e.started_on, e.anchored_on) between p.first_on and p.last_on
    group by all
)
select
    p.person_id,
    p.run_no,
    p.length,
    (p.last_on - p.first_on)::integer as span_days,
    o.coherence::double as coherence,
    (coalesce(a.episodes, 0) / (coalesce(a.episodes, 0) + p.length))::double as assigned_share,
    p.first_position,
    p.first_on,
    p.third_on,
    p.last_on,
from path as p
left join overlap as o on o.person_id = p.person_id and o.run_no = p.run_no
left join assigned as a on a.person_id = p.person_id and a.run_no = p.run_no
