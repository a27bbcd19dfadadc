-- One row per cell kept for the time until a move (METRICS.md C3) in which those who moved, those who left and those who
-- stayed are not all.
-- Looks through: prepared_cell
-- About: kept
select period_no, key_1, key_2, key_3, variant, horizon, sum(value) as total,
from prepared_cell
where question->>'$[0]' = 'time_to_move' and measure in ('cif_move', 'cif_exit', 'stay')
group by question, period_no, key_1, key_2, key_3, variant, horizon
having abs(sum(value) - 1) > 1e-9
