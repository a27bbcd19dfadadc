-- One row per class of initiation that any episode has.
select distinct class
from episode
