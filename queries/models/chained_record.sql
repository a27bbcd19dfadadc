-- One row per enrolment of a repeated pair, with the number of its episode. METRICS.md §0, ruling 0b.8:
-- an enrolment joins while an earlier one is open, or within 30 calendar days of its end; after a completion a new episode starts,
-- on its very day too. A row that is begun and completed at that moment tells of the same completion and joins; so does one
-- that is completed on that day and not begun before it, where another system, or a log beside a report, tells of either
-- completion by its day alone. What was completed on an unknown day was open until the last day of which anything is known.
-- Whoever is excused has nothing open from that day on (or, where no file tells the day, from the last one of which anything is
-- known), and what is begun later is a new episode. So it is in another employment: leaving ends what was open, and what is
-- begun between two employments is no part of either.
-- Activity that is a part of a reported enrolment begins no episode and keeps none open, and what events tell of an enrolment
-- that a report knows of, too, ends when the report says so (ends_as_reported), where they tell of no end themselves.
-- place orders the enrolments of the pair. An epoch ends with a completion: whatever is open is completed by it, also where it
-- belongs to another episode (a completion of either closes both).
-- Passing: only other models read it.
-- None without: enrolment_record
with record as (
    select
        r.person_id,
        (r.person_id::bigint << 32) | r.item_id as pair,
        r.batch_id,
        r.line,
        r.anchored_at,
        r.completed_at,
        r.told,
        coalesce(
            r.completed_at,
            r.closed_at,
            case
                when r.is_undated then greatest(r.started_at, r.anchored_at)
                when r.is_waived then greatest(r.started_at, r.last_activity_at, r.anchored_at)
                else timestamp '9999-12-31'
            end
        ) as own_until,
        max(own_until) filter (r.told = 'no') over (
            partition by r.person_id, r.item_id order by r.anchored_at
            range between interval 1 day preceding and interval 1 day following
        ) as reported_until,
        r.completed_at is null and r.closed_at is null
        and (r.told = 'part' or (r.told = 'alone' and reported_until is not null)) as ends_as_reported,
        case when not ends_as_reported then own_until when r.told <> 'part' then reported_until end as until,
        r.is_date_only,
        r.is_waived and r.completed_at is null as is_excused,
        {'system_id': b.system_id, 'is_event': b.is_event} as teller,
    from enrolment_record as r
    join learning_batch as b on b.batch_id = r.batch_id
    semi join repeated_pair as p on p.person_id = r.person_id and p.item_id = r.item_id
),
dated as (
    select
        r.* exclude (is_excused),
        local_date(r.anchored_at, a.first_on, a.turns_at, a.next_on) as anchored_on,
        local_date(r.until, u.first_on, u.turns_at, u.next_on) as until_on,
        until_on + if(r.is_excused, 0, 30) as joins_until_on,
    from record as r
    left join local_day as a on a.utc_on = r.anchored_at::date
    left join local_day as u on u.utc_on = r.until::date
),
-- The days on which an employment ends, and on which one begins after another has ended.
turning as (
    select person_id, list(distinct turns_on) as turns,
    from (
        select person_id, unnest([from_on, to_on]) as turns_on, min(to_on) over (partition by person_id) as left_on,
        from employment_spell
    )
    where turns_on >= left_on and turns_on < date '9999-12-31'
    group by person_id
),
-- stretch counts these days: enrolments of one episode have as many behind them.
stretched as (
    select d.*, coalesce(len(list_filter(t.turns, lambda day : day <= d.anchored_on)), 0) as stretch,
    from dated as d
    left join turning as t on t.person_id = d.person_id
),
retold as (
    select c.batch_id, c.line, min(o.completed_at) as told_at,
    from dated as c
    join dated as o
        on o.pair = c.pair and o.until_on = c.until_on and o.teller <> c.teller
        and (o.is_date_only or c.is_date_only)
    where c.completed_at is not null and o.completed_at is not null and c.anchored_on >= c.until_on
    group by all
),
-- begun_at is the place of a row among the others.
candidate as (
    select
        d.* exclude (is_date_only, teller),
        if(d.told = 'part', d.anchored_at, least(d.anchored_at, t.told_at)) as begun_at,
        case
            when d.told = 'part' then 4
            when d.completed_at <= d.anchored_at or t.told_at is not null then 0
            else 2
        end as turn,
    from stretched as d
    left join retold as t on t.batch_id = d.batch_id and t.line = d.line
),
step as (
    select *, begun_at as moment, 0::tinyint as completions, from candidate
    union all
    select
        * replace (case when completed_at > begun_at then 1 when told = 'part' then 5 else 3 end as turn),
        greatest(completed_at, begun_at) as moment,
        1::tinyint as completions,
    from candidate
    where completed_at is not null
),
epoch as (
    select
        *,
        sum(completions) over (
            partition by pair, stretch order by moment, turn, batch_id, line rows unbounded preceding
        ) as epoch,
        min(case when turn = 1 then moment end) over (
            partition by pair, stretch order by moment, turn, batch_id, line rows between 1 following and unbounded following
        ) as next_completed_at,
    from step
),
enrolment_step as (
    select
        *,
        max(joins_until_on) over (
            partition by pair, stretch, epoch order by begun_at, turn, batch_id, line
            rows between unbounded preceding and 1 preceding
        ) as open_until_on,
    from epoch
    where completions = 0
),
started as (
    select
        pair, stretch, batch_id, line, begun_at, anchored_on, turn,
        case when next_completed_at < until then next_completed_at else completed_at end as completed_at,
        ends_as_reported,
        if(
            told = 'part',
            row_number() over (partition by pair, stretch order by begun_at, turn, batch_id, line) = 1,
            open_until_on is null or open_until_on < anchored_on
        ) as is_start,
    from enrolment_step
)
select
    pair,
    batch_id,
    line,
    completed_at,
    is_start,
    ends_as_reported,
    (sum(is_start::integer) over earlier)::integer as attempt,
    (row_number() over earlier)::integer as place,
    anchored_on <= max(case when is_start then anchored_on end) over earlier + 1 as is_first_day,
from started
window earlier as (partition by pair order by stretch, begun_at, turn, batch_id, line rows unbounded preceding)
