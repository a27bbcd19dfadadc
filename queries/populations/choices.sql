-- What people chose, in their order. METRICS.md B0. The metrics of paths and variety, their explanations and tests read the same.

-- The steps of everybody's sequence that had been begun by as_of.
create or replace macro chosen_step(as_of) as table
    select person_id, item_id, position, begun_on, is_tied
    from chosen_sequence
    where begun_on <= as_of;

-- People with a sequence: at least two items (B3's base).
create or replace macro walking_person(as_of) as table
    select
        person_id,
        count(*) as items,
        max(begun_on) as day,
    from chosen_step(as_of)
    group by person_id
    having count(*) > 1;

-- One row per person, item and day on which the person began it of free choice: the file and line that tell of it.
create or replace macro chosen_place() as table
    select
        person_id,
        item_id,
        coalesce(started_on, anchored_on) as begun_on,
        min({'batch_id': batch_id, 'line': line}) as place,
    from episode
    where class = 'self_initiated' and is_meaningful and is_taken(standing)
    group by all;
