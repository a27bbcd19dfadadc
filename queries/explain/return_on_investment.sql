-- One row per line of the cost sheets: whether its amount is a cost, belongs to a benefit that counts, or does not count, and
-- why. METRICS.md G. Learners' hours, and what the matched differences tell, stand in no line.
with known as (
    select
        input,
        case
            when input in ('licences', 'content', 'staff', 'rollout', 'tool', 'hourly_wage') then 'cost'
            when input in ('external_fill', 'internal_fill', 'backfill', 'extra_moves', 'confidence_moves') then 'moves'
            when input in ('replacement', 'avoided_exits', 'confidence_exits') then 'exits'
            when contains(input, 'productivity') then 'productivity'
            else 'admin'
        end as side,
        likely is not null as is_confirmed,
    from confirmed_input($as_of::date)
),
step as (
    select if(input = 'extra_moves', 'moves', 'exits') as side, step
    from outcome_range($as_of::date, 1)
),
complete as (
    select
        k.side,
        count(*) filter (
            not k.is_confirmed and k.input not in ('extra_moves', 'avoided_exits')
            and k.input not in ('confidence_moves', 'confidence_exits', 'confidence_admin')
        ) = 0 and coalesce(any_value(s.step) < 4, true) as is_complete,
        any_value(s.step) < 3 as is_measured,
    from known as k
    left join step as s on s.side = k.side
    group by k.side
),
stated as (
    select
        *,
        lower(trim(input)) as name,
        coalesce(
            (likely is not null or (lower(trim(input)) = 'programme_start' and valid_on is not null))
            and trim(confirmed_by) <> '' and confirmed_on is not null and trim(basis) <> ''
            and (confirmed_on <= $as_of::date or $as_of::date >= (select min(data_to) from learning_system)),
            false
        ) as is_stated,
        is_money(name) as is_money,
    from cost_input
),
ranked as (
    select
        *,
        row_number() over (
            partition by name, is_stated order by coalesce(valid_on, date '0001-01-01') desc, batch_id desc, line desc
        ) as place,
    from stated
)
select
    null::integer as person_id,
    r.batch_id,
    r.line,
    concat_ws(
        ' ',
        replace(r.name, '_', ' '),
        coalesce(format(if(r.likely = floor(r.likely), '{:,.0f}', '{:,.2f}'), r.likely), '–'),
        if(r.is_money, upper(trim(r.currency)), null)
    ) as what,
    coalesce(k.side, '') as kind,
    coalesce(r.confirmed_on, r.valid_on) as day,
    trim(coalesce(r.confirmed_by, '')) as who,
    case
        when k.input is null and r.name <> 'programme_start' then 'unknown_input'
        when not r.is_stated then 'unconfirmed'
        when r.place > 1 then 'replaced'
        when r.name = 'programme_start' then 'trend_start'
        when k.side = 'cost' then 'cost'
        when c.is_measured and r.name in ('extra_moves', 'avoided_exits') then 'measured_instead'
        when c.is_complete then 'benefit'
        else 'incomplete_line'
    end as reason,
from ranked as r
left join known as k on k.input = r.name
left join complete as c on c.side = k.side
