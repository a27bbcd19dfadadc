-- One row per class of initiation that any episode has.
-- Key: class
-- None without: episode
select distinct class
from episode
