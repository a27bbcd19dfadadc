-- A response that an earlier live batch of its system holds too, answer for answer (is_repeat), counts as a duplicate. It is kept,
-- because of two files the newer one holds. row_hash: what it says; occurrence numbers those of one file that say the same. Null
-- for what was imported before.
alter table survey_response add column row_hash ubigint;
alter table survey_response add column occurrence integer;
alter table survey_response add column is_repeat boolean default false;
