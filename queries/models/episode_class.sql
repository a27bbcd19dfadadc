-- One row per class of initiation that any episode has.
-- Key: class
select distinct class
from episode
