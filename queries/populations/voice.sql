-- Answers of valid replies to waves that had closed by as_of (D2, D3, D4). Who answered fewer than two thirds of the statements
-- on autonomy counts with none of them, for D2 as for D4: else what both tell would give the answers of these few.
create or replace macro survey_answered(as_of) as table
    select
        *,
        question_id as item_id,
        0 as system_id,
        0 as length_band_id,
        closed_on as day,
    from survey_score
    where closed_on <= as_of and is_counted;

-- Delivered invitations to waves that had closed by as_of (D1).
create or replace macro survey_asked(as_of) as table
    select
        *,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        closed_on as day,
    from survey_invited
    where closed_on <= as_of and is_delivered;

-- Comments of waves that had closed by as_of, once for each theme, or once each where themes do not matter (D5).
create or replace macro survey_commented(as_of, by_theme) as table
    select
        *,
        unnest(case when by_theme then theme_ids else [0::integer] end) as item_id,
        0 as system_id,
        0 as length_band_id,
        closed_on as day,
    from survey_comment
    where closed_on <= as_of;

-- Comments that a person labelled, with the tone that the product read in them (D5).
create or replace macro labelled_comment() as table
    select
        0 as cell,
        case lower(l.label) when 'positive' then 1 when 'negative' then -1 else 0 end as one,
        any_value(c.tone)::integer as other,
        any_value(c.person_id) as person_id,
        1 as n,
    from comment_label as l
    join batch as b on b.batch_id = l.batch_id and b.undone_at is null
    join survey_comment as c on lower(trim(c.words)) = lower(trim(l.comment)) and c.tone is not null
    group by l.batch_id, l.line, l.label;

-- How far the two agree, over how many comments of how many people.
create or replace macro comment_agreement() as table
    with labelled as (
        select * from labelled_comment()
    )
    select agreement, kappa, n, (select count(distinct person_id) from labelled) as persons
    from cohen_kappa('labelled');

-- Whether the tone may not be told: 50 labels or more agree with it too little (METRICS.md D5).
create or replace macro comment_gate() as table
    select coalesce((select kappa < 0.4 from comment_agreement() where n >= 50), false) as is_closed;

-- Themes that a wave flagged: at least ten people wrote about it, and more comments were negative than positive; with the day
-- of the first action that the log has about it (D7), and whether the log reaches to its close; null without a log. None
-- where the tone may not be told.
create or replace macro flagged_theme(as_of, since, until) as table
    with voiced as (
        select
            wave_id,
            item_id as theme_id,
            count(distinct person_id) as persons,
            count(*) filter (tone = 1) as positive,
            count(*) filter (tone = -1) as negative,
        from survey_commented(as_of, true)
        where is_within(closed_on, since, until)
        group by all
    ),
    flagged as (
        select v.wave_id, v.theme_id, t.theme, v.persons
        from voiced as v
        join comment_theme_word as t on t.theme_id = v.theme_id
        where v.persons >= 10 and v.negative > v.positive and not (select is_closed from comment_gate())
    ),
    acted as (
        select f.wave_id, f.theme_id, min(a.acted_on) as acted_on
        from flagged as f
        join survey_wave as w on w.wave_id = f.wave_id
        join loop_action as a
            on lower(trim(a.theme)) = f.theme and (a.survey is null or lower(a.survey) = lower(w.survey))
            and (lower(a.wave) = lower(w.wave) or (a.wave is null and a.acted_on >= w.closed_on))
        join batch as b on b.batch_id = a.batch_id and b.undone_at is null
        where a.acted_on <= as_of
        group by all
    ),
    logged as (
        select max(a.acted_on) as last_on
        from loop_action as a
        join batch as b on b.batch_id = a.batch_id and b.undone_at is null and a.acted_on <= b.imported_at::date
    )
    select
        f.wave_id, w.closed_on, w.previous_id, f.theme_id, f.theme, f.persons, a.acted_on,
        w.closed_on <= (select last_on from logged) as is_logged,
    from flagged as f
    join survey_wave as w on w.wave_id = f.wave_id
    left join acted as a on a.wave_id = f.wave_id and a.theme_id = f.theme_id;

-- Pairs of ratings of one person by one rater, of which the second was given by as_of (D6).
create or replace macro rating_paired(as_of) as table
    select
        *,
        0 as item_id,
        0 as system_id,
        0 as length_band_id,
        after_on as day,
    from rating_pair
    where after_on <= as_of;
