-- One row per person, item and day on which a recommendation was shown, with what followed within 14 days; or on which it
-- was not, to compare with (is_held_out). is_first: none that counted about that item was shown to the person in the 30 days
-- before, and likewise for those who were left out (METRICS.md A9); what was shown to somebody who was not employed on that
-- day (is_employed), as files that tell of joining and leaving say, counts for neither.
-- response: enrolled by the person, by somebody else, by nobody knows whom, or not at all; batch_id and line are those of
-- the episode that followed, prompt_batch_id and prompt_line those of the prompt. is_covered: the files of a system that has the
-- item, or else of any, tell of the day and of the 14 after it.
-- Key: person_id, item_id, shown_on; prompt_batch_id, prompt_line
-- References: identity_person; item; org_unit; job_family; location; grade; length_band; episode; batch as prompt_batch_id
-- None without: shown_prompt
with shown as (
    select
        person_id,
        item_id,
        shown_on,
        bool_and(is_held_out) as is_held_out,
        coalesce(min(shown_from) filter (not is_held_out), min(shown_from)) as shown_from,
        arg_min({'batch_id': batch_id, 'line': line}, (is_held_out, shown_at, batch_id, line)) as place,
    from shown_prompt
    group by person_id, item_id, shown_on
),
first_spell as (
    select person_id, min(from_on) as from_on, arg_min(is_start_unknown, from_on) as is_start_unknown,
    from employment_spell
    group by person_id
),
dated as (
    select
        s.*,
        f.person_id is null
        or e.person_id is not null
        or (f.is_start_unknown and s.shown_on < f.from_on) as is_employed,
    from shown as s
    left join employment_spell as e
        on e.person_id = s.person_id and s.shown_on >= e.from_on and s.shown_on < e.to_on
    left join first_spell as f on f.person_id = s.person_id
),
counted as (
    select
        person_id,
        item_id,
        is_held_out,
        is_employed,
        list_reduce(
            list_transform(list_sort(list(shown_on)), lambda day_: [day_]),
            lambda kept_, next_: if(next_[1] - kept_[-1] >= 30, list_concat(kept_, next_), kept_)
        ) as firsts,
    from dated
    group by person_id, item_id, is_held_out, is_employed
),
followed as (
    select
        d.person_id,
        d.item_id,
        d.shown_on,
        arg_min(
            {'initiator': w.initiator, 'batch_id': e.batch_id, 'line': e.line},
            (case w.initiator when 'self' then 0 when 'unknown' then 1 else 2 end, e.anchored_on)
        ) as answer,
    from dated as d
    join episode as e on e.person_id = d.person_id and e.item_id = d.item_id
    join enrolment_record as r on r.batch_id = e.batch_id and r.line = e.line
    join initiation as w on w.evidence = e.evidence
    where is_standing(e.standing)
        and follows_prompt(e.anchored_on, r.anchored_at, r.is_date_only, d.shown_on, d.shown_from, 14)
    group by all
),
watched as (
    select distinct m.item_id, s.system_id
    from item_member as m
    join learning_system as s on s.system = m.system
    where s.system_id in (select system_id from learning_cover)
),
covered as (
    select distinct d.person_id, d.item_id, d.shown_on
    from dated as d
    left join watched as w on w.item_id = d.item_id
    join learning_cover as c
        on c.system_id = coalesce(w.system_id, 0) and d.shown_on >= c.from_on and d.shown_on + 14 <= c.to_on
)
select
    d.person_id,
    d.item_id,
    coalesce(u.org_unit_id, o.org_unit_id, 0)::smallint as org_unit_id,
    coalesce(u.job_family_id, 0)::smallint as job_family_id,
    coalesce(u.location_id, 0)::smallint as location_id,
    coalesce(u.grade_id, 0)::smallint as grade_id,
    t.length_band_id,
    (case
        when f.answer is null then 'none'
        when f.answer.initiator in ('self', 'unknown') then f.answer.initiator
        else 'others'
    end)::enum ('self', 'others', 'unknown', 'none') as response,
    f.answer.batch_id as batch_id,
    f.answer.line as line,
    d.place.batch_id as prompt_batch_id,
    d.place.line as prompt_line,
    d.is_employed and list_contains(c.firsts, d.shown_on) as is_first,
    d.shown_on,
    d.is_held_out,
    d.is_employed,
    v.shown_on is not null as is_covered,
from dated as d
join counted as c
    on c.person_id = d.person_id and c.item_id = d.item_id and c.is_held_out = d.is_held_out and c.is_employed = d.is_employed
join item as t on t.item_id = d.item_id
left join followed as f on f.person_id = d.person_id and f.item_id = d.item_id and f.shown_on = d.shown_on
left join covered as v on v.person_id = d.person_id and v.item_id = d.item_id and v.shown_on = d.shown_on
left join unit_spell as u on u.person_id = d.person_id and d.shown_on >= u.from_on and d.shown_on < u.to_on
left join person as o on o.person_id = d.person_id
