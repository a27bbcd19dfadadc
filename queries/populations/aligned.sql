-- The people of mover_comparison whose mover moved within a time, and by as_of (C6).
create or replace macro aligned_person(since, until, as_of) as table
    select
        *,
        moved_on as day,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
    from mover_comparison
    where moved_on <= as_of and is_within(moved_on, since, until);
