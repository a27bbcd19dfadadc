-- One row per cell kept for the types of autonomy (METRICS.md E) in which the people of all types are not those who have
-- one; where nothing is known of roles, nobody can be told to be strategic.
-- Looks through: prepared_cell
-- About: kept
select period_no, key_1, key_2, key_3, sum(numerator)::integer as people_of_types, max(denominator)::integer as people,
from prepared_cell
where question->>'$[0]' = 'autonomy_types' and measure = 'share'
group by question, period_no, key_1, key_2, key_3
having sum(numerator) <> max(denominator)
