-- One row per learning system whose files name nobody of those who left while they ran, though the personnel files know
-- others in them: the most leavers that one misses.
select system, max(leavers)::integer as leavers, max(present)::integer as present,
from leaver_presence
group by system
having max(present) = 0 and max(known) > 0
order by system
