-- One row per number kept for often asked questions that lies outside of its interval or of the bounds for what is
-- unknown.
-- Looks through: prepared_cell
-- About: kept
select question->>'$[0]' as metric, period_no, key_1, key_2, key_3, variant, measure, horizon, value, lo, hi, bound_lo, bound_hi,
from prepared_cell
where value < lo - 1e-9 or value > hi + 1e-9 or value < bound_lo - 1e-9 or value > bound_hi + 1e-9
