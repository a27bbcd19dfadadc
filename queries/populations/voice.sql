-- Answers of valid replies to waves that had closed by as_of (D2, D3, D4).
create or replace macro survey_answered(as_of) as table
    select
        *,
        question_id as item_id,
        0 as system_id,
        0 as length_band_id,
        closed_on as day,
    from survey_score
    where closed_on <= as_of;

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
