-- One row per frequent path kept ready (METRICS.md B3) that more people walked than the path without its last item.
-- Looks through: prepared_cell
-- About: kept
select variant as path, numerator as people, denominator as people_of_beginning,
from prepared_cell
where question->>'$[0]' = 'frequent_paths' and measure = 'confidence' and numerator > denominator
