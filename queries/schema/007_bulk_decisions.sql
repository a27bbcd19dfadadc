-- What was decided at once is one entry of the log, named by its first decision, and one step takes it back.
alter table match_decision add column entry_id integer;
update match_decision set entry_id = decision_id;
