-- One row per mover and per person compared with one (C6): up to four people of the same family, grade without steps, band
-- of tenure and place on that day who did not move then, drawn by a seed; whether each learned by choice, in the 365 days
-- before, for the family or job that the mover went to.
create or replace macro aligned_person(as_of) as table
    with mover as (
        select
            m.person_id, m.moved_on, m.batch_id, m.line,
            m.job,
            lower(f.name) as family,
            m.org_unit_id, m.job_family_id, m.location_id, m.grade_id,
            h.job_family_id as from_family, h.grade_band_id as from_band, h.location_id as from_location,
            least((m.moved_on - s.from_on) // 365, 5) as years,
        from move as m
        join post_spell as h on h.person_id = m.person_id and h.spell_no = m.spell_no and h.to_on = m.moved_on
        join service_spell as s on s.person_id = m.person_id and s.spell_no = m.spell_no
        left join job_family as f on f.job_family_id = m.job_family_id and m.job_family_id > 0
        where m.is_move and m.moved_on <= as_of
            and m.moved_on - 365 >= (select min(data_from) from learning_system)
    ),
    other as (
        select
            v.* exclude (person_id, batch_id, line),
            v.person_id as mover_id,
            h.person_id, h.batch_id, h.line,
        from mover as v
        join post_spell as h
            on h.from_on <= v.moved_on and h.to_on > v.moved_on and h.person_id <> v.person_id
            and h.job_family_id = v.from_family and h.grade_band_id = v.from_band and h.location_id = v.from_location
        join service_spell as s on s.person_id = h.person_id and s.spell_no = h.spell_no
        anti join move as m on m.person_id = h.person_id and m.is_move and m.moved_on = v.moved_on
        where case
            when v.years < 1 then (v.moved_on - s.from_on) // 365 < 1
            when v.years < 2 then (v.moved_on - s.from_on) // 365 = 1
            when v.years < 5 then (v.moved_on - s.from_on) // 365 between 2 and 4
            else (v.moved_on - s.from_on) // 365 >= 5
        end
    ),
    drawn as (
        select *
        from other
        qualify row_number() over (
            partition by mover_id, moved_on order by md5(concat_ws(' ', mover_id, moved_on, person_id))
        ) <= 4
    ),
    compared as (
        select
            mover_id, false as is_mover, person_id, moved_on, job, family, batch_id, line,
            org_unit_id, job_family_id, location_id, grade_id,
        from drawn
        union all
        select
            person_id as mover_id, true as is_mover, person_id, moved_on, job, family, batch_id, line,
            org_unit_id, job_family_id, location_id, grade_id,
        from mover
    )
    select
        c.* exclude (family),
        c.moved_on as day,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        exists (
            select 1
            from role_learning as l
            where l.person_id = c.person_id and l.role in (c.family, c.job)
                and l.day >= c.moved_on - 365 and l.day < c.moved_on
        ) as is_aligned,
    from compared as c;
