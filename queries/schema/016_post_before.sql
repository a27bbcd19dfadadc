-- is_today: the row states the post of today, on the day of the hire, because the list has no other day. The columns before say in
-- which post somebody was until then, where the export states both. Null for what was imported before.
alter table job_history add column is_today boolean;
alter table job_history add column job_code_before varchar;
alter table job_history add column job_title_before varchar;
alter table job_history add column job_family_before varchar;
alter table job_history add column org_unit_before varchar;
alter table job_history add column grade_before varchar;
alter table job_history add column location_before varchar;
