-- One row per value of a dimension by which answers can be broken down or filtered.
-- Key: dimension, id
select 'org_unit' as dimension, org_unit_id::integer as id, name, from org_unit
union all
select 'item' as dimension, item_id as id, title as name, from item
union all
select 'source' as dimension, system_id::integer as id, system as name, from learning_system
union all
select 'length_band' as dimension, length_band_id::integer as id, name, from length_band
union all
select 'job_family' as dimension, job_family_id::integer as id, name, from job_family
union all
select 'location' as dimension, location_id::integer as id, name, from location
union all
select 'grade' as dimension, grade_id::integer as id, name, from grade
union all
select 'question' as dimension, question_id as id, wording as name, from survey_item
union all
select 'theme' as dimension, theme_id as id, theme as name, from comment_theme_word
