-- What the signals of the readiness checklist say (F): their points, and the answer to each question.

-- The signals that are known of ten people or more, with the points that each is worth by the cut-offs that hold. Of days,
-- fewer are better.
create or replace macro readiness_judged(as_of) as table
    select
        s.*,
        case
            when s.side * s.value >= s.side * coalesce(try_cast(y.value as double), s.yes) and not s.is_weak then 2
            when s.side * s.value >= s.side * coalesce(try_cast(p.value as double), s.partly) then 1
            else 0
        end as points,
    from (select *, if(measure = 'feedback_days', -1, 1) as side from readiness_signal(as_of)) as s
    left join setting as y on y.name = 'readiness.' || s.measure || '.yes'
    left join setting as p on p.name = 'readiness.' || s.measure || '.partly'
    where s.persons >= 10;

-- One row per question: its points, null where nothing is known, and what they rest on: evidence (the lowest of what a survey
-- and the data say; the highest where one of several things is enough: Q5, Q6, Q9), a hint, or a declaration. Reads the signals
-- as readiness_judged tells them.
create or replace macro readiness_answer(judged, as_of) as table
    with question as (
        select
            question,
            case when question <= 'Q3' then 'culture' when question <= 'Q6' then 'tools' else 'measurement' end as area,
            if(question in ('Q4', 'Q7'), 2, 1) as needed,
            question in ('Q5', 'Q6', 'Q9') as is_any,
        from (values ('Q1'), ('Q2'), ('Q3'), ('Q4'), ('Q5'), ('Q6'), ('Q7'), ('Q8'), ('Q9')) as listed (question)
    ),
    declared as (
        select
            upper(trim(question)) as question,
            arg_max_null(score, (declared_on, batch_id, line)) as points,
        from declaration
        where trim(declared_by) <> '' and declared_on is not null and (score is null or score between 0 and 2)
            and (declared_on <= as_of or as_of >= (select min(data_to) from learning_system))
        group by all
    ),
    spoken as (
        select
            q.question,
            any_value(q.area) as area,
            if(
                any_value(q.is_any),
                max(j.points) filter (not j.is_weak),
                min(j.points) filter (not j.is_weak and j.known >= q.needed)
            ) as by_evidence,
            min(j.points) filter (j.is_weak) as by_hint,
            any_value(d.points) as declared_points,
        from question as q
        left join (
            select *, count(*) over (partition by question) as known from query_table(judged)
        ) as j on j.question = q.question
        left join declared as d on d.question = q.question
        group by q.question
    )
    select
        question,
        area,
        declared_points,
        coalesce(by_evidence, by_hint, declared_points) as points,
        case
            when by_evidence is not null then 'evidence'
            when by_hint is not null then 'hint'
            when declared_points is not null then 'declared'
        end as rests_on,
    from spoken;
