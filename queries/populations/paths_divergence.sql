-- How far what people choose lies from what is assigned to them. METRICS.md B6.

-- One row per person and item of the person's curriculum, by the day on which it became so: what others enrolled the person
-- in or what is required, assignments without an episode, and all steps of an official path, valid that day, that was
-- assigned by its code or of which the person was given two steps or more.
create or replace macro assigned_item(as_of) as table
    with given as (
        select person_id, item_id, anchored_on as day
        from episode
        where class in ('assigned_required', 'assigned_other') and standing <> 'waived' and anchored_on <= as_of
        union
        select p.person_id, i.item_id, a.assigned_at::date as day
        from assignment as a
        join identity_person as p on p.identity_id = a.identity_id
        join item_of_alias as i on i.alias_id = a.alias_id
        where a.assigned_at::date <= as_of
    ),
    put_on as (
        select g.person_id, s.path_code, s.version, max(g.day) as day,
        from given as g
        join official_step as s on s.item_id = g.item_id and s.valid_from <= g.day and s.valid_to > g.day
        group by all
        having count(distinct g.item_id) >= 2
    )
    select person_id, item_id, day
    from given
    union
    select o.person_id, s.item_id, o.day
    from put_on as o
    join official_step as s on s.path_code = o.path_code and s.version = o.version
    union
    select p.person_id, s.item_id, a.assigned_at::date as day
    from assignment as a
    join identity_person as p on p.identity_id = a.identity_id
    join official_step as s
        on lower(trim(s.path_code)) = lower(trim(a.path_code))
        and s.valid_from <= a.assigned_at::date and s.valid_to > a.assigned_at::date
    where a.assigned_at::date <= as_of;

-- One row per person and period: the share that the items chosen in the twelve months before its end have in common with
-- those assigned in them (overlap, Jaccard), and the share of the chosen ones that nobody assigned (off_share). Only people
-- with items of both kinds; with the post at the period's end.
create or replace macro diverged_person(grain, since, until, as_of) as table
    with period as (
        select period_no, starts_on, ends_on, (ends_on - interval 1 year)::date as since_on,
        from passed_period(grain, since, until, as_of)
    ),
    chosen as (
        select distinct p.period_no, p.starts_on, p.ends_on, s.person_id, s.item_id,
        from period as p
        join chosen_sequence as s on s.begun_on >= p.since_on and s.begun_on < p.ends_on
    ),
    assigned as (
        select distinct p.period_no, s.person_id, s.item_id,
        from period as p
        join assigned_item(as_of) as s on s.day >= p.since_on and s.day < p.ends_on
    ),
    taken as (
        select
            c.person_id,
            c.period_no,
            any_value(c.starts_on) as starts_on,
            any_value(c.ends_on) as ends_on,
            count(*) as chosen,
            count(a.item_id) as both,
        from chosen as c
        left join assigned as a
            on a.person_id = c.person_id and a.period_no = c.period_no and a.item_id = c.item_id
        group by all
    ),
    bound as (
        select person_id, period_no, count(*) as assigned,
        from assigned
        group by all
    )
    select
        t.person_id,
        t.period_no,
        t.starts_on as day,
        t.both / (t.chosen + b.assigned - t.both) as overlap,
        (t.chosen - t.both) / t.chosen as off_share,
        coalesce(u.org_unit_id, o.org_unit_id, 0)::smallint as org_unit_id,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        coalesce(u.job_family_id, 0)::smallint as job_family_id,
        coalesce(u.location_id, 0)::smallint as location_id,
        coalesce(u.grade_id, 0)::smallint as grade_id,
    from taken as t
    join bound as b on b.person_id = t.person_id and b.period_no = t.period_no
    left join unit_spell as u
        on u.person_id = t.person_id and t.ends_on > u.from_on and t.ends_on <= u.to_on
    left join person as o on o.person_id = t.person_id;
