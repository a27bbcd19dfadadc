-- One row per recommendation that is said to be followed, or not to be, against what the person began within 14 days; whose
-- episode is not one of these; that counts as a first one, or does not, against the 30 days before (METRICS.md A9); or that
-- was shown after an employment had ended, or before a known first day, and counts, or within one and does not. Of what was
-- begun on the day itself, either may hold: the time of day decides.
-- Looks through: prompt_shown
-- About: learning
with begun as (
    select e.person_id, e.item_id, e.anchored_on, case i.initiator when 'self' then 0 when 'unknown' then 1 else 2 end as place,
    from episode as e
    join initiation as i on i.evidence = e.evidence
    where is_standing(e.standing)
),
bounded as (
    select
        s.*,
        case s.response when 'self' then 0 when 'unknown' then 1 when 'others' then 2 else 3 end as place,
        max(if(s.is_first, s.shown_on, null)) over (
            partition by s.person_id, s.item_id, s.is_held_out, s.is_employed order by s.shown_on
            rows between unbounded preceding and 1 preceding
        ) as first_before,
        b.nearest,
        b.surest,
    from prompt_shown as s
    left join (
        select
            s.person_id, s.item_id, s.shown_on,
            min(b.place) as nearest,
            min(b.place) filter (b.anchored_on > s.shown_on) as surest,
        from prompt_shown as s
        join begun as b
            on b.person_id = s.person_id and b.item_id = s.item_id
            and b.anchored_on between s.shown_on and s.shown_on + 14
        group by all
    ) as b on b.person_id = s.person_id and b.item_id = s.item_id and b.shown_on = s.shown_on
)
select b.prompt_batch_id as batch_id, b.prompt_line as line, b.person_id, b.item_id, b.shown_on, b.response, b.is_first,
from bounded as b
left join (
    select s.prompt_batch_id, s.prompt_line,
        count(*) as spells,
        count(*) filter (w.from_on <= s.shown_on and w.to_on > s.shown_on) as held,
        count(*) filter (w.to_on <= s.shown_on) as ended,
        count(*) filter (w.from_on <= s.shown_on or w.is_start_unknown) as begun,
    from prompt_shown as s
    join employment_spell as w on w.person_id = s.person_id
    group by all
) as w on w.prompt_batch_id = b.prompt_batch_id and w.prompt_line = b.prompt_line
left join episode as e on e.batch_id = b.batch_id and e.line = b.line
left join initiation as i on i.evidence = e.evidence
where b.place < coalesce(b.nearest, 3)
    or b.place > coalesce(b.surest, 3)
    or (b.response = 'none') <> (b.batch_id is null)
    or (b.response <> 'none' and not coalesce(
        e.person_id = b.person_id and e.item_id = b.item_id
        and e.anchored_on between b.shown_on and b.shown_on + 14
        and b.response::varchar = case when i.initiator in ('self', 'unknown') then i.initiator::varchar else 'others' end,
        false
    ))
    or b.is_first <> (b.is_employed and coalesce(b.shown_on - b.first_before >= 30, true))
    or b.is_employed <> (w.spells is null or w.held > 0 or (w.ended = 0 and w.begun > 0))
