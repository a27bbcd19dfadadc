-- Whether a prompt was told by its day only; null where that was not kept.
alter table prompt add column is_date_only boolean;
