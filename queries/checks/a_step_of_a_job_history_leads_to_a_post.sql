-- One row per line of a job history, within a stretch of employment of staff or before the first, from whose day on the
-- person has no post.
-- Looks through: job_history
-- About: people
with stated as (
    select j.batch_id, j.line, p.person_id, j.effective_on,
    from job_history as j
    join identity_person as p on p.identity_id = j.identity_id
    where j.effective_on is not null and j.reason_kind is distinct from 'termination'
),
step as (
    select j.batch_id, j.line, j.person_id, s.spell_no, greatest(j.effective_on, s.from_on) as from_on,
    from stated as j
    join service_spell as s on s.person_id = j.person_id
    where j.effective_on < s.to_on and (j.effective_on >= s.from_on or s.spell_no = 1)
)
select s.batch_id, s.line, s.person_id, s.spell_no, s.from_on,
from step as s
anti join post_spell as h
    on h.person_id = s.person_id and h.spell_no = s.spell_no and h.from_on = s.from_on
