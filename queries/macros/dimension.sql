-- The id by which a row is broken down; 0 where no dimension is asked for. Rows of surveys hold the number of their
-- question or theme as item_id.
create or replace macro dimension_key(
    dimension, org_unit_id, item_id, system_id, length_band_id, job_family_id, location_id, grade_id
) as
    (case dimension
        when 'org_unit' then org_unit_id
        when 'item' then item_id
        when 'question' then item_id
        when 'theme' then item_id
        when 'source' then system_id
        when 'length_band' then length_band_id
        when 'job_family' then job_family_id
        when 'location' then location_id
        when 'grade' then grade_id
        else 0
    end)::integer;
