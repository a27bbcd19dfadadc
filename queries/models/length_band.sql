-- One row per band of nominal length. 0 = no length stated.
-- Key: length_band_id; name
-- Of settings alone.
select
    length_band_id::tinyint as length_band_id,
    name,
from (values
    (0, 'not_stated'),
    (1, 'up_to_30_min'),
    (2, '31_to_120_min'),
    (3, '2_to_8_h'),
    (4, '8_to_20_h'),
    (5, '20_h_and_more'),
) as band (length_band_id, name)
