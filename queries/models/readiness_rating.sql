-- One row per rating of a person: by whom, on what and in which cycle, with the post on its day (METRICS.md D6). A later rating
-- of the same cycle replaces an earlier one; before and after are cycles of their own, whatever both are called. A statement that
-- is rated on another scale than of five points is one of its own. before is the rating that it makes a pair with, as the second one; why says what
-- keeps it out of every pair, null where it is in one. Ratings are in one review_round where nothing parts them but 14 days
-- without any rating or fewer; where that takes longer than a quarter can, people are rated all year round, and the round is the
-- quarter.
-- Key: batch_id, line
-- References: manager_rating; identity_person; org_unit; job_family; location; grade
-- None without: manager_rating
with given as (
    select
        r.batch_id,
        r.line,
        p.person_id,
        lower(trim(r.rater_key)) as rater,
        concat(coalesce(r.question, 'readiness'), if(r.points <> 5, concat(' (', r.points, ')'), '')) as question,
        coalesce(nullif(concat_ws(' ', r.cycle, r.phase), ''), strftime(r.rated_on, '%Y-%m')) as cycle,
        r.rated_on,
        r.score,
        coalesce(r.points, 5) as points,
        case lower(r.phase) when 'before' then 0 when 'after' then 1 end as phase,
        r.score is not null and r.rated_on is not null and r.rater_key is not null as is_whole,
    from manager_rating as r
    join batch as b on b.batch_id = r.batch_id and b.undone_at is null
    join identity_person as p on p.identity_id = r.identity_id
),
run as (
    select day, count(*) filter (is_apart) over (order by day) as run_no,
    from (
        select day, day - lag(day) over (order by day) > 14 as is_apart,
        from (select distinct rated_on as day from given where rated_on is not null)
    )
),
review_round as (
    select
        day,
        dense_rank() over (order by run_no, if(is_long, date_trunc('quarter', day), null))::integer as review_round,
    from (
        select day, run_no, max(day) over whole - min(day) over whole >= 92 as is_long,
        from run
        window whole as (partition by run_no)
    )
),
valid as (
    select
        *,
        is_whole and row_number() over (
            partition by person_id, rater, question, cycle, is_whole order by rated_on desc, score, points, phase
        ) = 1 as is_valid,
    from given
),
step as (
    select
        *,
        lag(score) over earlier as earlier,
        lag(rated_on) over earlier as earlier_on,
        lag(phase) over earlier as earlier_phase,
        count(*) over (partition by person_id, rater, question, is_valid) > 1 as is_repeated,
        min(cycle) over of_person <> max(cycle) over of_person as has_other_rater,
        min(cycle) over of_rater <> max(cycle) over of_rater as has_other_question,
    from valid
    window
        earlier as (partition by person_id, rater, question, is_valid order by rated_on, cycle),
        of_person as (partition by person_id, question, is_valid),
        of_rater as (partition by person_id, rater, is_valid)
),
second as (
    select
        * exclude (earlier, earlier_on, earlier_phase),
        is_valid and earlier is not null
        and (phase is null or earlier_phase is null or phase > earlier_phase) as is_second,
        if(is_second, earlier, null) as before,
        if(is_second, earlier_on, null) as before_on,
    from step
),
paired as (
    select
        s.*,
        r.review_round,
        is_second or coalesce(lead(is_second) over (
            partition by person_id, rater, question, is_valid order by rated_on, cycle
        ), false) as is_paired,
        min(review_round) over of_question as first_round,
        max(review_round) over of_question as last_round,
    from second as s
    left join review_round as r on r.day = s.rated_on
    window of_question as (partition by question, is_valid)
)
select
    p.batch_id,
    p.line,
    p.person_id,
    p.rater,
    p.question,
    p.cycle,
    p.rated_on,
    p.review_round,
    p.score,
    p.points,
    p.before,
    p.before_on,
    case
        when not p.is_whole then 'rating_incomplete'
        when not p.is_valid then 'rated_anew'
        when p.is_paired then null
        when p.is_repeated then 'not_before_then_after'
        when p.has_other_rater then 'other_rater'
        when p.has_other_question then 'other_statement'
        when p.phase = 0 then 'rated_before_only'
        when p.phase = 1 then 'rated_after_only'
        when p.first_round = p.last_round then 'rated_once'
        when p.review_round = p.first_round then 'rated_before_only'
        when p.review_round = p.last_round then 'rated_after_only'
        else 'rated_once'
    end as why,
    coalesce(u.org_unit_id, o.org_unit_id, 0)::smallint as org_unit_id,
    coalesce(u.job_family_id, 0)::smallint as job_family_id,
    coalesce(u.location_id, 0)::smallint as location_id,
    coalesce(u.grade_id, 0)::smallint as grade_id,
from paired as p
left join unit_spell as u on u.person_id = p.person_id and p.rated_on >= u.from_on and p.rated_on < u.to_on
left join person as o on o.person_id = p.person_id
